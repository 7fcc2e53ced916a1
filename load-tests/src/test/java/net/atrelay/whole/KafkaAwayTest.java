package net.atrelay.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import net.atrelay.process.RelayProcess;
import net.atrelay.process.Until;
import net.atrelay.sim.Mix;
import net.atrelay.store.kafka.broker.BrokerProcess;
import net.atrelay.store.kafka.broker.Brokers;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// No broker answers: nodes wait and say so, are not ready meanwhile, and lose nothing.
///
/// System property: `whole.kafka.kills`, how often the broker is killed under load (default 1).
@Tag("long")
class KafkaAwayTest {
    private static final int HOSTS = 3;
    private static final int ACCOUNTS = 40;
    private static final int STEPS_PER_SECOND = 100;
    private static final int IN_FLIGHT_BYTES_MAX = 256 << 10;
    private static final int HOST_SHARE_BYTES = 4 << 10;
    /// What a host may have in flight beyond its share when its socket is read no further: the frames of one read.
    private static final int READ_BYTES_MAX = 64 << 10;
    /// Far more than the end of a transaction takes.
    private static final long QUIET_MILLIS = 1_000;

    private static final int KILLS = Integer.getInteger("whole.kafka.kills", 1);
    private static final int FRAMES_BEFORE_MAX = 200;
    /// Longer and shorter than brokers let a transaction be open.
    private static final int AWAY_MILLIS_MAX = 4_000;

    private static final String TRANSACTION_TIMEOUT = "2s";
    private static final String WAITS = "Kafka does not answer, waiting";

    private final long seed = Seed.of(KafkaAwayTest.class);

    @TempDir
    private Path directory;

    @Test
    void nodesThatStartWithoutKafkaWaitForIt() throws InterruptedException {
        try (World world = new World(seed, HOSTS, ACCOUNTS);
                Brokers brokers = Brokers.start(directory.resolve("brokers"), 1)) {
            Cluster.makeTopics(brokers);
            BrokerProcess broker = brokers.withId(1);
            broker.kill();
            try (Trio trio = new Trio(directory, world, brokers, "10s")) {
                trio.all.values().forEach(RelayProcess::launch);
                trio.all.forEach((name, node) -> {
                    Until.holds(name + " says that it waits", () -> node.log().contains(WAITS));
                    assertFalse(node.isReady(), name);
                });
                brokers.restart(broker);
                trio.awaitReady();
                try (Witness witness = new Witness(world, trio.fanout().uri(), 0L)) {
                    world.awaitListener();
                    witness.assertClean("seed " + seed);
                }
            }
        }
    }

    /// Also while a transaction is under way or ends; and every third time the verify node dies with it.
    @Test
    void kafkaThatIsKilledUnderLoadLosesNothing() throws InterruptedException {
        Random random = new Random(seed);
        try (World world = new World(seed, HOSTS, ACCOUNTS);
                Brokers brokers = Brokers.start(directory.resolve("brokers"), 1)) {
            Cluster.makeTopics(brokers);
            try (Trio trio = new Trio(directory, world, brokers, TRANSACTION_TIMEOUT)) {
                trio.all.values().forEach(RelayProcess::start);
                trio.awaitReady();
                try (Witness witness = new Witness(world, trio.fanout().uri(), 0L)) {
                    world.awaitListener();
                    try (Load load = new Load(world, witness, STEPS_PER_SECOND, Mix.everyday())) {
                        for (int round = 0; round < KILLS; round++) {
                            load.awaitMore(1 + random.nextInt(FRAMES_BEFORE_MAX));
                            brokers.withId(1).kill();
                            if (random.nextInt(3) == 0) {
                                trio.verify().kill();
                            }
                            Thread.sleep(random.nextInt(AWAY_MILLIS_MAX));
                            brokers.restart(brokers.withId(1));
                            trio.awaitReadyAgain();
                        }
                        load.awaitCaughtUp();
                    }
                    witness.assertClean("seed " + seed);
                }
            }
        }
    }

    /// Nothing is under way when they go.
    @Test
    void kafkaThatGoesAwayCostsNothingButTime() throws InterruptedException {
        try (World world = new World(seed, HOSTS, ACCOUNTS);
                Brokers brokers = Brokers.start(directory.resolve("brokers"), 1)) {
            Cluster.makeTopics(brokers);
            try (Trio trio = new Trio(directory, world, brokers, "10m")) {
                trio.all.values().forEach(RelayProcess::start);
                trio.awaitReady();
                try (Witness witness = new Witness(world, trio.fanout().uri(), 0L)) {
                    world.awaitListener();
                    try (Load load = new Load(world, witness, STEPS_PER_SECOND, Mix.everyday())) {
                        load.awaitMore(200);
                        load.awaitCaughtUp();
                    }
                    witness.assertClean("seed " + seed);
                    Thread.sleep(QUIET_MILLIS);
                    brokers.withId(1).kill();
                    trio.awaitSilence();
                    checkHostsAreHeldBack(world, trio.ingest());
                    int before = witness.frames();
                    assertTrue(witness.report().missing() > 0, "frames are under way");
                    brokers.restart(brokers.withId(1));
                    trio.awaitReady();
                    witness.assertClean("seed " + seed);
                    assertTrue(witness.frames() > before, "what was held back has come");
                }
                trio.all.forEach((name, node) -> assertTrue(node.log().contains("Kafka answers again"), name));
            }
        }
    }

    /// Hosts are read until buffers are full, and no further.
    private static void checkHostsAreHeldBack(World world, RelayProcess ingest) {
        Until.holds("sockets are read no further", () -> {
            world.everybodyPosts();
            return meter(ingest, "relay_ingest_paused_hosts") == HOSTS;
        });
        double read = meter(ingest, "relay_ingest_frames_total");
        for (int i = 0; i < 10; i++) {
            world.everybodyPosts();
        }
        assertEquals(read, meter(ingest, "relay_ingest_frames_total"), "frames that were read");
        double inFlight = meter(ingest, "relay_ingest_in_flight_bytes");
        assertTrue(
                inFlight > 0 && inFlight < IN_FLIGHT_BYTES_MAX + HOSTS * (HOST_SHARE_BYTES + READ_BYTES_MAX),
                () -> "in flight: " + inFlight);
    }

    private static double meter(RelayProcess node, String name) {
        return Meters.of(node.scrape()).sum(name);
    }

    /// One node of each role.
    private static final class Trio implements AutoCloseable {
        private final Map<String, RelayProcess> all = new LinkedHashMap<>();

        /// @param transactionTimeout after which brokers end what is open
        Trio(Path directory, World world, Brokers brokers, String transactionTimeout) {
            for (String role : new String[] {"verify", "fanout", "ingest"}) {
                Map<String, String> settings = new HashMap<>(world.settings());
                settings.putAll(Cluster.brokerSettings(brokers, role));
                settings.put("RELAY_CLUSTER_TRANSACTION_TIMEOUT", transactionTimeout);
                settings.put("RELAY_CLUSTER_NOTICE_EVERY", "1s");
                settings.put("RELAY_INGEST_FLIGHT_TOTAL_BYTES_MAX", IN_FLIGHT_BYTES_MAX + "B");
                settings.put("RELAY_INGEST_FLIGHT_HOST_BYTES_MAX", IN_FLIGHT_BYTES_MAX + "B");
                settings.put("RELAY_INGEST_FLIGHT_HOST_SHARE_BYTES", HOST_SHARE_BYTES + "B");
                all.put(role, Relays.process(directory.resolve(role), settings, role));
            }
        }

        RelayProcess fanout() {
            return Objects.requireNonNull(all.get("fanout"));
        }

        RelayProcess verify() {
            return Objects.requireNonNull(all.get("verify"));
        }

        RelayProcess ingest() {
            return Objects.requireNonNull(all.get("ingest"));
        }

        void awaitReady() {
            all.forEach((name, node) -> Until.holds(() -> name + " is ready: " + node.log(), node::isReady));
        }

        /// Starts the verify node as often as it ends: its transaction may have been given up.
        void awaitReadyAgain() {
            Until.holds(() -> "all are ready: " + verify().log(), () -> {
                if (!verify().isAlive()) {
                    verify().launch();
                }
                return all.values().stream().allMatch(RelayProcess::isReady);
            });
        }

        /// Returns when each has noticed that no broker answers.
        void awaitSilence() {
            all.forEach((name, node) -> Until.holds(
                    name + " is not ready", () -> !node.isReady() && node.log().contains(WAITS)));
        }

        @Override
        public void close() {
            all.values().forEach(RelayProcess::close);
        }
    }
}
