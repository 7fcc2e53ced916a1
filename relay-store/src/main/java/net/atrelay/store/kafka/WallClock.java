package net.atrelay.store.kafka;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;

/// Turns the wall clock that records carry from node to node into this process's own, for latencies.
final class WallClock {
    private WallClock() {}

    static long micros() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }

    /// What `System.nanoTime()` was then.
    static long nanosOf(long micros) {
        return System.nanoTime() - TimeUnit.MICROSECONDS.toNanos(micros() - micros);
    }

    /// When `System.nanoTime()` was that.
    static long microsOf(long nanos) {
        return micros() - TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - nanos);
    }
}
