package net.atrelay.whole;

import static org.junit.jupiter.api.Assertions.fail;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
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
/// `f2`
/// serve. Used by one thread.
final class Cluster implements AutoCloseable {
    private static final long SEQ_BASE = 20_000_000_000L;
    private static final String[] NODES = {"v1", "v2", "f1", "f2", "i1", "i2"};

    private final Path directory;
    private final World world;
    private final Brokers brokers;
    private final Map<String, Runnable> nodes = new LinkedHashMap<>();
    private final Map<String, Integer> ports = new HashMap<>();
    private final AtomicReference<@Nullable Throwable> fatal = new AtomicReference<>();

    private Cluster(Path directory, World world, Brokers brokers) {
        this.directory = directory;
        this.world = world;
        this.brokers = brokers;
    }

    static Cluster start(Path directory, World world, int brokerCount) throws InterruptedException {
        Brokers brokers = Brokers.start(directory.resolve("brokers"), brokerCount);
        makeTopics(brokers);
        return start(directory, world, brokers);
    }

    /// @param brokers with topics, of which the first seq is said; are closed with the cluster
    static Cluster start(Path directory, World world, Brokers brokers) throws InterruptedException {
        Cluster cluster = new Cluster(directory, world, brokers);
        for (String node : NODES) {
            cluster.restart(node);
        }
        return cluster;
    }

    /// Where a fan-out node serves consumers.
    URI fanout(String node) {
        return URI.create("ws://127.0.0.1:" + ports.get(node));
    }

    void restart(String node) throws InterruptedException {
        RelayConfig config = RelayConfig.of(settings(node));
        FatalHandler handler = (what, cause) -> fatal.compareAndSet(null, new AssertionError(node + " " + what, cause));
        nodes.put(
                node,
                switch (node.charAt(0)) {
                    case 'v' -> ClusterVerify.start(config, handler)::close;
                    case 'i' -> ClusterIngest.start(config, handler)::close;
                    default -> ClusterFanout.start(config, handler)::close;
                });
    }

    void stop(String node) {
        Runnable running = nodes.remove(node);
        if (running != null) {
            running.run();
        }
    }

    /// What a node of a small cluster is told of it.
    static Map<String, String> brokerSettings(Brokers brokers, String node) {
        int count = brokers.all().size();
        Map<String, String> settings = new HashMap<>();
        settings.put("RELAY_CLUSTER_BOOTSTRAP_SERVERS", brokers.addresses());
        settings.put("RELAY_CLUSTER_NODE", node);
        settings.put("RELAY_CLUSTER_TOPICS_ACCOUNT_PARTITIONS", "6");
        settings.put("RELAY_CLUSTER_TOPICS_HOST_PARTITIONS", "4");
        settings.put("RELAY_CLUSTER_TOPICS_REPLICAS", Integer.toString(Math.min(3, count)));
        settings.put("RELAY_CLUSTER_TOPICS_IN_SYNC_REPLICAS_MIN", Integer.toString(Math.min(2, count)));
        return settings;
    }

    /// Makes the topics, and says which seq the first event has.
    static void makeTopics(Brokers brokers) throws InterruptedException {
        KafkaClients clients = KafkaClients.of(
                RelayConfig.of(brokerSettings(brokers, "topics")).cluster());
        try (Topics topics = Topics.of(clients)) {
            var _ = topics.await(Duration.ofSeconds(60));
            var _ = topics.create();
        }
        var _ = ClusterSeqs.begin(clients, SEQ_BASE);
    }

    private Map<String, String> settings(String node) {
        Map<String, String> settings = world.settings();
        settings.putAll(brokerSettings(brokers, node));
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
        brokers.close();
        Throwable fault = fatal.get();
        if (fault != null) {
            fail(fault);
        }
    }
}
