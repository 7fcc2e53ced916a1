package net.atrelay.verify.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class TokenBucketTest {
    private final TokenBucket bucket = new TokenBucket(4, 1_000, 0);

    @Test
    void itGivesWhatItHoldsAndFillsEvenly() {
        assertEquals(4, taken(10, 0));
        assertFalse(bucket.tryTake(249));
        assertTrue(bucket.tryTake(250));
        assertFalse(bucket.tryTake(251));
        assertEquals(2, taken(10, 750));
    }

    @Test
    void itNeverHoldsMoreThanItsCapacity() {
        assertEquals(4, taken(10, 1_000_000));
    }

    @Test
    void aClockThatGoesBackGivesNothing() {
        assertEquals(4, taken(10, 10_000));
        assertEquals(0, taken(10, 0));
        assertEquals(0, taken(10, 10_000));
        assertEquals(4, taken(10, 11_000));
    }

    private int taken(int tries, long nowMicros) {
        int taken = 0;
        for (int i = 0; i < tries; i++) {
            taken += bucket.tryTake(nowMicros) ? 1 : 0;
        }
        return taken;
    }
}
