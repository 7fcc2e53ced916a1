package net.atrelay.ingest.host;

import java.util.concurrent.atomic.AtomicLong;

/// Spreads dials of many hosts over time, so that a start does not dial everyone at once. Any thread.
final class DialPacer {
    private final long intervalNanos;
    /// When the next free slot is.
    private final AtomicLong next;

    DialPacer(int dialsPerSecond, long nowNanos) {
        intervalNanos = 1_000_000_000L / dialsPerSecond;
        next = new AtomicLong(nowNanos);
    }

    /// Takes the next free slot and gives the delay until it, nanoseconds.
    long takeSlot(long nowNanos) {
        while (true) {
            long free = next.get();
            long slot = free - nowNanos > 0 ? free : nowNanos;
            if (next.compareAndSet(free, slot + intervalNanos)) {
                return slot - nowNanos;
            }
        }
    }

    /// Lets no slot lie before this time.
    void notBefore(long nanos) {
        next.accumulateAndGet(nanos, (free, least) -> free - least > 0 ? free : least);
    }

    /// How long this many slots take.
    long spanNanos(int slots) {
        return intervalNanos * slots;
    }
}
