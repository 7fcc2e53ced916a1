package net.atrelay.store.kafka;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutageSignsTest {
    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    private long now = 1;
    private double count;

    @Test
    void aNewProducerKnowsNothing() {
        OutageSigns signs = new OutageSigns(producer, () -> now);
        assertTrue(signs.areThere());
        now += OutageSigns.AFTER.toNanos();
        signs.onAcknowledged();
        assertFalse(signs.areThere());
    }

    @ParameterizedTest
    @ValueSource(strings = {"connection-close-total", "record-retry-total", "record-error-total"})
    void whatTheProducerSeesIsASignForAWhile(String name) {
        watch(name);
        OutageSigns signs = calm();
        count++;
        assertTrue(signs.areThere());
        now += OutageSigns.AFTER.toNanos() - 1;
        signs.onAcknowledged();
        assertTrue(signs.areThere());
        now++;
        assertFalse(signs.areThere());
    }

    @Test
    void whatElseIsCountedIsNone() {
        watch("record-send-total");
        OutageSigns signs = calm();
        count++;
        assertFalse(signs.areThere());
    }

    @Test
    void aLongTimeIsASignUntilRecordsAreAcknowledged() {
        OutageSigns signs = calm();
        now += OutageSigns.SILENCE_MAX.toNanos();
        assertFalse(signs.areThere());
        now++;
        assertTrue(signs.areThere());
        signs.onAcknowledged();
        assertFalse(signs.areThere());
    }

    private OutageSigns calm() {
        OutageSigns signs = new OutageSigns(producer, () -> now);
        now += OutageSigns.AFTER.toNanos();
        signs.onAcknowledged();
        assertFalse(signs.areThere());
        return signs;
    }

    private void watch(String name) {
        MetricName key = new MetricName(name, "producer-metrics", "", Map.of());
        producer.setMockMetrics(key, new Metric() {
            @Override
            public MetricName metricName() {
                return key;
            }

            @Override
            public Object metricValue() {
                return count;
            }
        });
    }
}
