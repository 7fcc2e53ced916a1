package net.atrelay.prove;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import net.atrelay.sim.Account;
import net.atrelay.sim.Fault;
import net.atrelay.sim.FramePrint;
import net.atrelay.sim.Ledger;

/// The sound commit that each account made right after a fault: whatever the fault was, that one must come out. Owned
/// by one thread.
final class FollowUps {
    private final Ledger ledger;
    private final Map<Fault, List<FramePrint>> expected = new EnumMap<>(Fault.class);

    FollowUps(Ledger ledger) {
        this.ledger = ledger;
    }

    /// Notes what the account has said just now.
    void expect(Fault fault, Account account) {
        Ledger.Entry last = ledger.lastDue(account.did(), account.host().hostname());
        if (last == null) {
            throw new IllegalStateException("last: none (expected: the account has just made a commit)");
        }
        expected.computeIfAbsent(fault, _ -> new ArrayList<>()).add(last.print());
    }

    /// How many did not come out.
    long missing(Fault fault, Transcript transcript) {
        return expected.getOrDefault(fault, List.of()).stream()
                .filter(print -> !transcript.has(print))
                .count();
    }
}
