package net.atrelay.ingest.crawl;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// How many hosts the public may still add in this UTC day. Any thread.
final class NewHostLimit {
    private final int perDayMax;
    private long day = Long.MIN_VALUE;
    private int taken;

    NewHostLimit(int perDayMax) {
        this.perDayMax = perDayMax;
    }

    /// Counts a host that is known to have been added at `when`, before any request.
    synchronized void remember(Instant when, Instant now) {
        if (dayOf(when) == dayOf(now)) {
            turnTo(now);
            taken++;
        }
    }

    /// Whether a further host would be taken now.
    synchronized boolean isExhausted(Instant now) {
        turnTo(now);
        return taken >= perDayMax;
    }

    /// Takes one; false when none is left.
    synchronized boolean tryTake(Instant now) {
        if (isExhausted(now)) {
            return false;
        }
        taken++;
        return true;
    }

    /// Seconds until the next UTC day, at least 1.
    static long secondsToNextDay(Instant now) {
        Instant next = now.truncatedTo(ChronoUnit.DAYS).plus(1, ChronoUnit.DAYS);
        return Math.max(1, now.until(next, ChronoUnit.SECONDS));
    }

    private void turnTo(Instant now) {
        if (dayOf(now) != day) {
            day = dayOf(now);
            taken = 0;
        }
    }

    private static long dayOf(Instant when) {
        return Math.floorDiv(when.getEpochSecond(), 86_400L);
    }
}
