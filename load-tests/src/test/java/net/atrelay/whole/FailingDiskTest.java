package net.atrelay.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import net.atrelay.process.RelayProcess;
import net.atrelay.process.Until;
import net.atrelay.sim.Mix;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A disk that takes no more: the relay ends loudly instead of going on without what it could not write, and when the
/// disk takes bytes again it goes on where it was.
///
/// The kernel's limit on the size of a file (RLIMIT_FSIZE), set while it runs, makes writes fail.
class FailingDiskTest {
    private static final int FAULT = 70;
    private static final int STEPS_PER_SECOND = 300;

    private final long seed = Seed.of(FailingDiskTest.class);

    @TempDir
    private Path directory;

    /// @param fileBytesMax how long a file may become; at the least the very next write of the log fails
    @ParameterizedTest
    @ValueSource(ints = {64 << 10, 1 << 20})
    void failedWriteEndsTheProcessAndNothingIsSkipped(int fileBytesMax) {
        try (World world = new World(seed, 2, 20);
                RelayProcess relay = Relays.process(directory, world.settings())) {
            relay.start();
            world.awaitListener();
            try (Witness live = new Witness(world, relay.uri(), 0L)) {
                world.everybodyPosts();
                live.awaitDue();
                try (Load _ = new Load(world, live, STEPS_PER_SECOND, Mix.commitsOnly())) {
                    relay.limitFiles(fileBytesMax);
                    assertEquals(FAULT, relay.exitCode(), relay::log);
                    assertTrue(relay.log().contains("the relay ends itself"), relay::log);
                    int before = live.frames();
                    relay.start();
                    Until.holds("the relay goes on", () -> live.frames() > before);
                }
                live.assertClean("seed " + seed);
            }
        }
    }
}
