package net.atrelay.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import net.atrelay.process.Until;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a consumer hears whose cursor the relay cannot serve (protocol reference §1.9).
class CursorTest {
    private static final int POLICY_VIOLATION = 1008;

    private final long seed = Seed.of(CursorTest.class);

    @TempDir
    private Path directory;

    @Test
    void cursorInTheFutureIsAnErrorAndACloseAndNoEvent() {
        try (World world = new World(seed, 1, 3);
                RelayHere relay = new RelayHere(directory, world.settings());
                Witness all = new Witness(world, relay.uri(), 0L)) {
            world.awaitListener();
            world.everybodyPosts();
            all.awaitDue();
            relay.stop();
            relay.start();
            try (Witness ahead = new Witness(world, relay.uri(), all.lastSeq() + 1_000)) {
                Until.holds("it is sent away", () -> ahead.consumer().closeCode() != null);
                assertEquals(POLICY_VIOLATION, ahead.consumer().closeCode());
                assertTrue(ahead.notices().getFirst().contains("FutureCursor"), ahead.notices()::toString);
                all.assertClean("seed " + seed);
                assertEquals(List.of(), ahead.seen());
            }
            double refused = relay.meters().sum("relay_fanout_disconnects_total", "reason=\"FUTURE_CURSOR\"");
            assertTrue(refused >= 1, "counted: " + refused);
        }
    }

    @Test
    void cursorBeforeTheWindowIsSaidToBeOutdatedAndTheWindowFollowsWhole() {
        try (World world = new World(seed, 1, 3);
                RelayHere relay = new RelayHere(directory, forgetful(world));
                Witness all = new Witness(world, relay.uri(), 0L)) {
            world.awaitListener();
            world.everybodyPosts();
            all.awaitDue();
            // What one write holds leaves the window as a whole, and the newest write stays: so there must be two.
            world.everybodyPosts();
            all.awaitDue();
            long first = all.firstSeq();
            Until.holds(
                    "events leave the window", () -> relay.meters().sum("relay_store_window_first_seq") > first + 1);
            try (Witness outdated = new Witness(world, relay.uri(), first);
                    Witness whole = new Witness(world, relay.uri(), 0L)) {
                Until.holds("it is told", () -> !outdated.notices().isEmpty());
                Until.holds("both are there", () -> whole.consumer().isConnected());
                all.assertClean("seed " + seed);
                for (Witness late : List.of(outdated, whole)) {
                    late.awaitSeq(all.lastSeq());
                    assertEquals(all.after(late.firstSeq() - 1), late.seen(), () -> "seed " + seed);
                    assertTrue(late.firstSeq() > first + 1, "the window begins later");
                }
                assertEquals(1, outdated.notices().size());
                assertTrue(outdated.notices().getFirst().contains("OutdatedCursor"), outdated.notices()::toString);
                assertEquals(List.of(), whole.notices());
            }
        }
    }

    private static Map<String, String> forgetful(World world) {
        Map<String, String> settings = world.settings();
        settings.put("RELAY_STORE_RETENTION_TIME", "1s");
        settings.put("RELAY_STORE_RETENTION_INTERVAL", "50ms");
        settings.put("RELAY_STORE_TIME_INDEX_INTERVAL", "1ms");
        return settings;
    }
}
