package net.atrelay.prove;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.atrelay.sim.Deed;
import org.jspecify.annotations.Nullable;

/// What a run has shown.
///
/// @param deeds how often each was done
/// @param announced frames that hosts announced
/// @param due how many of them must come out
/// @param ledgerDigest the same for each run of one plan
/// @param kills how often the relay was killed
/// @param gaveUp what was waited for in vain; null for nothing
record ProveReport(
        ProvePlan plan,
        WorldFacts world,
        Map<Deed, Long> deeds,
        List<FaultRow> faults,
        List<Check> checks,
        List<Floor> floors,
        long announced,
        long due,
        String ledgerDigest,
        long kills,
        double seconds,
        @Nullable String gaveUp) {

    /// What it comes to.
    enum Verdict {
        /// Everything was as it must be, and enough has happened to say so.
        CLEAN,
        /// Something was not as it must be.
        WRONG,
        /// Nothing was wrong, but something has hardly happened.
        VACUOUS
    }

    Verdict verdict() {
        if (gaveUp != null || checks.isEmpty() || !checks.stream().allMatch(Check::holds)) {
            return Verdict.WRONG;
        }
        return missed().findAny().isPresent() ? Verdict.VACUOUS : Verdict.CLEAN;
    }

    /// The floors that were not reached.
    Stream<Floor> missed() {
        return floors.stream().filter(floor -> !floor.isReached());
    }

    /// For machines.
    Map<String, Object> values() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("verdict", FaultRow.nameOf(verdict()));
        values.put("command", plan.command());
        values.put("plan", plan);
        values.put("world", world);
        values.put("announced", announced);
        values.put("due", due);
        values.put("ledgerDigest", ledgerDigest);
        values.put("kills", kills);
        values.put("seconds", seconds);
        values.put("gaveUp", gaveUp);
        values.put("deeds", named(deeds));
        values.put("faults", faults);
        values.put("checks", checks.stream().map(Check::values).toList());
        values.put("floors", floors);
        return values;
    }

    private static Map<String, Long> named(Map<Deed, Long> deeds) {
        Map<String, Long> named = new LinkedHashMap<>();
        deeds.forEach((deed, count) -> named.put(FaultRow.nameOf(deed), count));
        return named;
    }
}
