package net.atrelay.store.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.Metric;

/// Whether a partition may have been without a leader since a producer last wrote to it, by what the producer itself
/// has seen: a connection that was closed, a record that was refused or sent again, a long time. Asks no broker.
///
/// A partition has no leader when all brokers that have it in sync are gone. That closes the connection to the one that
/// led; or, where it was silent, takes as long as brokers wait for it (`broker.session.timeout.ms`). For a while after
/// a sign brokers may differ in what they know of leaders, so all of that time counts. Owned by the appender thread.
final class OutageSigns {
    /// Shorter than any sensible `broker.session.timeout.ms` less a heartbeat.
    static final Duration SILENCE_MAX = Duration.ofSeconds(2);

    static final Duration AFTER = Duration.ofMinutes(1);
    private static final Set<String> SIGNS =
            Set.of("connection-close-total", "record-retry-total", "record-error-total");
    private static final String GROUP = "producer-metrics";

    private final List<? extends Metric> counts;
    private final LongSupplier nanoTime;
    private double counted;
    private long sureAt;
    private long signAt;

    /// Begins with a sign, since nothing is known of what was before.
    OutageSigns(Producer<byte[], byte[]> producer, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        counts = producer.metrics().entrySet().stream()
                .filter(metric -> metric.getKey().group().equals(GROUP)
                        && SIGNS.contains(metric.getKey().name()))
                .map(Map.Entry::getValue)
                .toList();
        signAt = nanoTime.getAsLong();
        sureAt = signAt;
    }

    /// All records of a transaction are acknowledged: their partitions have leaders.
    void onAcknowledged() {
        sureAt = nanoTime.getAsLong();
    }

    /// Whether there was a sign since records were acknowledged, or shortly before that.
    boolean areThere() {
        long now = nanoTime.getAsLong();
        double count = counts.stream().mapToDouble(OutageSigns::value).sum();
        if (count != counted) {
            counted = count;
            signAt = now;
        }
        return now - signAt < AFTER.toNanos() || now - sureAt > SILENCE_MAX.toNanos();
    }

    private static double value(Metric metric) {
        return metric.metricValue() instanceof Number number ? number.doubleValue() : 0;
    }
}
