package net.atrelay.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class GrowthConfigTest {
    @Test
    void aLimitDoublesEachWeekUpToTenThousand() {
        assertEquals(new GrowthConfig(Duration.ofDays(7), 10_000), GrowthConfig.defaults());
    }

    @Test
    void aPeriodTooShortToCountIsRefused() {
        var refusal =
                assertThrows(IllegalArgumentException.class, () -> new GrowthConfig(Duration.ofNanos(999_999), 1));
        assertEquals("period: PT0.000999999S (expected: at least 1 ms)", refusal.getMessage());
    }

    @Test
    void aNegativeBoundIsRefused() {
        var refusal = assertThrows(IllegalArgumentException.class, () -> new GrowthConfig(Duration.ofDays(1), -1));
        assertEquals("accountsMax: -1 (expected: not negative)", refusal.getMessage());
    }
}
