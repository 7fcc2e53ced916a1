package net.atrelay.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import net.atrelay.store.kafka.broker.Brokers;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the operator's file says of TLS and SASL reaches every client, on a real broker that lets nobody else in.
@Tag("long")
class GuardedClusterTest {
    private static final String CLIENT_FILE = "RELAY_CLUSTER_CLIENT_FILE";
    private static final int UNAVAILABLE = 69;
    private static final int NOT_PERMITTED = 77;

    private final long seed = Seed.of(GuardedClusterTest.class);

    @TempDir
    private Path directory;

    @Test
    void aClusterRunsOnABrokerThatWantsTlsAndAPassword() throws InterruptedException {
        GuardedBroker guarded = new GuardedBroker(directory);
        try (World world = new World(seed, 2, 8);
                Brokers brokers = guarded.start()) {
            assertEquals(UNAVAILABLE, topics(brokers, Map.of()).exitCode());
            Relays.Ended stranger =
                    topics(brokers, Map.of(CLIENT_FILE, guarded.strangersFile().toString()));
            assertEquals(NOT_PERMITTED, stranger.exitCode(), stranger::complaint);
            assertFalse(stranger.complaint().contains("another"), "no password is told");
            Map<String, String> known = Map.of(CLIENT_FILE, guarded.clientFile().toString());
            Relays.Ended made = topics(brokers, known);
            assertEquals(0, made.exitCode(), made::complaint);

            try (Cluster cluster = Cluster.start(directory, world, brokers, known);
                    Witness witness = new Witness(world, cluster.fanout("f1"), 0L)) {
                world.awaitListener();
                world.everybodyPosts();
                witness.assertClean("seed " + seed);
                assertTrue(witness.frames() > 0);
            }
        }
    }

    private Relays.Ended topics(Brokers brokers, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Cluster.brokerSettings(brokers, "topics"));
        settings.putAll(more);
        return Relays.run(directory, settings, "topics", "--create", "--timeout", "20s");
    }
}
