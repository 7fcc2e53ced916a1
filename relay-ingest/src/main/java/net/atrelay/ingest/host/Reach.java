package net.atrelay.ingest.host;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// Whether this relay reaches any host at all. When the last open socket closes, the fault is likely on this
/// side; when one opens again, the others need not wait out the delays that they were given meanwhile. Any
/// thread.
final class Reach {
    private final long againEveryNanos;
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicBoolean cutOff = new AtomicBoolean();
    private final AtomicLong nextAgainNanos;

    /// @param againEveryNanos shortest time between two answers that hosts are reachable again
    Reach(long againEveryNanos, long nowNanos) {
        this.againEveryNanos = againEveryNanos;
        nextAgainNanos = new AtomicLong(nowNanos);
    }

    /// A socket opened; true when it is the first after a time without any.
    boolean opened(long nowNanos) {
        open.incrementAndGet();
        long due = nextAgainNanos.get();
        return cutOff.compareAndSet(true, false)
                && nowNanos - due >= 0
                && nextAgainNanos.compareAndSet(due, nowNanos + againEveryNanos);
    }

    /// An open socket closed.
    void closed() {
        if (open.decrementAndGet() == 0) {
            cutOff.set(true);
        }
    }
}
