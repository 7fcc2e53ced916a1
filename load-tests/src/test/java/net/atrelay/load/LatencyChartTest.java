package net.atrelay.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class LatencyChartTest {
    /// Three powers of ten on sixty columns.
    private static final double MAX_MICROS = 100_000;

    @Test
    void aPowerOfTenIsAsLongAsTheNext() {
        assertEquals(
                "#".repeat(20) + "+".repeat(20) + ".".repeat(20), LatencyChart.bar(1_000, 10_000, 100_000, MAX_MICROS));
    }

    @Test
    void whatIsShorterThanTheScaleHasNoBar() {
        assertEquals("", LatencyChart.bar(0, 50, 100, MAX_MICROS));
        assertEquals("+".repeat(20), LatencyChart.bar(1, 1_000, 1_000, MAX_MICROS));
    }
}
