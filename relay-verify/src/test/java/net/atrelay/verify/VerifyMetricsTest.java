package net.atrelay.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// Gauges of what ends and begins again within a process.
class VerifyMetricsTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final VerifyMetrics metrics = new VerifyMetrics(registry);

    @Test
    void theShardThatRunsIsShownAndNoneThatHasEnded() {
        AtomicInteger ended = new AtomicInteger(7);
        AtomicInteger runs = new AtomicInteger(1);
        metrics.watch(0, ended::get, ended::longValue);
        metrics.watch(1, () -> 55, () -> 56);
        assertEquals(7, gauge("relay.verify.queue.frames", "0"));
        metrics.watch(0, runs::get, runs::longValue);
        assertEquals(1, gauge("relay.verify.queue.frames", "0"));
        runs.set(2);
        assertEquals(2, gauge("relay.verify.queue.frames", "0"));
        assertEquals(2, gauge("relay.verify.queue.bytes", "0"));
        assertEquals(55, gauge("relay.verify.queue.frames", "1"));
        assertEquals(2, registry.find("relay.verify.queue.frames").gauges().size());
    }

    @Test
    void theLinesThatWaitNowAreShown() {
        metrics.watchWaiting(() -> 1, () -> 2, () -> 3);
        metrics.watchHeld(() -> 4);
        metrics.watchWaiting(() -> 11, () -> 12, () -> 13);
        metrics.watchHeld(() -> 14);
        assertEquals(11, registry.get("relay.verify.waiting.accounts").gauge().value());
        assertEquals(12, registry.get("relay.verify.waiting.frames").gauge().value());
        assertEquals(13, registry.get("relay.verify.waiting.bytes").gauge().value());
        assertEquals(
                14, registry.get("relay.verify.waiting.held.frames").gauge().value());
    }

    /// A registry that is read while one gauge goes and another of its name comes may find both, and fail.
    @Test
    void noGaugeIsReplaced() {
        metrics.watch(0, () -> 1, () -> 2);
        Gauge before = registry.get("relay.verify.queue.frames").gauge();
        metrics.watch(0, () -> 3, () -> 4);
        assertSame(before, registry.get("relay.verify.queue.frames").gauge());
        assertEquals(3, before.value());
    }

    @Test
    void theShareIsThatOfTheMoment() {
        AtomicReference<Share> share = new AtomicReference<>(new Share(0, 12));
        metrics.watchShare(share::get);
        assertEquals(0, registry.get("relay.verify.http.share").gauge().value());
        share.set(new Share(3, 12));
        assertEquals(0.25, registry.get("relay.verify.http.share").gauge().value());
    }

    private double gauge(String name, String shard) {
        return registry.get(name).tag("shard", shard).gauge().value();
    }
}
