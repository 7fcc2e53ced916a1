package net.atrelay.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.atrelay.process.Until;
import net.atrelay.sim.Mix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Consumers that resume after a restart, most of them from within what the relay had written last before it: each gets
/// every event, whatever its cursor and however fast events come.
class ResumeTest {
    private static final int CONSUMERS = 8;
    private static final int NEWEST = 60;

    private final long seed = Seed.of(ResumeTest.class);
    private final Random random = new Random(seed);

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(ints = {30, 600})
    void everyCursorGetsEverySeqWhileFramesKeepComing(int stepsPerSecond) {
        try (World world = new World(seed, 2, 20);
                RelayHere relay = new RelayHere(directory, world.settings());
                Witness all = new Witness(world, relay.uri(), 0L)) {
            world.awaitListener();
            for (int i = 0; i < 10; i++) {
                world.everybodyPosts();
            }
            all.awaitDue();
            long tip = all.lastSeq();
            List<Witness> resumed;
            try (Load load = new Load(world, all, stepsPerSecond, Mix.commitsOnly())) {
                relay.stop();
                relay.start();
                resumed = resume(world, relay, all, tip);
                load.awaitMore(200);
            }
            all.awaitDue();
            resumed.forEach(consumer -> checkSame(all, consumer));
            all.assertClean("seed " + seed);
        }
    }

    /// A replay that is cut off again and again goes on where it was.
    @Test
    void consumerThatIsCutOffAgainAndAgainMissesNothing() {
        try (World world = new World(seed, 2, 20);
                RelayHere relay = new RelayHere(directory, world.settings());
                Witness all = new Witness(world, relay.uri(), 0L);
                Witness unlucky = new Witness(world, relay.uri(), 0L)) {
            world.awaitListener();
            for (int i = 0; i < 20; i++) {
                world.everybodyPosts();
                int frames = unlucky.frames() + 1;
                Until.holds("it goes on", () -> unlucky.frames() >= frames);
                unlucky.consumer().disconnect();
            }
            all.assertClean("seed " + seed);
            checkSame(all, unlucky);
        }
    }

    private List<Witness> resume(World world, RelayHere relay, Witness all, long tip) {
        List<Witness> resumed = new ArrayList<>();
        resumed.add(new Witness(world, relay.uri(), 0L));
        resumed.add(new Witness(world, relay.uri(), tip));
        for (int i = 2; i < CONSUMERS; i++) {
            int back = random.nextInt(i % 2 == 0 ? NEWEST : (int) (tip - all.firstSeq()));
            resumed.add(new Witness(world, relay.uri(), tip - back));
        }
        return resumed;
    }

    private void checkSame(Witness all, Witness consumer) {
        consumer.awaitSeq(all.lastSeq());
        List<Witness.Seen> seen = consumer.seen();
        assertEquals(all.after(seen.getFirst().seq() - 1), seen, () -> "seed " + seed);
    }
}
