package net.atrelay.whole;

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
import net.atrelay.store.kafka.broker.BrokerProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Processes of a cluster are killed under load, of each role and brokers among them, and a consumer goes to the other
/// fan-out node with its cursor each time. In the end nothing is lost, repeated or out of order, and both fan-out nodes
/// have the same bytes.
///
/// System properties: `whole.cluster.kills`, how many rounds (default 4); `whole.cluster.brokers` (default 1; with
/// fewer than three no broker is killed).
class ClusterKillTest {
    private static final int KILLS = Integer.getInteger("whole.cluster.kills", 4);
    private static final int BROKERS = Integer.getInteger("whole.cluster.brokers", 1);
    private static final int KILLED = 128 + 9;
    private static final int STEPS_PER_SECOND = Integer.getInteger("whole.cluster.rate", 100);
    private static final int FRAMES_BEFORE_MAX = 200;
    private static final int FRAMES_WHILE_AWAY_MAX = 200;

    private final long seed = Seed.of(ClusterKillTest.class);
    private final Random random = new Random(seed);
    private final Pauses pauses = new Pauses();

    @TempDir
    private Path directory;

    @Test
    void nothingIsLostRepeatedOrOutOfOrder() throws InterruptedException {
        try (World world = new World(seed, 3, 40);
                Nodes nodes = Nodes.start(directory, world, BROKERS);
                Witness live = new Witness(world, nodes.fanout("f1"), 0L)) {
            world.awaitListener();
            world.everybodyPosts();
            live.awaitDue();
            try (Load load = new Load(world, live, STEPS_PER_SECOND, Mix.everyday())) {
                for (int round = 0; round < KILLS; round++) {
                    load.awaitMore(1 + random.nextInt(FRAMES_BEFORE_MAX));
                    System.out.printf("round %d: %s%n", round, disturb(round, nodes, load, live));
                }
                load.awaitCaughtUp();
                load.awaitMore(FRAMES_BEFORE_MAX);
            }
            live.assertClean("seed " + seed);
            pauses.lines().forEach(System.out::println);
            for (String fanout : List.of("f1", "f2")) {
                try (Witness late = new Witness(world, nodes.fanout(fanout), 0L)) {
                    late.awaitSeq(live.lastSeq());
                    assertEquals(live.seen(), late.seen(), () -> "seed " + seed + " " + fanout);
                }
            }
        }
    }

    /// Kills or stops something, in turn of each role; returns what it was.
    private String disturb(int round, Nodes nodes, Load load, Witness live) {
        if (round % 4 == 3 && BROKERS >= 3) {
            return killBroker(nodes, live);
        }
        String name = List.of("v", "i", "f").get(round % 3) + (1 + random.nextInt(2));
        RelayProcess node = nodes.node(name);
        Set<Long> pids = new HashSet<>(Set.of(node.pid()));
        boolean gracefully = random.nextInt(4) == 0;
        String other = name.equals("f1") ? "f2" : name.equals("f2") ? "f1" : "f" + (1 + random.nextInt(2));
        if (name.startsWith("f")) {
            live.hop(nodes.fanout(other));
        }
        long began = System.nanoTime();
        if (gracefully) {
            node.stop();
        } else {
            assertEquals(KILLED, node.kill());
        }
        if (!name.startsWith("f")) {
            live.hop(nodes.fanout(other));
        }
        awaitMoreOut(live);
        String what = pauses.add(roleOf(name) + (gracefully ? " stopped" : " killed"), began);
        load.awaitMore(1 + random.nextInt(FRAMES_WHILE_AWAY_MAX));
        node.start();
        assertTrue(pids.add(node.pid()), "the process is another one");
        return name + ": " + what;
    }

    /// Every second time it is the leader of `events`.
    private String killBroker(Nodes nodes, Witness live) {
        boolean isLeader = random.nextBoolean();
        int id = isLeader ? nodes.leaderOfEvents() : 1 + random.nextInt(BROKERS);
        BrokerProcess broker = nodes.brokers().withId(id);
        long began = System.nanoTime();
        broker.kill();
        awaitMoreOut(live);
        String what = pauses.add(isLeader ? "leader of events killed" : "any broker killed", began);
        nodes.brokers().restart(broker);
        return "broker " + id + ": " + what;
    }

    private static String roleOf(String name) {
        return switch (name.charAt(0)) {
            case 'v' -> "verify node";
            case 'i' -> "ingest node";
            default -> "fan-out node";
        };
    }

    private static void awaitMoreOut(Witness live) {
        int frames = live.frames();
        Until.holds("events come out", () -> live.frames() > frames);
    }
}
