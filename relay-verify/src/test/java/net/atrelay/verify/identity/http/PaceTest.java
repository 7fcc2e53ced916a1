package net.atrelay.verify.identity.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import net.atrelay.verify.Share;
import org.junit.jupiter.api.Test;

class PaceTest {
    private static final long SECOND = 1_000_000_000L;

    private final Pace pace = new Pace(10, 0);

    @Test
    void beginsAreEvenlySpread() {
        assertEquals(0, pace.delayNanos(0));
        pace.begin(0);
        assertEquals(SECOND / 10, pace.delayNanos(0));
        assertEquals(0, pace.delayNanos(SECOND / 10));
    }

    @Test
    void aLateAlarmKeepsTheRhythm() {
        pace.begin(0);
        pace.begin(SECOND / 10 + 1_000);
        assertEquals(SECOND / 5, pace.delayNanos(0));
    }

    @Test
    void quietTimesSaveNothingUp() {
        pace.begin(0);
        pace.begin(100 * SECOND);
        assertEquals(SECOND / 10, pace.delayNanos(100 * SECOND));
    }

    @Test
    void aShareHoldsForTheNextOneAlready() {
        pace.begin(0);
        pace.shareIs(new Share(1, 4));
        assertEquals(4 * SECOND / 10, pace.delayNanos(0));
        pace.begin(4 * SECOND / 10);
        pace.shareIs(Share.WHOLE);
        assertEquals(SECOND / 10, pace.delayNanos(4 * SECOND / 10));
    }

    @Test
    void aShareEndsNoPause() {
        pace.pause(5 * SECOND);
        pace.shareIs(new Share(1, 4));
        assertEquals(5 * SECOND, pace.delayNanos(0));
    }

    @Test
    void nothingBeginsInAPause() {
        pace.pause(5 * SECOND);
        assertEquals(5 * SECOND, pace.delayNanos(0));
        pace.pause(SECOND);
        assertEquals(5 * SECOND, pace.delayNanos(0));
    }
}
