package net.atrelay.fanout.http;

import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import net.atrelay.fanout.QueryMetrics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes the faults of this program in serving HTTP: counts each, logs a sample, and passes errors of the JVM
/// on. Any thread.
final class FaultLog {
    private static final Logger LOG = LoggerFactory.getLogger(FaultLog.class);
    private static final long INTERVAL_NANOS = 10_000_000_000L;

    private final QueryMetrics metrics;
    private final Consumer<Throwable> onFatal;
    private final AtomicLong nextLineNanos = new AtomicLong(System.nanoTime());
    private final AtomicLong unlogged = new AtomicLong();

    FaultLog(QueryMetrics metrics, Consumer<Throwable> onFatal) {
        this.metrics = metrics;
        this.onFatal = onFatal;
    }

    void fault(String where, Throwable cause) {
        metrics.fault();
        long now = System.nanoTime();
        long due = nextLineNanos.get();
        if (now - due >= 0 && nextLineNanos.compareAndSet(due, now + INTERVAL_NANOS)) {
            LOG.error("fault where={} unlogged={}", where, unlogged.getAndSet(0), cause);
        } else {
            unlogged.incrementAndGet();
        }
        Throwable root = cause instanceof CompletionException && cause.getCause() != null ? cause.getCause() : cause;
        if (root instanceof Error) {
            onFatal.accept(root);
        }
    }
}
