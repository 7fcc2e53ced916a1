package net.atrelay.whole;

import static org.junit.jupiter.api.Assertions.fail;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import net.atrelay.app.ClusterFanout;
import net.atrelay.app.ClusterIngest;
import net.atrelay.app.ClusterVerify;
import net.atrelay.app.config.RelayConfig;
import net.atrelay.process.Ports;
import net.atrelay.store.FatalHandler;
import net.atrelay.store.kafka.ClusterSeqs;
import net.atrelay.store.kafka.KafkaClients;
import net.atrelay.store.kafka.Topics;
import net.atrelay.store.kafka.broker.Brokers;
import org.jspecify.annotations.Nullable;

/// The nodes of a cluster in this process, and its brokers in theirs: `i1`, `i2` read hosts, `v1`, `v2` judge, `f1`,
/// `f2` serve. Used by one thread.
final class Cluster implements AutoCloseable {
    private static final long SEQ_BASE = 20_000_000_000L;
    private static final String[] NODES = {"v1", "v2", "f1", "f2", "i1", "i2"};

    private final Path directory;
    private final World world;
    private final Function<String, Map<String, String>> kafka;
    private final Runnable closeBrokers;
    private final Map<String, Runnable> nodes = new LinkedHashMap<>();
    private final Map<String, Integer> ports = new HashMap<>();
    private final Map<String, Integer> consoles = new HashMap<>();
    private final AtomicReference<@Nullable Throwable> fatal = new AtomicReference<>();

    private Cluster(Path directory, World world, Function<String, Map<String, String>> kafka, Runnable closeBrokers) {
        this.directory = directory;
        this.world = world;
        this.kafka = kafka;
        this.closeBrokers = closeBrokers;
    }

    static Cluster start(Path directory, World world, int brokerCount) throws InterruptedException {
        return start(directory, world, brokerCount, Map.of());
    }

    /// @param more settings of all nodes
    static Cluster start(Path directory, World world, int brokerCount, Map<String, String> more)
            throws InterruptedException {
        Brokers brokers = Brokers.start(directory.resolve("brokers"), brokerCount);
        makeTopics(brokers);
        return start(directory, world, brokers, more);
    }

    /// @param brokers with topics, of which the first seq is said; are closed with the cluster
    /// @param more settings of all nodes
    static Cluster start(Path directory, World world, Brokers brokers, Map<String, String> more)
            throws InterruptedException {
        return start(
                directory,
                world,
                node -> {
                    Map<String, String> settings = brokerSettings(brokers, node);
                    settings.putAll(more);
                    return settings;
                },
                brokers::close);
    }

    /// @param kafka settings that lead a node of this name to topics, of which the first seq is said
    static Cluster start(
            Path directory, World world, Function<String, Map<String, String>> kafka, Runnable closeBrokers)
            throws InterruptedException {
        Cluster cluster = new Cluster(directory, world, kafka, closeBrokers);
        for (String node : NODES) {
            cluster.restart(node);
        }
        return cluster;
    }

    /// Where a fan-out node serves consumers.
    URI fanout(String node) {
        return URI.create("ws://127.0.0.1:" + ports.get(node));
    }

    /// Where a fan-out node serves its operator, as an URL without a path.
    String console(String node) {
        return "http://127.0.0.1:" + consoles.get(node);
    }

    void restart(String node) throws InterruptedException {
        RelayConfig config = RelayConfig.of(settings(node));
        FatalHandler handler = (what, cause) -> fatal.compareAndSet(null, new AssertionError(node + " " + what, cause));
        nodes.put(
                node,
                switch (node.charAt(0)) {
                    case 'v' -> ClusterVerify.start(config, handler)::close;
                    case 'i' -> ClusterIngest.start(config, handler)::close;
                    default -> serve(node, ClusterFanout.start(config, handler));
                });
    }

    private Runnable serve(String name, ClusterFanout node) {
        consoles.put(name, node.operatorAddress().getPort());
        return node::close;
    }

    void stop(String node) {
        Runnable running = nodes.remove(node);
        if (running != null) {
            running.run();
        }
    }

    /// What a node of a small cluster is told of it.
    static Map<String, String> brokerSettings(Brokers brokers, String node) {
        return brokerSettings(brokers.addresses(), brokers.all().size(), node);
    }

    /// @param count of brokers
    static Map<String, String> brokerSettings(String servers, int count, String node) {
        Map<String, String> settings = new HashMap<>();
        settings.put("RELAY_CLUSTER_BOOTSTRAP_SERVERS", servers);
        settings.put("RELAY_CLUSTER_NODE", node);
        settings.put("RELAY_CLUSTER_TOPICS_ACCOUNT_PARTITIONS", "6");
        settings.put("RELAY_CLUSTER_TOPICS_HOST_PARTITIONS", "4");
        settings.put("RELAY_CLUSTER_TOPICS_REPLICAS", Integer.toString(Math.min(3, count)));
        settings.put("RELAY_CLUSTER_TOPICS_IN_SYNC_REPLICAS_MIN", Integer.toString(Math.min(2, count)));
        return settings;
    }

    /// Makes the topics, and says which seq the first event has.
    static void makeTopics(Brokers brokers) throws InterruptedException {
        makeTopics(brokerSettings(brokers, "topics"));
    }

    static void makeTopics(Map<String, String> settings) throws InterruptedException {
        KafkaClients clients = KafkaClients.of(RelayConfig.of(settings).cluster());
        try (Topics topics = Topics.of(clients)) {
            var _ = topics.await(Duration.ofSeconds(60));
            var _ = topics.create();
        }
        var _ = ClusterSeqs.begin(clients, SEQ_BASE);
    }

    private Map<String, String> settings(String node) {
        Map<String, String> settings = world.settings();
        settings.putAll(kafka.apply(node));
        settings.put("RELAY_DATA", directory.resolve(node).toString());
        settings.put("RELAY_LISTEN", "127.0.0.1:" + ports.computeIfAbsent(node, _ -> Ports.free()));
        settings.put("RELAY_OPERATOR_LISTEN", "127.0.0.1:0");
        settings.put("RELAY_DEVELOPMENT", "true");
        return settings;
    }

    @Override
    public void close() {
        for (String node : new String[] {"i1", "i2", "v1", "v2", "f1", "f2"}) {
            stop(node);
        }
        closeBrokers.run();
        Throwable fault = fatal.get();
        if (fault != null) {
            fail(fault);
        }
    }
}
