package net.atrelay.whole;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import net.atrelay.app.config.RelayConfig;
import net.atrelay.process.RelayProcess;
import net.atrelay.process.Until;
import net.atrelay.sim.Mix;
import net.atrelay.store.kafka.KafkaClients;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A verify node whose transactions brokers have ended, as they do when the time of one is over, judges anew what was
/// not
/// committed, and goes on.
///
/// System property: `whole.cluster.shutouts`, how often (default 5).
class ShutOutTest {
    private static final int SHUT_OUTS = Integer.getInteger("whole.cluster.shutouts", 5);
    private static final int STEPS_PER_SECOND = 200;
    private static final int FRAMES_MAX = 200;
    private static final Duration NOTICES_WITHIN = Duration.ofSeconds(3);
    private static final int TRIES_MAX = 20;
    private static final String ANEW = "accounts are judged anew from what is committed";

    private final long seed = Seed.of(ShutOutTest.class);
    private final Random random = new Random(seed);

    @TempDir
    private Path directory;

    @Test
    void whatWasNotCommittedIsJudgedAnew() throws InterruptedException, ExecutionException {
        try (World world = new World(seed, 3, 40);
                Nodes nodes = Nodes.start(directory, world, 1, List.of("v1", "f1", "i1"));
                Witness witness = new Witness(world, nodes.fanout("f1"), 0L)) {
            RelayProcess verify = nodes.node("v1");
            KafkaClients clients = KafkaClients.of(RelayConfig.of(Cluster.brokerSettings(nodes.brokers(), "test"))
                    .cluster());
            world.awaitListener();
            try (Admin admin = clients.admin("test");
                    Load load = new Load(world, witness, STEPS_PER_SECOND, Mix.commitsOnly())) {
                for (int i = 1; i <= SHUT_OUTS; i++) {
                    load.awaitMore(1 + random.nextInt(FRAMES_MAX));
                    shutOut(admin, verify, i);
                    int before = witness.frames();
                    Until.holds(() -> "it goes on: " + verify.log(), () -> witness.frames() > before);
                }
            }
            witness.assertClean("seed " + seed);
            assertTrue(verify.log().contains("a transaction was ended by brokers"), verify::log);
        }
    }

    /// A transaction that is being committed may get through, so it may take several times.
    private static void shutOut(Admin admin, RelayProcess verify, int times)
            throws InterruptedException, ExecutionException {
        boolean isShutOut = false;
        for (int i = 0; !isShutOut && i < TRIES_MAX; i++) {
            admin.fenceProducers(List.of("atrelay-verify-v1")).all().get();
            isShutOut = Until.comesTrue(NOTICES_WITHIN, () -> count(verify.log(), ANEW) >= times);
        }
        assertTrue(isShutOut, () -> "it begins anew: " + verify.log());
    }

    private static int count(String text, String words) {
        return text.split(words, -1).length - 1;
    }
}
