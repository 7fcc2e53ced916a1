package net.atrelay.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.atrelay.process.RelayProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Starts that an operator must not have: each is one line and an exit code of its own, and harms nothing that runs.
class RefusedStartTest {
    private static final int DIRECTORY = 73;
    private static final int BUSY = 75;

    private final long seed = Seed.of(RefusedStartTest.class);

    @TempDir
    private Path directory;

    @Test
    void secondRelayOnTheSameDataIsRefusedAndTheFirstGoesOn() throws IOException {
        try (World world = new World(seed, 1, 3);
                RelayHere first = new RelayHere(directory.resolve("data"), world.settings());
                Witness all = new Witness(world, first.uri(), 0L)) {
            world.awaitListener();
            world.everybodyPosts();
            try (RelayProcess second = Relays.process(directory, world.settings())) {
                assertRefused(second, BUSY, "data directory " + second.data() + ": in use by another process");
            }
            all.assertClean("seed " + seed);
        }
    }

    @Test
    void busyPortIsRefused() throws IOException {
        try (World world = new World(seed, 1, 3);
                RelayProcess relay = Relays.process(directory, world.settings());
                ServerSocket busy = new ServerSocket(relay.uri().getPort(), 1, InetAddress.getLoopbackAddress())) {
            relay.launch();
            assertRefusal(relay, BUSY, "127.0.0.1:" + busy.getLocalPort());
        }
    }

    @Test
    void foreignDirectoryIsRefusedAndLeftAlone() throws IOException {
        try (World world = new World(seed, 1, 3);
                RelayProcess relay = Relays.process(directory, world.settings())) {
            Files.createDirectories(relay.data());
            Files.writeString(relay.data().resolve("thesis.txt"), "years of work");
            assertRefused(relay, DIRECTORY, "not empty and not a relay's");
            assertEquals(
                    List.of("thesis.txt"),
                    List.copyOf(DataFiles.lengths(relay.data()).keySet()));
        }
    }

    private static void assertRefused(RelayProcess relay, int exitCode, String words) {
        assertFalse(relay.tryStart(), relay::log);
        assertRefusal(relay, exitCode, words);
    }

    private static void assertRefusal(RelayProcess relay, int exitCode, String words) {
        assertEquals(exitCode, relay.exitCode(), relay::log);
        List<String> told =
                relay.log().lines().filter(line -> line.startsWith("relay: ")).toList();
        assertEquals(1, told.size(), relay::log);
        assertTrue(told.getFirst().contains(words), relay::log);
    }
}
