package net.atrelay.ingest.host;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// Spreads dials of many hosts over time, so that a start does not dial everyone at once. Any thread.
final class DialPacer {
    private final long intervalNanos;
    /// When the next free slot is.
    private final AtomicLong next;
    private final AtomicInteger waiting = new AtomicInteger();

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

    /// A host waits for its slot, until [#left()].
    void entered() {
        waiting.incrementAndGet();
    }

    /// A host's slot has come, or it does without.
    void left() {
        waiting.decrementAndGet();
    }

    /// Hosts that wait for their slots.
    int waiting() {
        return waiting.get();
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
