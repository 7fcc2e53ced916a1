package net.atrelay.realnet;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import net.atrelay.sim.Ledger;
import net.atrelay.sim.Ledger.Due;
import net.atrelay.sim.LedgerCheck;

/// What real hosts announced, and what a relay must make of each frame: it comes out as it is, unless a [Rule] says
/// otherwise.
///
/// An account's frames are expected in the order in which they are told here, whatever host sent them; so a test that
/// goes on with another host waits until the relay has caught up.
final class Truth {
    private final Ledger ledger = new Ledger();
    private final EnumSet<Rule> fired = EnumSet.noneOf(Rule.class);

    /// These come out as they are.
    void passes(List<Announced> frames) {
        frames.forEach(frame -> add(frame, frame.frame(), Due.MUST, ""));
    }

    /// These come out as they are or not at all, for the relay may not have listened yet.
    void mayPass(List<Announced> frames) {
        frames.forEach(frame -> add(frame, frame.frame(), Due.MAY, "before the relay is known to listen"));
    }

    /// A rule decides about these.
    void falls(Rule rule, List<Announced> frames) {
        for (Announced frame : frames) {
            if (!rule.type().equals(frame.parts().type())) {
                throw new IllegalArgumentException(
                        rule + ": " + frame.parts().type() + " (expected: " + rule.type() + ")");
            }
            byte[] made = rule.madeOf(frame.frame());
            if (Arrays.equals(made, frame.frame())) {
                throw new IllegalArgumentException(rule + ": the frame has nothing that the rule is about");
            }
            add(frame, made == null ? frame.frame() : made, made == null ? Due.NEVER : Due.MUST, rule.why());
            fired.add(rule);
        }
    }

    /// The relay says so by itself, once.
    void ownAccount(String did) {
        ledger.allowSynthetic(did, "#account");
    }

    /// Rules that nothing was announced for.
    Set<Rule> unfired() {
        return EnumSet.complementOf(fired);
    }

    /// How many frames must have come out by now.
    long due() {
        return ledger.due();
    }

    /// Holds what came out against what was announced.
    LedgerCheck.Report compare(List<byte[]> frames) {
        LedgerCheck check = new LedgerCheck();
        frames.forEach(check::onFrame);
        return check.finish(ledger);
    }

    private void add(Announced frame, byte[] made, Due due, String why) {
        Long hostSeq = frame.parts().seq();
        String host = frame.host();
        ledger.add(new Ledger.Entry(frame.did(), "", hostSeq == null ? 0 : hostSeq, made, due, host + " " + why));
    }
}
