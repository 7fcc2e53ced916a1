package net.atrelay.prove;

import java.util.Locale;
import net.atrelay.sim.Fault;
import net.atrelay.sim.LedgerCheck.Outcome;

/// What became of one kind of fault.
///
/// @param injected how often it really happened
/// @param frames faulty frames that were announced for it; 0 for faults of streams and for frames left out
/// @param out how many of those came out; not one, unless it may
/// @param wrong faults with a frame that came out and must not, or whose account's next sound commit did not come out
record FaultRow(Fault fault, long injected, long frames, long out, long wrong) {
    static FaultRow of(Fault fault, long injected, Outcome outcome, long followUpsMissing) {
        return new FaultRow(
                fault,
                injected,
                outcome.announced(),
                outcome.out(),
                Math.min(injected, outcome.wrong() + followUpsMissing));
    }

    String name() {
        return nameOf(fault);
    }

    static String nameOf(Enum<?> kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
