package net.atrelay.store.kafka.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Uuid;

/// A Kafka cluster of one or more brokers on loopback. Each is a process with a folder of its own; all of them end with
/// this process, whatever ends it.
public final class Brokers implements AutoCloseable {
    private static final Duration READY_WITHIN = Duration.ofSeconds(90);
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);
    private static final int ATTEMPT_MILLIS = 2_000;

    /// A short life is spent on starting.
    private static final List<String> QUICK_START = List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private final List<BrokerProcess> all;
    private final Properties shared;
    private final Map<String, String> client;

    private Brokers(List<BrokerProcess> all, Properties shared, Map<String, String> client) {
        this.all = all;
        this.shared = shared;
        this.client = client;
    }

    /// Starts brokers and waits until all of them serve.
    ///
    /// @param folder gets a folder for each broker
    public static Brokers start(Path folder, int count) {
        return start(folder, count, Map.of());
    }

    /// As [#start(Path, int)], with properties of brokers that stand before these defaults.
    public static Brokers start(Path folder, int count, Map<String, String> properties) {
        return start(folder, count, properties, Map.of());
    }

    /// As [#start(Path, int, Map)], for brokers that do not let everybody in.
    ///
    /// @param client properties of a client that they let in
    public static Brokers start(Path folder, int count, Map<String, String> properties, Map<String, String> client) {
        return start(folder, count, properties, client, QUICK_START);
    }

    /// As [#start(Path, int)], with the options that an operator gives to a broker's Java.
    public static Brokers startToMeasure(Path folder, int count) {
        return start(folder, count, Map.of(), Map.of(), List.of("-Xmx1g"));
    }

    private static Brokers start(
            Path folder,
            int count,
            Map<String, String> properties,
            Map<String, String> client,
            List<String> javaOptions) {
        List<BrokerProcess> all = IntStream.rangeClosed(1, count)
                .mapToObj(id -> new BrokerProcess(id, folder.resolve("broker-" + id), javaOptions))
                .toList();
        Properties shared = defaults(count);
        shared.setProperty(
                "controller.quorum.voters",
                all.stream().map(BrokerProcess::voter).collect(Collectors.joining(",")));
        shared.setProperty(BrokerProcess.CLUSTER_ID, Uuid.randomUuid().toString());
        shared.putAll(properties);
        Brokers brokers = new Brokers(all, shared, client);
        try {
            all.forEach(broker -> broker.launch(shared));
            brokers.awaitReady();
            return brokers;
        } catch (RuntimeException | Error e) {
            brokers.close();
            throw e;
        }
    }

    /// For clients: all brokers, those that are down among them.
    public String addresses() {
        return all.stream().map(BrokerProcess::address).collect(Collectors.joining(","));
    }

    /// In the order of their ids, from 1 on.
    public List<BrokerProcess> all() {
        return all;
    }

    public BrokerProcess withId(int id) {
        return all.get(id - 1);
    }

    /// Starts a broker that was stopped or killed on the data that it has, and waits until all that run serve.
    public void restart(BrokerProcess broker) {
        broker.launch(shared);
        awaitReady();
    }

    /// Kills them all. Their folders stay.
    @Override
    public void close() {
        all.forEach(BrokerProcess::kill);
    }

    /// Waits until the cluster knows as many brokers as processes run.
    public void awaitReady() {
        long start = System.nanoTime();
        Map<String, Object> properties = new HashMap<>(client);
        properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, addresses());
        properties.put(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, 200);
        try (Admin admin = Admin.create(properties)) {
            while (!isReady(admin)) {
                all.forEach(Brokers::failWhenGone);
                if (System.nanoTime() - start > READY_WITHIN.toNanos()) {
                    throw new IllegalStateException("brokers: not ready in time (expected: see "
                            + all.getFirst().log() + ")");
                }
                LockSupport.parkNanos(LOOK_EVERY.toNanos());
            }
        }
    }

    private boolean isReady(Admin admin) {
        long alive = all.stream().filter(BrokerProcess::isAlive).count();
        try {
            return admin.describeCluster(new DescribeClusterOptions().timeoutMs(ATTEMPT_MILLIS))
                            .nodes()
                            .get()
                            .size()
                    == alive;
        } catch (ExecutionException | KafkaException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while brokers start", e);
        }
    }

    private static void failWhenGone(BrokerProcess broker) {
        if (broker.hasFailed()) {
            throw new IllegalStateException("broker " + broker.id() + " has ended: " + lastLines(broker.log()));
        }
    }

    private static String lastLines(Path log) {
        try (Stream<String> lines = Files.lines(log)) {
            List<String> read = lines.toList();
            return String.join("\n", read.subList(Math.max(0, read.size() - 20), read.size()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Small and quick: short time-outs, few internal partitions, no wait for members of new groups.
    private static Properties defaults(int count) {
        String replicas = Integer.toString(Math.min(count, 3));
        String inSync = Integer.toString(Math.min(count, 2));
        Properties defaults = new Properties();
        defaults.putAll(Map.ofEntries(
                Map.entry("process.roles", "broker,controller"),
                Map.entry("controller.listener.names", "CONTROLLER"),
                Map.entry("inter.broker.listener.name", "BROKER"),
                Map.entry("listener.security.protocol.map", "BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT"),
                Map.entry("offsets.topic.replication.factor", replicas),
                Map.entry("offsets.topic.num.partitions", "4"),
                Map.entry("transaction.state.log.replication.factor", replicas),
                Map.entry("transaction.state.log.min.isr", inSync),
                Map.entry("transaction.state.log.num.partitions", "4"),
                Map.entry("share.coordinator.state.topic.replication.factor", replicas),
                Map.entry("share.coordinator.state.topic.min.isr", inSync),
                Map.entry("transaction.abort.timed.out.transaction.cleanup.interval.ms", "500"),
                Map.entry("group.initial.rebalance.delay.ms", "0"),
                Map.entry("group.min.session.timeout.ms", "500"),
                Map.entry("auto.create.topics.enable", "false"),
                Map.entry("broker.heartbeat.interval.ms", "500"),
                Map.entry("broker.session.timeout.ms", "3000"),
                Map.entry("controlled.shutdown.max.retries", "1"),
                Map.entry("log.cleaner.dedupe.buffer.size", "16777216"),
                Map.entry("num.network.threads", "2"),
                Map.entry("num.io.threads", "2"),
                Map.entry("background.threads", "2")));
        return defaults;
    }
}
