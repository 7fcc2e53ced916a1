package net.atrelay.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Map;
import net.atrelay.process.Until;
import net.atrelay.sim.Account;
import net.atrelay.sim.host.SimHost;
import net.atrelay.sim.repo.Commit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An account is over its rate: the node that judges it knows, and the node that reads its host reads more slowly.
class ClusterAccountRateTest {
    private static final int PER_HOUR = 30;

    private final long seed = Seed.of(ClusterAccountRateTest.class);

    @TempDir
    private Path directory;

    @Test
    void anAccountOverItsRateSlowsItsHostAndNoOtherAndLosesNothing() throws InterruptedException {
        try (World world = new World(seed, 2, 6);
                Cluster cluster = start(world);
                Witness all = new Witness(world, cluster.fanout("f1"), 0L)) {
            Operator operator = new Operator(cluster, "f1");
            world.awaitListener();
            world.everybodyPosts();
            all.awaitDue();
            SimHost slow = world.host(0);
            Account busy = world.accountsOf(slow).getFirst();
            for (int i = 0; i < PER_HOUR + 5; i++) {
                world.network().post(busy);
            }
            Until.holds("its host is held back", () -> "ACCOUNT_EVENTS_PER_HOUR".equals(heldBackBy(operator, slow)));
            Until.holds(
                    "its journal says why",
                    () -> operator.journal(slow.hostname()).contains(busy.did()));

            Commit held = world.network().post(busy);
            Account other = world.accountsOf(world.host(1)).getFirst();
            Commit heard = world.network().post(other);
            Until.holds(
                    "the other host is read", () -> newestRev(operator, other).equals(heard.rev()));
            assertFalse(newestRev(operator, busy).equals(held.rev()), "the host is not read");
            assertEquals("", heldBackBy(operator, world.host(1)));

            operator.change("/admin/tiers/replace", "{\"tiers\":\"" + tiers(1_000_000_000) + "\"}");
            all.assertClean("seed " + seed);
            Until.holds(
                    "its host is read again", () -> heldBackBy(operator, slow).isEmpty());
        }
    }

    private Cluster start(World world) throws InterruptedException {
        return Cluster.start(
                directory,
                world,
                1,
                Map.of(
                        "RELAY_ADMIN_TOKENS",
                        Operator.TOKENS,
                        "RELAY_INGEST_LIMITS_TIERS",
                        tiers(PER_HOUR),
                        "RELAY_INGEST_JOURNAL_SAVE_EVERY",
                        "100ms"));
    }

    private static String tiers(int accountEventsPerHour) {
        return "simulated: *; accounts=10000000; accountEventsPerHour=" + accountEventsPerHour;
    }

    /// Empty for nothing.
    private static String heldBackBy(Operator operator, SimHost host) {
        return operator.host(host.hostname()).path("heldBackBy").asText("");
    }

    /// Empty while no commit of the account has come out.
    private static String newestRev(Operator operator, Account account) {
        JsonNode newest = Operator.read(
                operator.query("getLatestCommit?did=" + account.did()).body());
        return newest.path("rev").asText();
    }
}
