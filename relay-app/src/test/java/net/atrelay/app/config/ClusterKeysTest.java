package net.atrelay.app.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import net.atrelay.store.kafka.KafkaConfig;
import net.atrelay.store.kafka.KafkaConfig.Layout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClusterKeysTest {
    private static final Map<String, String> EVERY_KEY = Map.ofEntries(
            Map.entry("RELAY_CLUSTER_BOOTSTRAP_SERVERS", "k1.test:1,k2.test:2"),
            Map.entry("RELAY_CLUSTER_NODE", "n1"),
            Map.entry("RELAY_CLUSTER_CLIENT_ID", "relay2"),
            Map.entry("RELAY_CLUSTER_CLIENT_FILE", "/etc/relay/kafka"),
            Map.entry("RELAY_CLUSTER_COMMIT_INTERVAL", "3ms"),
            Map.entry("RELAY_CLUSTER_TRANSACTION_TIMEOUT", "4s"),
            Map.entry("RELAY_CLUSTER_SESSION_TIMEOUT", "5s"),
            Map.entry("RELAY_CLUSTER_POLL_INTERVAL_MAX", "6m"),
            Map.entry("RELAY_CLUSTER_NOTICE_EVERY", "7s"),
            Map.entry("RELAY_CLUSTER_CHANGE_TIMEOUT", "9s"),
            Map.entry("RELAY_CLUSTER_TOPICS_PREFIX", "other"),
            Map.entry("RELAY_CLUSTER_TOPICS_ACCOUNT_PARTITIONS", "8"),
            Map.entry("RELAY_CLUSTER_TOPICS_HOST_PARTITIONS", "9"),
            Map.entry("RELAY_CLUSTER_TOPICS_REPLICAS", "5"),
            Map.entry("RELAY_CLUSTER_TOPICS_IN_SYNC_REPLICAS_MIN", "4"),
            Map.entry("RELAY_CLUSTER_TOPICS_RAW_RETENTION", "12h"),
            Map.entry("RELAY_CLUSTER_TOPICS_EVENTS_RETENTION", "13h"),
            Map.entry("RELAY_CLUSTER_TOPICS_RECORD_BYTES_MAX", "14MiB"));

    @Test
    void nothingSetGivesTheDefaults() {
        assertEquals(KafkaConfig.defaults(), Keys.read(Map.of()).cluster());
    }

    @Test
    void everyKeyReachesItsComponent() {
        Keys.assertWhole("RELAY_CLUSTER_", EVERY_KEY);
        KafkaConfig expected = new KafkaConfig(
                "k1.test:1,k2.test:2",
                "n1",
                "relay2",
                Path.of("/etc/relay/kafka"),
                Duration.ofMillis(3),
                Duration.ofSeconds(4),
                Duration.ofSeconds(5),
                Duration.ofMinutes(6),
                Duration.ofSeconds(7),
                Duration.ofSeconds(9),
                new Layout("other", 8, 9, 5, 4, Duration.ofHours(12), Duration.ofHours(13), 14 << 20));
        assertEquals(expected, Keys.read(EVERY_KEY).cluster());
    }

    @ParameterizedTest
    @CsvSource({
        "BOOTSTRAP_SERVERS, nowhere",
        "NODE, two words",
        "TRANSACTION_TIMEOUT, 1ms",
        "SESSION_TIMEOUT, 1h",
        "CHANGE_TIMEOUT, 10m",
        "TOPICS_ACCOUNT_PARTITIONS, 0",
        "TOPICS_REPLICAS, 0",
        "TOPICS_IN_SYNC_REPLICAS_MIN, 4",
        "TOPICS_RAW_RETENTION, 1s",
        "TOPICS_RECORD_BYTES_MAX, 1MiB"
    })
    void badValuesAreRefused(String key, String value) {
        Keys.assertRefused("RELAY_CLUSTER_" + key, value);
    }
}
