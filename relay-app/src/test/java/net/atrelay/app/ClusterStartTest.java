package net.atrelay.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.atrelay.app.config.RelayConfig;
import net.atrelay.store.FatalHandler;
import net.atrelay.store.kafka.ClusterException;
import net.atrelay.store.kafka.ClusterSeqs;
import net.atrelay.store.kafka.KafkaClients;
import net.atrelay.store.kafka.Topics;
import net.atrelay.store.kafka.broker.Brokers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a cluster's topics must be like before a node takes part, on a real broker.
class ClusterStartTest {
    @TempDir
    private Path directory;

    @Test
    void nodesStartOnTheTopicsOfTheirClusterAlone() throws Exception {
        try (Brokers brokers = Brokers.start(directory.resolve("brokers"), 1)) {
            RelayConfig config = config(brokers, Map.of());
            KafkaClients clients = KafkaClients.of(config.cluster());
            refusesMissingTopics(config);
            makesTopicsOnce(clients);
            refusesOtherSettings(config(brokers, Map.of("RELAY_CLUSTER_TOPICS_ACCOUNT_PARTITIONS", "7")));
            keepsTheCluster(config);
        }
    }

    private static void refusesMissingTopics(RelayConfig config) {
        ClusterException refused = assertThrows(ClusterException.class, () -> ClusterFanout.start(config, HALT));
        assertEquals(ClusterException.Reason.TOPICS, refused.reason());
        assertTrue(String.valueOf(refused.getMessage()).contains("atrelay.events"), refused.getMessage());
        Refusal refusal = Objects.requireNonNull(Refusal.of(refused));
        assertEquals(ExitCode.DATA, refusal.exitCode());
    }

    private static void makesTopicsOnce(KafkaClients clients) throws InterruptedException {
        try (Topics topics = Topics.of(clients)) {
            var _ = topics.await(Duration.ofSeconds(30));
            assertEquals(8, topics.create().size());
            assertEquals(List.of(), topics.create());
            assertEquals(List.of(), topics.faults());
        }
        assertTrue(ClusterSeqs.begin(clients, 5_000_000_000L));
        assertEquals(false, ClusterSeqs.begin(clients, 6_000_000_000L), "the first seq is told once");
    }

    private static void refusesOtherSettings(RelayConfig other) throws InterruptedException {
        try (Topics topics = Topics.of(KafkaClients.of(other.cluster()))) {
            List<String> faults = topics.faults();
            assertEquals(3, faults.size(), faults::toString);
            assertTrue(faults.stream().allMatch(fault -> fault.contains("6") && fault.contains("7")), faults::toString);
        }
    }

    /// A start that is refused has not opened the data: the next one finds it free.
    private static void keepsTheCluster(RelayConfig config) throws Exception {
        ClusterFanout.start(config, HALT).close();
        Path mark = config.data().resolve("kafka-cluster");
        String kept = Files.readString(mark);
        Files.writeString(mark, "another\n");
        ClusterException refused = assertThrows(ClusterException.class, () -> ClusterFanout.start(config, HALT));
        assertEquals(ClusterException.Reason.OTHER_CLUSTER, refused.reason());
        assertEquals("another\n", Files.readString(mark));
        Files.writeString(mark, kept);
        ClusterFanout.start(config, HALT).close();
    }

    private static final FatalHandler HALT = (what, cause) -> {
        throw new AssertionError(what, cause);
    };

    private RelayConfig config(Brokers brokers, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "RELAY_DATA", directory.resolve("data").toString(),
                "RELAY_LISTEN", "127.0.0.1:0",
                "RELAY_OPERATOR_LISTEN", "127.0.0.1:0",
                "RELAY_CLUSTER_BOOTSTRAP_SERVERS", brokers.addresses(),
                "RELAY_CLUSTER_TOPICS_ACCOUNT_PARTITIONS", "6",
                "RELAY_CLUSTER_TOPICS_HOST_PARTITIONS", "4",
                "RELAY_CLUSTER_TOPICS_REPLICAS", "1",
                "RELAY_CLUSTER_TOPICS_IN_SYNC_REPLICAS_MIN", "1"));
        settings.putAll(more);
        return RelayConfig.of(settings);
    }
}
