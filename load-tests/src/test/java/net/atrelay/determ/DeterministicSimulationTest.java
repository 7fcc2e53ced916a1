package net.atrelay.determ;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Many seeds of the deterministic simulation (docs/proof-simulation.md).
///
/// System properties: `atrelay.seeds` how many (default 10,000), `atrelay.seed.first` the first of them (default 1),
/// `atrelay.seed` one alone, with its trace, whatever becomes of it.
class DeterministicSimulationTest {
    private static final long SEEDS = Long.getLong("atrelay.seeds", 10_000);
    private static final long FIRST = Long.getLong("atrelay.seed.first", 1);
    private static final @Nullable Long ALONE = Long.getLong("atrelay.seed");
    /// Within so many seeds each planted bug is found.
    private static final long SEEDS_OF_A_BUG = 2_000;

    @Test
    void everySeedKeepsTheRules() {
        if (ALONE != null) {
            Simulation.Result result = Simulation.run(ALONE, Planted.NOTHING, true);
            System.out.println(result.text());
            assertHeld(result);
            return;
        }
        Tally tally = new Tally();
        for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
            Simulation.Result result = Simulation.run(seed, Planted.NOTHING, false);
            assertHeld(result);
            tally.add(result.tally());
        }
        System.out.println(SEEDS + " seeds from " + FIRST + " on\n" + tally);
        assertEquals(List.of(), tally.missing(SEEDS), "what must happen often");
    }

    @Test
    void aSeedReplaysExactly() {
        for (long seed = FIRST; seed < FIRST + SEEDS / 50; seed++) {
            Simulation.Result once = Simulation.run(seed, Planted.NOTHING, false);
            Simulation.Result again = Simulation.run(seed, Planted.NOTHING, true);
            assertEquals(once.traceHash(), again.traceHash(), "seed " + seed);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NOTHING")
    void aPlantedBugIsFound(Planted planted) {
        Simulation.Result found = null;
        for (long seed = FIRST; seed < FIRST + SEEDS_OF_A_BUG && found == null; seed++) {
            Simulation.Result result = Simulation.run(seed, planted, false);
            found = result.failure() == null ? null : result;
        }
        assertNotNull(found, planted + " is not found");
        System.out.println(planted + " is found by seed " + found.seed() + ": " + found.failure());
    }

    private static void assertHeld(Simulation.Result result) {
        Throwable failure = result.failure();
        if (failure != null) {
            String text = Simulation.run(result.seed(), Planted.NOTHING, true).text();
            fail(
                    "seed " + result.seed() + " (-Datrelay.seed=" + result.seed() + " replays it): " + failure + "\n"
                            + text,
                    failure);
        }
    }
}
