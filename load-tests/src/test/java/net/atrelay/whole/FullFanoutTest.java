package net.atrelay.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import net.atrelay.process.RelayProcess;
import net.atrelay.sim.Mix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A fan-out node whose disk takes no more ends instead of skipping events: its consumers go on at another node with
/// their cursors, and it has all of them when it comes back.
///
/// The kernel's limit on the size of a file (RLIMIT_FSIZE), set while it runs, makes writes fail.
class FullFanoutTest {
    private static final int FAULT = 70;
    private static final int STEPS_PER_SECOND = 200;
    /// So long may a file become; the very next write of the log fails.
    private static final int FILE_BYTES_MAX = 64 << 10;

    private final long seed = Seed.of(FullFanoutTest.class);

    @TempDir
    private Path directory;

    @Test
    void aFullDiskEndsTheNodeAndItsConsumersGoOnElsewhere() throws InterruptedException {
        try (World world = new World(seed, 2, 20);
                Nodes nodes = Nodes.start(directory, world, 1);
                Witness live = new Witness(world, nodes.fanout("f1"), 0L)) {
            world.awaitListener();
            world.everybodyPosts();
            live.awaitDue();
            RelayProcess full = nodes.node("f1");
            try (Load load = new Load(world, live, STEPS_PER_SECOND, Mix.commitsOnly())) {
                full.limitFiles(FILE_BYTES_MAX);
                assertEquals(FAULT, full.exitCode(), full::log);
                assertTrue(full.log().contains("the relay ends itself"), full::log);
                live.hop(nodes.fanout("f2"));
                load.awaitMore(100);
                full.start();
                load.awaitMore(100);
            }
            live.assertClean("seed " + seed);
            try (Witness late = new Witness(world, nodes.fanout("f1"), 0L)) {
                late.awaitSeq(live.lastSeq());
                assertEquals(live.seen(), late.seen(), () -> "seed " + seed);
            }
        }
    }
}
