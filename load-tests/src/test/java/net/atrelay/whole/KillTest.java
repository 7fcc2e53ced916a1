package net.atrelay.whole;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.atrelay.process.RelayProcess;
import net.atrelay.process.Until;
import net.atrelay.sim.Mix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The relay's process is killed at random moments under load: while it keeps up, while it catches up, while it starts
/// to read its hosts again. In the end nothing is lost, repeated or out of order, for whoever was there all the time
/// and for whoever comes later.
///
/// System property `whole.kills`: how many times (default 4).
class KillTest {
    private static final int KILLS = Integer.getInteger("whole.kills", 4);
    private static final int KILLED = 128 + 9;
    private static final int STEPS_PER_SECOND = 300;
    private static final int FAULTS_PER_THOUSAND = 30;
    private static final int FRAMES_UNTIL_KILL_MAX = 800;
    private static final int FRAMES_AFTER_START_MAX = 100;
    private static final int FRAMES_WHILE_AWAY_MAX = 200;

    private final long seed = Seed.of(KillTest.class);
    private final Random random = new Random(seed);

    @TempDir
    private Path directory;

    @Test
    void nothingIsLostRepeatedOrOutOfOrder() {
        try (World world = new World(seed, 3, 40);
                RelayProcess relay = Relays.process(directory, world.settings())) {
            relay.start();
            world.awaitListener();
            Witness live = new Witness(world, relay.uri(), 0L);
            world.everybodyPosts();
            live.awaitDue();
            Mix mix = Mix.everyday().withFaults(FAULTS_PER_THOUSAND);
            try (Load load = new Load(world, live, STEPS_PER_SECOND, mix)) {
                load.awaitMore(FRAMES_AFTER_START_MAX);
                killOftenUnder(load, world, relay, live);
                load.awaitCaughtUp();
                load.awaitMore(FRAMES_AFTER_START_MAX);
            }
            live.awaitDue();
            live.assertClean("seed " + seed + ", live");
            checkReplay(world, relay, live);
            assertArrayEquals(new String[0], relay.temporary().toFile().list(), "a killed relay leaves files behind");
        }
    }

    private void killOftenUnder(Load load, World world, RelayProcess relay, Witness live) {
        Set<Long> pids = new HashSet<>();
        for (int kill = 0; kill < KILLS; kill++) {
            awaitSomeMoment(load, live);
            assertTrue(pids.add(relay.pid()), "the process is another one each time");
            assertEquals(KILLED, relay.kill());
            load.awaitMore(1 + random.nextInt(FRAMES_WHILE_AWAY_MAX));
            relay.start();
            System.out.printf(
                    "kill %d: %d frames announced, %d came out, %d steps of any kind%n",
                    kill + 1, world.ledger().announced(), live.frames(), load.changes());
        }
        assertEquals(KILLS, pids.size());
        assertTrue(load.changes() > 0, "accounts did more than commit");
    }

    private void awaitSomeMoment(Load load, Witness live) {
        switch (random.nextInt(3)) {
            case 0 -> load.awaitMore(random.nextInt(FRAMES_AFTER_START_MAX));
            case 1 -> awaitFrames(live);
            default -> {
                load.awaitCaughtUp();
                awaitFrames(live);
            }
        }
    }

    private void awaitFrames(Witness live) {
        int frames = live.frames() + 1 + random.nextInt(FRAMES_UNTIL_KILL_MAX);
        Until.holds("frames come out under load", () -> live.frames() >= frames);
    }

    /// What the relay serves from its log is what it sent while it was killed again and again; at any cursor.
    private void checkReplay(World world, RelayProcess relay, Witness live) {
        List<Witness.Seen> all = live.seen();
        try (Witness late = new Witness(world, relay.uri(), 0L)) {
            late.awaitSeq(live.lastSeq());
            assertTrue(late.report().isClean(), () -> "seed " + seed + ", late: " + late.report());
            assertEquals(all, late.seen());
        }
        for (int i = 0; i < KILLS; i++) {
            long cursor = all.get(random.nextInt(all.size() - 1)).seq();
            try (Witness resumed = new Witness(world, relay.uri(), cursor)) {
                resumed.awaitSeq(live.lastSeq());
                assertEquals(live.after(cursor), resumed.seen(), () -> "seed " + seed + " cursor " + cursor);
            }
        }
    }
}
