package net.atrelay.prove;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class KillsTest {
    private static final int SEEDS = 500;

    @Test
    void theyAreAsManyAsWantedAndNoneOverlapsTheNext() {
        int stumbles = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            for (int count : new int[] {0, 1, 3, 20}) {
                Kills kills = Kills.of(count, 100, new SplittableRandom(seed));
                assertEquals(count, kills.kills().size());
                assertTrue(count < 2 || kills.kills().getFirst().step() == 0, "seed " + seed + " " + kills);
                int free = 0;
                for (Kills.Kill kill : kills.kills()) {
                    assertTrue(kill.step() >= free && kill.startStep() <= 100, "seed " + seed + " " + kills);
                    free = kill.startStep();
                    stumbles += kill.stumbleMillis() > 0 ? 1 : 0;
                }
            }
        }
        assertTrue(stumbles > SEEDS, "stumbles: " + stumbles);
    }

    @Test
    void aSeedGivesTheSame() {
        assertEquals(Kills.of(5, 1_000, new SplittableRandom(3)), Kills.of(5, 1_000, new SplittableRandom(3)));
    }
}
