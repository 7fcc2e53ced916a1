package net.atrelay.whole;

import static org.junit.jupiter.api.Assertions.fail;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import net.atrelay.app.config.RelayConfig;
import net.atrelay.process.RelayProcess;
import net.atrelay.store.kafka.ClusterTopics;
import net.atrelay.store.kafka.KafkaClients;
import net.atrelay.store.kafka.KafkaConfig;
import net.atrelay.store.kafka.broker.Brokers;
import org.apache.kafka.clients.admin.Admin;

/// A cluster of processes: brokers, and two nodes of each role (`i1`, `i2` read hosts, `v1`, `v2` judge, `f1`, `f2`
/// serve). Used by one thread.
final class Nodes implements AutoCloseable {
    private static final List<String> NAMES = List.of("v1", "v2", "f1", "f2", "i1", "i2");

    private final Brokers brokers;
    private final Map<String, RelayProcess> processes = new LinkedHashMap<>();

    private final Map<String, String> more;

    private Nodes(Brokers brokers, Map<String, String> more) {
        this.brokers = brokers;
        this.more = more;
    }

    /// Starts brokers and nodes, and waits until all of them listen.
    static Nodes start(Path directory, World world, int brokerCount) throws InterruptedException {
        return start(directory, world, brokerCount, Map.of());
    }

    /// As [#start(Path, World, int)], with more settings for all nodes.
    static Nodes start(Path directory, World world, int brokerCount, Map<String, String> more)
            throws InterruptedException {
        Nodes nodes = new Nodes(Brokers.start(directory.resolve("brokers"), brokerCount), more);
        Cluster.makeTopics(nodes.brokers);
        for (String name : NAMES) {
            RelayProcess process = Relays.process(directory.resolve(name), nodes.settings(world, name), roleOf(name));
            nodes.processes.put(name, process);
            process.start();
        }
        return nodes;
    }

    Brokers brokers() {
        return brokers;
    }

    RelayProcess node(String name) {
        return Objects.requireNonNull(processes.get(name), name);
    }

    /// Where a fan-out node serves consumers.
    URI fanout(String name) {
        return node(name).uri();
    }

    /// Id of the broker that leads the partition of all events.
    int leaderOfEvents() {
        KafkaConfig config =
                RelayConfig.of(Cluster.brokerSettings(brokers, "test")).cluster();
        String events = ClusterTopics.of(config.topics()).events();
        try (Admin admin = KafkaClients.of(config).admin("test")) {
            return admin.describeTopics(List.of(events))
                    .topicNameValues()
                    .values()
                    .iterator()
                    .next()
                    .get()
                    .partitions()
                    .getFirst()
                    .leader()
                    .id();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return fail(e);
        } catch (ExecutionException e) {
            return fail(e);
        }
    }

    private Map<String, String> settings(World world, String name) {
        Map<String, String> settings = new HashMap<>(world.settings());
        settings.putAll(Cluster.brokerSettings(brokers, name));
        settings.putAll(more);
        return settings;
    }

    private static String roleOf(String name) {
        return switch (name.charAt(0)) {
            case 'v' -> "verify";
            case 'i' -> "ingest";
            default -> "fanout";
        };
    }

    @Override
    public void close() {
        for (String name : List.of("i1", "i2", "v1", "v2", "f1", "f2")) {
            RelayProcess process = processes.get(name);
            if (process != null) {
                process.close();
            }
        }
        brokers.close();
    }
}
