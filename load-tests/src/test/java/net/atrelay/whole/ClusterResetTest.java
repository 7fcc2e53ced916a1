package net.atrelay.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Map;
import net.atrelay.process.Until;
import net.atrelay.sim.Account;
import net.atrelay.sim.host.SimHost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A host's log goes back while nobody reads it: the node that reads it next has its accounts compared by the nodes
/// that judge them.
class ClusterResetTest {
    private final long seed = Seed.of(ClusterResetTest.class);

    @TempDir
    private Path directory;

    @Test
    void whatWasMissedIsMarkedOnAllNodesAndAllThatIsNewComes() throws InterruptedException {
        try (World world = new World(seed, 2, 12);
                Cluster cluster = start(world);
                Witness all = new Witness(world, cluster.fanout("f1"), 0L)) {
            world.awaitListener();
            world.everybodyPosts();
            all.awaitDue();
            SimHost reset = world.host(0);
            Account missed = world.accountsOf(reset).getFirst();
            cluster.stop("i1");
            cluster.stop("i2");

            world.network().commitUnheard(missed);
            reset.loseLog(1);
            cluster.restart("i1");
            cluster.restart("i2");

            for (String node : new String[] {"f1", "f2"}) {
                Until.holds(
                        node + " says that something was missed",
                        () -> statusOf(cluster, node, missed).contains("\"status\":\"desynchronized\""));
            }
            for (Account other : world.network().accounts()) {
                if (other != missed) {
                    String told = statusOf(cluster, "f1", other);
                    assertEquals(-1, told.indexOf("\"status\""), () -> "seed " + seed + " " + told);
                }
            }
            all.assertClean("seed " + seed);
        }
    }

    private static String statusOf(Cluster cluster, String node, Account account) {
        return new Operator(cluster, node)
                .query("getRepoStatus?did=" + account.did())
                .body();
    }

    private Cluster start(World world) throws InterruptedException {
        return Cluster.start(
                directory,
                world,
                1,
                Map.of("RELAY_INGEST_RETRY_IDLE_HOLD_OFF", "100ms", "RELAY_VERIFY_LISTING_PAGE_EVERY", "1ms"));
    }
}
