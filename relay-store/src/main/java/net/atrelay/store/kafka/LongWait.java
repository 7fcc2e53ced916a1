package net.atrelay.store.kafka;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// How long something is waited for, and when to say so again. Owned by one thread.
final class LongWait {
    private final long sinceNanos = System.nanoTime();
    private long notices = 1;

    /// True once for each time that this has passed.
    boolean isDue(Duration every) {
        if (nanos() / every.toNanos() < notices) {
            return false;
        }
        notices++;
        return true;
    }

    long seconds() {
        return TimeUnit.NANOSECONDS.toSeconds(nanos());
    }

    private long nanos() {
        return System.nanoTime() - sinceNanos;
    }
}
