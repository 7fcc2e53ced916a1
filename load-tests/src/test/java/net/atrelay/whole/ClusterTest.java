package net.atrelay.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import net.atrelay.process.Until;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A relay on a Kafka cluster, all of whose roles run twice.
class ClusterTest {
    private final long seed = Seed.of(ClusterTest.class);

    @TempDir
    private Path directory;

    @Test
    void everyFanoutNodeServesTheSameStreamAndItIsWhole() throws InterruptedException {
        try (World world = new World(seed, 4, 12);
                Cluster cluster = Cluster.start(directory, world, 1)) {
            try (Witness one = new Witness(world, cluster.fanout("f1"), 0L);
                    Witness other = new Witness(world, cluster.fanout("f2"), 0L)) {
                world.awaitListener();
                for (int i = 0; i < 10; i++) {
                    world.everybodyPosts();
                }
                one.assertClean("seed " + seed);
                Until.holds("both nodes are as far", () -> other.lastSeq() == one.lastSeq());
                assertEquals(one.seen(), other.seen());
            }
        }
    }

    @Test
    void nodesComeAndGoAndNothingIsLostOrRepeated() throws InterruptedException {
        try (World world = new World(seed, 4, 12);
                Cluster cluster = Cluster.start(directory, world, 1)) {
            try (Witness witness = new Witness(world, cluster.fanout("f1"), 0L)) {
                world.awaitListener();
                for (String node : new String[] {"v1", "i1", "v2", "i2", "v1"}) {
                    world.everybodyPosts();
                    cluster.stop(node);
                    world.everybodyPosts();
                    cluster.restart(node);
                    world.everybodyPosts();
                }
                witness.assertClean("seed " + seed);
                cluster.stop("f2");
                world.everybodyPosts();
                witness.awaitDue();
                cluster.restart("f2");
                try (Witness late = new Witness(world, cluster.fanout("f2"), 0L)) {
                    late.awaitSeq(witness.lastSeq());
                    assertEquals(witness.seen(), late.seen());
                }
            }
        }
    }
}
