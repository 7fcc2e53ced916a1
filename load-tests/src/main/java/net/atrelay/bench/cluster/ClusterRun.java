package net.atrelay.bench.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import net.atrelay.bench.BenchPlan;
import net.atrelay.bench.Course;
import net.atrelay.bench.Machine;
import net.atrelay.bench.PeersProcess;
import net.atrelay.bench.cluster.ClusterPlan.Part;
import net.atrelay.bench.cluster.ClusterResult.Change;
import net.atrelay.store.kafka.KafkaConfig;
import net.atrelay.store.kafka.broker.BrokerProcess;
import net.atrelay.store.kafka.broker.Brokers;
import org.jspecify.annotations.Nullable;

/// One measurement: brings brokers and hosts up, each in processes of their own, then the nodes as its parts need them.
/// Used by one thread.
final class ClusterRun {
    private static final int REPLICAS_MAX = 3;
    /// A node joins when this part of a run is over.
    private static final int JOIN_AFTER = 4;

    private static final String SESSION = "RELAY_CLUSTER_SESSION_TIMEOUT";
    private static final long SECOND_MILLIS = 1_000;
    private static final long POLL_MILLIS = 50;

    private final ClusterPlan plan;
    private final Map<String, String> more;
    private final Path folder;
    private final @Nullable Path profiles;
    private final Consumer<String> progress;
    private final Map<String, Stretch> stretches = new LinkedHashMap<>();
    private final List<Course> steady = new ArrayList<>();
    private final List<Change> changes = new ArrayList<>();

    /// @param more settings of all nodes
    /// @param folder for data and logs
    /// @param profiles folder for a flight recording of each node; null for none
    /// @param progress is told what happens
    ClusterRun(
            ClusterPlan plan,
            Map<String, String> more,
            Path folder,
            @Nullable Path profiles,
            Consumer<String> progress) {
        this.plan = plan;
        this.more = more;
        this.folder = folder;
        this.profiles = profiles;
        this.progress = progress;
    }

    ClusterResult run() throws IOException, InterruptedException {
        Machine machine = Machine.here();
        progress.accept("making " + plan.peers().allEvents() + " frames");
        try (PeersProcess peers = PeersProcess.start(plan.peers());
                Started brokers = new Started(
                        plan.brokers() == 0
                                ? null
                                : Brokers.startToMeasure(folder.resolve("brokers"), plan.brokers()));
                Bus bus = new Bus(brokers.config(plan))) {
            bus.makeTopics();
            try (Nodes nodes = new Nodes(folder, settings(brokers.config(plan), peers), profiles)) {
                nodes.start("ingest1");
                measure(peers, brokers, bus, nodes);
            }
        }
        return new ClusterResult(machine, plan, stretches, steady, changes);
    }

    private void measure(PeersProcess peers, Started brokers, Bus bus, Nodes nodes)
            throws IOException, InterruptedException {
        if (plan.has(Part.FLOOR)) {
            floor(peers, brokers, bus, nodes);
        } else {
            nodes.start("verify1");
        }
        progress.accept("starting a fan-out node");
        nodes.start("fanout1");
        peers.listen(nodes.port("fanout1"));
        if (plan.has(Part.WHOLE)) {
            whole(peers, brokers, nodes);
        }
        if (plan.has(Part.STEADY)) {
            for (int rate : plan.rates()) {
                steady(rate, peers, brokers, nodes);
            }
        }
        if (plan.has(Part.JOIN)) {
            changes.add(join(peers, nodes));
        }
        if (plan.has(Part.SCALE)) {
            scale(peers, bus, nodes);
        }
    }

    private void floor(PeersProcess peers, Started brokers, Bus bus, Nodes nodes)
            throws IOException, InterruptedException {
        progress.accept("warming up verify and the bare runs, each alone");
        peers.emit(plan.warmUpEvents());
        bus.awaitRaw(plan.warmUpEvents());
        peers.keepKeys(BareWork.keys(folder));
        Race race = new Race(bus, brokers.pids());
        try (BareRuns bare = new BareRuns(plan, brokers.config(plan).bootstrapServers(), folder)) {
            for (String kind : BareRuns.kinds(plan)) {
                bus.begin(BareRuns.group(kind));
                race.add(new Race.Runner(kind, BareRuns.group(kind), bare.start(kind)), plan.warmUpEvents());
            }
            nodes.start("verify1", Map.of(SESSION, BareWork.SESSION.toSeconds() + "s"));
            race.add(new Race.Runner("verify", bus.verifyGroup(), nodes.pid("verify1")), plan.warmUpEvents());
            run(race, peers, brokers, bus, nodes);
        }
        // A group whose sessions are that long takes as long to share anew.
        nodes.stop("verify1");
        nodes.start("verify1");
    }

    private void run(Race race, PeersProcess peers, Started brokers, Bus bus, Nodes nodes)
            throws IOException, InterruptedException {
        Stretch ingest = Stretch.none();
        long records = plan.warmUpEvents();
        try {
            for (int round = 1; round <= plan.rounds(); round++) {
                progress.accept("round " + round + " of " + plan.rounds());
                Watch watch = new Watch(with(brokers, Map.of("ingest", List.of(nodes.pid("ingest1")))));
                peers.emit(plan.roundEvents());
                records += plan.roundEvents();
                bus.awaitRaw(records);
                ingest = ingest.plus(watch.stop(plan.roundEvents()));
                race.run(records);
            }
        } finally {
            stretches.put("ingest", ingest);
            stretches.putAll(race.end());
        }
    }

    private void whole(PeersProcess peers, Started brokers, Nodes nodes) throws IOException {
        progress.accept("all roles, warming up");
        peers.send(plan.warmUpEvents());
        progress.accept("all roles");
        Map<String, List<Long>> processes = with(brokers, nodes.byRole());
        processes.put("hosts and consumer", List.of(peers.pid()));
        Watch watch = new Watch(processes);
        peers.send(plan.events());
        stretches.put("whole", watch.stop(plan.events()));
    }

    private void steady(int rate, PeersProcess peers, Started brokers, Nodes nodes) throws IOException {
        progress.accept(rate + " events/s for " + plan.seconds() + " s");
        Watch watch = new Watch(with(brokers, nodes.byRole()));
        peers.steady(rate, rate * plan.seconds());
        steady.add(peers.steadied());
        stretches.put("at " + rate + "/s", watch.stop((long) rate * plan.seconds()));
    }

    private Change join(PeersProcess peers, Nodes nodes) throws IOException, InterruptedException {
        progress.accept("a fan-out node joins at " + plan.changeRate() + " events/s");
        peers.steady(plan.changeRate(), plan.changeEvents());
        Thread.sleep(plan.seconds() * SECOND_MILLIS / JOIN_AFTER);
        long readyMillis = nodes.start("fanout2");
        Change change = new Change("fanout2 joins", readyMillis, 0, peers.steadied());
        nodes.stop("fanout2");
        return change;
    }

    private void scale(PeersProcess peers, Bus bus, Nodes nodes) throws IOException, InterruptedException {
        progress.accept("a verify node joins at " + plan.changeRate() + " events/s");
        peers.steady(plan.changeRate(), plan.changeEvents());
        Thread.sleep(plan.seconds() * SECOND_MILLIS / JOIN_AFTER);
        long began = System.nanoTime();
        nodes.start("verify2");
        int moved = awaitShare(bus, 2);
        long readyMillis = (System.nanoTime() - began) / 1_000_000;
        changes.add(new Change("verify2 joins", readyMillis, moved, peers.steadied()));
        progress.accept("and leaves");
        peers.steady(plan.changeRate(), plan.changeEvents());
        Thread.sleep(plan.seconds() * SECOND_MILLIS / JOIN_AFTER);
        began = System.nanoTime();
        nodes.stop("verify2");
        moved = awaitShare(bus, 1) - moved;
        long goneMillis = (System.nanoTime() - began) / 1_000_000;
        changes.add(new Change("verify2 leaves", goneMillis, moved, peers.steadied()));
    }

    /// Waits until so many members share all partitions; returns the partitions of the last of them by name.
    private int awaitShare(Bus bus, int members) throws InterruptedException {
        Map<String, Integer> shares = Map.of();
        while (shares.size() != members
                || shares.containsValue(0)
                || shares.values().stream().mapToInt(share -> share).sum() != plan.partitions()) {
            Thread.sleep(POLL_MILLIS);
            shares = bus.shares(bus.verifyGroup());
        }
        return shares.entrySet().stream()
                .max(Map.Entry.comparingByKey())
                .orElseThrow()
                .getValue();
    }

    private static Map<String, List<Long>> with(Started brokers, Map<String, List<Long>> processes) {
        Map<String, List<Long>> all = new LinkedHashMap<>(processes);
        if (!brokers.pids().isEmpty()) {
            all.put("brokers", brokers.pids());
        }
        return all;
    }

    private Map<String, String> settings(KafkaConfig config, PeersProcess peers) {
        Map<String, String> settings = new HashMap<>();
        settings.put("RELAY_DEVELOPMENT", "true");
        settings.put("RELAY_IDENTITY_PLC_URL", peers.plcUrl());
        settings.put("RELAY_INGEST_HOSTS", peers.hosts());
        settings.put("RELAY_INGEST_LIMITS_TIERS", BenchPlan.TIERS);
        settings.put("RELAY_VERIFY_PACES_ACCOUNT_EVENTS_PER_HOUR_MAX", "1000000000");
        settings.put("RELAY_STREAM_PARTING_DRAIN_SPREAD", "1ms");
        settings.put("RELAY_CLUSTER_BOOTSTRAP_SERVERS", config.bootstrapServers());
        KafkaConfig.Layout layout = config.topics();
        settings.put("RELAY_CLUSTER_TOPICS_ACCOUNT_PARTITIONS", Integer.toString(layout.accountPartitions()));
        settings.put("RELAY_CLUSTER_TOPICS_HOST_PARTITIONS", Integer.toString(layout.hostPartitions()));
        settings.put("RELAY_CLUSTER_TOPICS_REPLICAS", Integer.toString(layout.replicas()));
        settings.put("RELAY_CLUSTER_TOPICS_IN_SYNC_REPLICAS_MIN", Integer.toString(layout.inSyncReplicasMin()));
        settings.putAll(more);
        return settings;
    }

    /// The brokers of this run.
    ///
    /// @param own those that were started for it; null where they were there
    private record Started(@Nullable Brokers own) implements AutoCloseable {
        KafkaConfig config(ClusterPlan plan) {
            int replicas = own == null
                    ? REPLICAS_MAX
                    : Math.min(REPLICAS_MAX, own.all().size());
            KafkaConfig.Layout layout = KafkaConfig.defaults().topics();
            return KafkaConfig.defaults()
                    .withBootstrapServers(own == null ? plan.servers() : own.addresses())
                    .withTopics(layout.withPartitions(plan.partitions(), plan.partitions())
                            .withReplicas(replicas, Math.max(1, replicas - 1)));
        }

        List<Long> pids() {
            return own == null
                    ? List.of()
                    : own.all().stream().map(BrokerProcess::pid).toList();
        }

        @Override
        public void close() {
            if (own != null) {
                own.close();
            }
        }
    }
}
