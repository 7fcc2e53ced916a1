package net.atrelay.app.config;

import static net.atrelay.app.config.Kinds.duration;
import static net.atrelay.app.config.Kinds.file;
import static net.atrelay.app.config.Kinds.integer;
import static net.atrelay.app.config.Kinds.smallSize;
import static net.atrelay.app.config.Kinds.text;
import static net.atrelay.app.config.Kinds.textOrNone;

import java.time.Duration;
import net.atrelay.store.kafka.KafkaConfig;
import net.atrelay.store.kafka.KafkaConfig.Layout;

/// The keys of a cluster on Kafka.
final class ClusterKeys {
    private static final int SERVERS_CHARS_MAX = 2_000;
    private static final int NAME_CHARS_MAX = 100;
    private static final int PARTITIONS_MAX = 10_000;
    private static final int RECORD_BYTES_MAX = 64 << 20;
    private static final Duration RETENTION_MAX = Duration.ofDays(3_650);

    private ClusterKeys() {}

    static Section<KafkaConfig> section() {
        Section<KafkaConfig> cluster = Section.of("Cluster", "RELAY_CLUSTER_", KafkaConfig.defaults());
        addClients(cluster);
        addTimes(cluster);
        return cluster.part("topics", topics());
    }

    private static void addClients(Section<KafkaConfig> cluster) {
        cluster.key(
                        "bootstrapServers",
                        text(SERVERS_CHARS_MAX),
                        "Brokers that are asked first: HOST:PORT, several with commas between")
                .key(
                        "node",
                        textOrNone(NAME_CHARS_MAX),
                        "made of machine and data directory",
                        "Name of this process, which no other one of the cluster has; the same over restarts")
                .key("clientId", text(NAME_CHARS_MAX), "Begins the names of all clients at the brokers")
                .key(
                        "clientFile",
                        file(),
                        "File of further properties for all clients, such as for TLS and SASL; it may not set what the"
                                + " relay sets");
    }

    private static void addTimes(Section<KafkaConfig> cluster) {
        cluster.key(
                        "commitInterval",
                        duration(Duration.ZERO, Duration.ofSeconds(10)),
                        "Shortest time between the starts of two transactions under load")
                .key(
                        "transactionTimeout",
                        duration(Duration.ofSeconds(1), Duration.ofMinutes(15)),
                        "Age at which Kafka ends the transaction of a process that is gone; the stream stands still so"
                                + " long at most")
                .key(
                        "sessionTimeout",
                        duration(Duration.ofSeconds(1), Duration.ofMinutes(30)),
                        "Silence after which others take over what a process had")
                .key(
                        "pollIntervalMax",
                        duration(Duration.ofSeconds(1), Duration.ofHours(1)),
                        "Time after which a process that does not read counts as stuck")
                .key(
                        "noticeEvery",
                        duration(Duration.ofMillis(1), Duration.ofHours(1)),
                        "How often the log says that Kafka does not answer")
                .key(
                        "changeTimeout",
                        duration(Duration.ofSeconds(1), Duration.ofMinutes(1)),
                        "How long an operator's change is waited for; one that takes longer is answered as failed, and"
                                + " may be made later");
    }

    private static Section<Layout> topics() {
        return Section.of("Topics", "RELAY_CLUSTER_TOPICS_", Layout.DEFAULTS)
                .key("prefix", text(NAME_CHARS_MAX), "Begins the names of all topics")
                .key(
                        "accountPartitions",
                        integer(1, PARTITIONS_MAX),
                        "Partitions of what is by account; never changed once there are records")
                .key(
                        "hostPartitions",
                        integer(1, PARTITIONS_MAX),
                        "Partitions of what is by host; never changed once there are records")
                .key("replicas", integer(1, Short.MAX_VALUE), "Brokers that keep each record")
                .key(
                        "inSyncReplicasMin",
                        integer(1, Short.MAX_VALUE),
                        "Brokers that must have a record before it counts as written")
                .key(
                        "rawRetention",
                        duration(Duration.ofMinutes(1), RETENTION_MAX),
                        "How long all verify nodes may be away")
                .key(
                        "eventsRetention",
                        duration(Duration.ofMinutes(1), RETENTION_MAX),
                        "How long a fan-out node may be away")
                .key("recordBytesMax", smallSize(Layout.RECORD_BYTES_MIN, RECORD_BYTES_MAX), "Largest record");
    }
}
