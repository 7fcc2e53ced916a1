package net.atrelay.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.atrelay.process.RelayProcess;
import net.atrelay.process.Until;
import net.atrelay.sim.Mix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// No broker answers: nodes wait and say so, are not ready meanwhile, and lose nothing.
///
/// System property: `whole.cluster.outages`, how often the broker is killed under load before the last time (default
/// 2).
class KafkaAwayTest {
    private static final List<String> NODES = List.of("v1", "f1", "i1");
    private static final int HOSTS = 3;
    private static final int ACCOUNTS = 40;
    private static final int STEPS_PER_SECOND = 100;
    private static final int ROUNDS = Integer.getInteger("whole.cluster.outages", 2);
    private static final int FRAMES_MAX = 200;
    private static final int IN_FLIGHT_BYTES_MAX = 256 << 10;
    private static final int HOST_SHARE_BYTES = 4 << 10;
    /// What a host may have in flight beyond its share when its socket is read no further: the frames of one read.
    private static final int READ_BYTES_MAX = 64 << 10;

    private static final String WAITS = "Kafka does not answer, waiting";

    private final long seed = Seed.of(KafkaAwayTest.class);
    private final Random random = new Random(seed);

    @TempDir
    private Path directory;

    @Test
    void nodesThatStartWithoutKafkaWaitForIt() throws InterruptedException {
        try (World world = new World(seed, HOSTS, ACCOUNTS);
                Nodes nodes = prepare(world)) {
            nodes.brokers().withId(1).kill();
            nodes.all().values().forEach(RelayProcess::launch);
            nodes.all().forEach((name, node) -> {
                Until.holds(name + " says that it waits", () -> node.log().contains(WAITS));
                assertFalse(node.isReady(), name);
            });
            restartBroker(nodes);
            try (Witness witness = new Witness(world, nodes.fanout("f1"), 0L)) {
                world.awaitListener();
                witness.assertClean("seed " + seed);
            }
        }
    }

    @Test
    void kafkaThatGoesAwayUnderLoadCostsNothingButTime() throws InterruptedException {
        try (World world = new World(seed, HOSTS, ACCOUNTS);
                Nodes nodes = prepare(world)) {
            nodes.all().values().forEach(RelayProcess::start);
            awaitReady(nodes);
            try (Witness witness = new Witness(world, nodes.fanout("f1"), 0L)) {
                world.awaitListener();
                try (Load load = new Load(world, witness, STEPS_PER_SECOND, Mix.commitsOnly())) {
                    for (int round = 0; round < ROUNDS; round++) {
                        load.awaitMore(1 + random.nextInt(FRAMES_MAX));
                        killBroker(nodes);
                        restartBroker(nodes);
                        int frames = witness.frames();
                        Until.holds(() -> "it goes on: " + nodes.node("v1").log(), () -> witness.frames() > frames);
                    }
                    load.awaitMore(1 + random.nextInt(FRAMES_MAX));
                    killBroker(nodes);
                }
                checkHostsAreHeldBack(world, nodes.node("i1"));
                assertTrue(witness.report().missing() > 0, "frames are under way");
                int before = witness.frames();
                restartBroker(nodes);
                witness.assertClean("seed " + seed);
                assertTrue(witness.frames() > before, "what was held back has come");
            }
            nodes.all().forEach((name, node) -> assertTrue(node.log().contains("Kafka answers again"), name));
        }
    }

    /// Hosts are read until buffers are full, and no further.
    private static void checkHostsAreHeldBack(World world, RelayProcess ingest) {
        Until.holds("sockets are read no further", () -> {
            world.everybodyPosts();
            double closed = HOSTS - meter(ingest, "relay_ingest_connected_hosts");
            return closed + meter(ingest, "relay_ingest_paused_hosts") == HOSTS;
        });
        double read = meter(ingest, "relay_ingest_frames_total");
        for (int i = 0; i < 10; i++) {
            world.everybodyPosts();
        }
        assertEquals(read, meter(ingest, "relay_ingest_frames_total"), "frames that were read");
        double inFlight = meter(ingest, "relay_ingest_in_flight_bytes");
        assertTrue(
                inFlight < IN_FLIGHT_BYTES_MAX + HOSTS * (HOST_SHARE_BYTES + READ_BYTES_MAX),
                () -> "in flight: " + inFlight);
    }

    private static double meter(RelayProcess node, String name) {
        return Meters.of(node.scrape()).sum(name);
    }

    private Nodes prepare(World world) throws InterruptedException {
        return Nodes.prepare(
                directory,
                world,
                1,
                NODES,
                Map.of(
                        "RELAY_CLUSTER_NOTICE_EVERY", "1s",
                        // Brokers are away for longer than what is open then may be.
                        "RELAY_CLUSTER_TRANSACTION_TIMEOUT", "1s",
                        "RELAY_INGEST_FLIGHT_TOTAL_BYTES_MAX", IN_FLIGHT_BYTES_MAX + "B",
                        "RELAY_INGEST_FLIGHT_HOST_BYTES_MAX", IN_FLIGHT_BYTES_MAX + "B",
                        "RELAY_INGEST_FLIGHT_HOST_SHARE_BYTES", HOST_SHARE_BYTES + "B"));
    }

    private static void awaitReady(Nodes nodes) {
        nodes.all().forEach((name, node) -> Until.holds(() -> name + " is ready: " + node.log(), node::isReady));
    }

    /// Kills the broker, and returns when each node has noticed that none answers.
    private static void killBroker(Nodes nodes) {
        nodes.brokers().withId(1).kill();
        nodes.all()
                .forEach((name, node) -> Until.holds(
                        name + " is not ready",
                        () -> !node.isReady() && node.log().contains(WAITS)));
    }

    private static void restartBroker(Nodes nodes) {
        nodes.brokers().restart(nodes.brokers().withId(1));
        awaitReady(nodes);
    }
}
