package net.atrelay.store.kafka;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;

/// Every limit of the cluster's bus.
///
/// @param bootstrapServers where Kafka is first asked: `HOST:PORT`, several with commas between
/// @param node name of this process, which no other process of the cluster has; empty for one made of the machine's
///     name and the data directory ([#named])
/// @param clientId begins the names of all clients, as brokers log them and set quotas by
/// @param clientFile further properties for all clients, such as for TLS and SASL; the empty path for none
/// @param commitInterval shortest time between the starts of two transactions under load
/// @param transactionTimeout age at which Kafka ends a transaction whose process is gone; readers of what was
///     written behind it wait so long
/// @param sessionTimeout silence after which a process has left its group, and others take over its partitions
/// @param pollIntervalMax time without a poll after which a process counts as stuck and has left its group
/// @param noticeEvery how often the log says that Kafka does not answer, while a process waits for it
/// @param changeTimeout how long an operator's change is waited for, until a fan-out node shows it
/// @param topics names, numbers and windows of the topics
public record KafkaConfig(
        String bootstrapServers,
        String node,
        String clientId,
        Path clientFile,
        Duration commitInterval,
        Duration transactionTimeout,
        Duration sessionTimeout,
        Duration pollIntervalMax,
        Duration noticeEvery,
        Duration changeTimeout,
        Layout topics) {
    /// Letters that Kafka takes in names, less the underscore, which its metrics mistake for a dot.
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9.-]{0,99}");

    private static final Pattern SERVERS = Pattern.compile("[^\\s,:]+:[0-9]{1,5}|\\[[0-9a-fA-F:]+]:[0-9]{1,5}");
    private static final int NODE_CHARS_MAX = 100;
    /// A group's heartbeats: so many fit into the time of a session.
    private static final int HEARTBEATS = 3;

    public KafkaConfig {
        for (String server : bootstrapServers.split(",", -1)) {
            check(
                    SERVERS.matcher(server.strip()).matches(),
                    "bootstrapServers",
                    bootstrapServers,
                    "HOST:PORT, several with commas between");
        }
        check(node.isEmpty() || NAME.matcher(node).matches(), "node", node, "letters, digits, dots and hyphens");
        check(NAME.matcher(clientId).matches(), "clientId", clientId, "letters, digits, dots and hyphens");
        check(!commitInterval.isNegative(), "commitInterval", commitInterval, "at least 0 ms");
        check(
                transactionTimeout.compareTo(commitInterval) > 0,
                "transactionTimeout",
                transactionTimeout,
                "more than commitInterval");
        check(sessionTimeout.toMillis() >= HEARTBEATS, "sessionTimeout", sessionTimeout, "at least 3 ms");
        check(
                pollIntervalMax.compareTo(sessionTimeout) >= 0,
                "pollIntervalMax",
                pollIntervalMax,
                "at least sessionTimeout");
        check(noticeEvery.isPositive(), "noticeEvery", noticeEvery, "at least 1 ms");
        check(changeTimeout.isPositive(), "changeTimeout", changeTimeout, "at least 1 ms");
    }

    /// What an operator gets who sets nothing: three brokers, of which one may be away.
    public static KafkaConfig defaults() {
        return new KafkaConfig(
                "localhost:9092",
                "",
                "atrelay",
                Path.of(""),
                Duration.ofMillis(20),
                Duration.ofSeconds(10),
                Duration.ofSeconds(6),
                Duration.ofMinutes(5),
                Duration.ofSeconds(10),
                Duration.ofSeconds(15),
                Layout.DEFAULTS);
    }

    /// These settings with a node name: the one that is set, or else one of the machine's name and the data
    /// directory. A process has its directory for itself, so no two have the same; and a restart has the same
    /// again.
    public KafkaConfig named(Path data) {
        return node.isEmpty() ? withNode(nameOf(data)) : this;
    }

    public KafkaConfig withBootstrapServers(String servers) {
        return new KafkaConfig(
                servers,
                node,
                clientId,
                clientFile,
                commitInterval,
                transactionTimeout,
                sessionTimeout,
                pollIntervalMax,
                noticeEvery,
                changeTimeout,
                topics);
    }

    public KafkaConfig withNode(String name) {
        return new KafkaConfig(
                bootstrapServers,
                name,
                clientId,
                clientFile,
                commitInterval,
                transactionTimeout,
                sessionTimeout,
                pollIntervalMax,
                noticeEvery,
                changeTimeout,
                topics);
    }

    public KafkaConfig withClientFile(Path file) {
        return new KafkaConfig(
                bootstrapServers,
                node,
                clientId,
                file,
                commitInterval,
                transactionTimeout,
                sessionTimeout,
                pollIntervalMax,
                noticeEvery,
                changeTimeout,
                topics);
    }

    public KafkaConfig withTopics(Layout layout) {
        return new KafkaConfig(
                bootstrapServers,
                node,
                clientId,
                clientFile,
                commitInterval,
                transactionTimeout,
                sessionTimeout,
                pollIntervalMax,
                noticeEvery,
                changeTimeout,
                layout);
    }

    Duration heartbeatInterval() {
        return sessionTimeout.dividedBy(HEARTBEATS);
    }

    private static String nameOf(Path data) {
        String machine = machineName().replaceAll("[^a-zA-Z0-9.-]", "-").replaceFirst("^[.-]+", "");
        String directory = String.format(
                Locale.ROOT,
                "%08x",
                data.toAbsolutePath().normalize().toString().hashCode());
        int room = NODE_CHARS_MAX - 1 - directory.length();
        return (machine.isEmpty() ? "node" : machine.substring(0, Math.min(room, machine.length()))) + "-" + directory;
    }

    private static String machineName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "node";
        }
    }

    private static void check(boolean holds, String name, Object value, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: " + rule + ")");
        }
    }

    /// How the topics are made, and what they must be at least.
    ///
    /// @param prefix of their names
    /// @param accountPartitions partitions of `raw`, `accounts` and `waiting`: an account's number in them is the
    /// same.
    ///     Never changed once there are records, since accounts would move and lose their order
    /// @param hostPartitions partitions of `hosts` and `control`; never changed either
    /// @param replicas brokers that keep each record
    /// @param inSyncReplicasMin of these, how many must have a record before it counts as written
    /// @param rawRetention age at which frames leave `raw`: how long all verifiers may be away
    /// @param eventsRetention age at which events leave `events`: how long a fan-out node may be away
    /// @param recordBytesMax largest record; a frame and what stands around it
    public record Layout(
            String prefix,
            int accountPartitions,
            int hostPartitions,
            int replicas,
            int inSyncReplicasMin,
            Duration rawRetention,
            Duration eventsRetention,
            int recordBytesMax) {
        /// Largest frame of a host (spec: sync, "5 MBytes"), and 64 KiB for key, headers and batch.
        public static final int RECORD_BYTES_MIN = 5_000_000 + (64 << 10);

        public static final Layout DEFAULTS =
                new Layout("atrelay", 24, 24, 3, 2, Duration.ofHours(24), Duration.ofHours(72), RECORD_BYTES_MIN);

        /// Replication is a 16-bit number in Kafka's protocol.
        private static final int REPLICAS_MAX = Short.MAX_VALUE;

        public Layout {
            check(NAME.matcher(prefix).matches(), "prefix", prefix, "letters, digits, dots and hyphens");
            check(accountPartitions >= 1, "accountPartitions", accountPartitions, "at least 1");
            check(hostPartitions >= 1, "hostPartitions", hostPartitions, "at least 1");
            check(replicas >= 1 && replicas <= REPLICAS_MAX, "replicas", replicas, "1 to " + REPLICAS_MAX);
            check(
                    inSyncReplicasMin >= 1 && inSyncReplicasMin <= replicas,
                    "inSyncReplicasMin",
                    inSyncReplicasMin,
                    "1 to replicas");
            check(rawRetention.isPositive(), "rawRetention", rawRetention, "at least 1 ms");
            check(eventsRetention.isPositive(), "eventsRetention", eventsRetention, "at least 1 ms");
            check(
                    recordBytesMax >= RECORD_BYTES_MIN,
                    "recordBytesMax",
                    recordBytesMax,
                    "at least " + RECORD_BYTES_MIN + ", the largest frame and 64 KiB");
        }

        public Layout withPrefix(String text) {
            return new Layout(
                    text,
                    accountPartitions,
                    hostPartitions,
                    replicas,
                    inSyncReplicasMin,
                    rawRetention,
                    eventsRetention,
                    recordBytesMax);
        }

        public Layout withPartitions(int ofAccounts, int ofHosts) {
            return new Layout(
                    prefix,
                    ofAccounts,
                    ofHosts,
                    replicas,
                    inSyncReplicasMin,
                    rawRetention,
                    eventsRetention,
                    recordBytesMax);
        }

        public Layout withReplicas(int all, int inSyncMin) {
            return new Layout(
                    prefix,
                    accountPartitions,
                    hostPartitions,
                    all,
                    inSyncMin,
                    rawRetention,
                    eventsRetention,
                    recordBytesMax);
        }

        public Layout withRetention(Duration ofRaw, Duration ofEvents) {
            return new Layout(
                    prefix,
                    accountPartitions,
                    hostPartitions,
                    replicas,
                    inSyncReplicasMin,
                    ofRaw,
                    ofEvents,
                    recordBytesMax);
        }
    }
}
