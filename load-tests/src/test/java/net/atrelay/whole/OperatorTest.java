package net.atrelay.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Map;
import net.atrelay.process.Until;
import net.atrelay.sim.Account;
import net.atrelay.sim.host.SimHost;
import net.atrelay.sim.repo.Commit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What an operator's wish does to streams that run, over the routes of administration.
class OperatorTest {
    private final long seed = Seed.of(OperatorTest.class);

    @TempDir
    private Path directory;

    @Test
    void aTakedownHoldsForReplayAndQueriesUntilItIsReversed() {
        try (World world = new World(seed, 1, 3);
                RelayHere relay = new RelayHere(directory, settings(world));
                Witness all = new Witness(world, relay.uri(), 0L)) {
            world.awaitListener();
            world.everybodyPosts();
            all.assertClean("seed " + seed);
            Account account = world.network().accounts().getFirst();
            assertTrue(Hiding.commitsOf(account, world, relay.uri(), all.lastSeq()) > 0, "seed " + seed);

            change(relay, "/admin/repo/takeDown", "{\"did\":\"" + account.did() + "\"}");
            assertEquals(0, Hiding.commitsOf(account, world, relay.uri(), all.lastSeq()), "seed " + seed);
            Hiding.assertHidden(new Operator(relay), account);
            relay.stop();
            relay.start();
            assertEquals(0, Hiding.commitsOf(account, world, relay.uri(), all.lastSeq()), "seed " + seed);
            Hiding.assertHidden(new Operator(relay), account);

            change(relay, "/admin/repo/reverseTakedown", "{\"did\":\"" + account.did() + "\"}");
            assertTrue(Hiding.commitsOf(account, world, relay.uri(), all.lastSeq()) > 0, "seed " + seed);
            assertEquals(
                    302,
                    new Operator(relay).query("getRepo?did=" + account.did()).statusCode());
        }
    }

    @Test
    void aBlockedHostIsNotReadAcrossRestartsAndThenGoesOnWithoutLoss() {
        try (World world = new World(seed, 2, 6);
                RelayHere relay = new RelayHere(directory, settings(world));
                Witness all = new Witness(world, relay.uri(), 0L)) {
            world.awaitListener();
            world.everybodyPosts();
            all.awaitDue();
            SimHost blocked = world.host(0);
            change(relay, "/admin/pds/block?host=" + blocked.hostname(), "");
            Until.holds("its socket is closed", () -> blocked.connections() == 0);
            assertFalse(body(relay, "/admin/subs/getUpstreamConns").contains(blocked.hostname()));
            long connects = blocked.connects();
            relay.stop();
            world.everybodyPosts();
            relay.start();
            Until.holds("the other is read", () -> world.host(1).connections() > 0);
            relay.stop();
            relay.start();
            Until.holds("the other is read", () -> world.host(1).connections() > 0);
            assertEquals(connects, blocked.connects());

            change(relay, "/admin/pds/unblock?host=" + blocked.hostname(), "");
            world.awaitListener();
            all.assertClean("seed " + seed);
        }
    }

    @Test
    void aKilledConnectionComesBackWithoutLoss() {
        try (World world = new World(seed, 1, 3);
                RelayHere relay = new RelayHere(directory, settings(world));
                Witness all = new Witness(world, relay.uri(), 0L)) {
            world.awaitListener();
            world.everybodyPosts();
            all.awaitDue();
            SimHost host = world.host(0);
            Until.holds("it counts as connected", () -> holds(relay, host));
            long connects = host.connects();
            change(relay, "/admin/subs/killUpstream?host=" + host.hostname() + "&block=false", "");
            Until.holds("it is dialled again", () -> host.connects() > connects && host.connections() > 0);
            all.assertClean("seed " + seed);
            String list = body(relay, "/admin/pds/list");
            assertFalse(list.contains("\"EventsSeenSinceStartup\":0"), list);
            assertTrue(list.contains("\"RepoCount\":3"), list);
            String consumers = body(relay, "/admin/consumers/list");
            assertTrue(consumers.contains("\"events_consumed\":" + all.frames()), consumers);
        }
    }

    @Test
    void afterAResetOfItsCursorAHostIsReadAgainFromThereAndNothingGoesOutTwice() {
        try (World world = new World(seed, 2, 6);
                RelayHere relay = new RelayHere(directory, settings(world));
                Witness all = new Witness(world, relay.uri(), 0L)) {
            world.awaitListener();
            world.everybodyPosts();
            all.awaitDue();
            SimHost host = world.host(0);
            long from = host.publishedSeq();
            world.everybodyPosts();
            world.everybodyPosts();
            all.awaitDue();
            int again = 2 * world.accountsOf(host).size();
            long before = framesRead(relay, host);
            int out = all.frames();

            change(relay, "/admin/host/resetCursor", "{\"host\":\"" + host.hostname() + "\",\"cursor\":" + from + "}");
            Until.holds("what lies behind the cursor is read again", () -> framesRead(relay, host) == before + again);
            assertEquals(1, hostPage(relay, host).path("epoch").intValue());
            all.assertClean("seed " + seed);
            assertEquals(out + world.network().accounts().size(), all.frames(), "seed " + seed);

            relay.stop();
            relay.start();
            world.awaitListener();
            all.assertClean("seed " + seed);
        }
    }

    @Test
    void anAccountOverItsRateSlowsItsHostAndNoOtherAndLosesNothing() {
        try (World world = new World(seed, 2, 6);
                RelayHere relay = new RelayHere(directory, withAccountRate(settings(world), 30));
                Witness all = new Witness(world, relay.uri(), 0L)) {
            world.awaitListener();
            world.everybodyPosts();
            SimHost slow = world.host(0);
            Account busy = world.accountsOf(slow).getFirst();
            for (int i = 0; i < 35; i++) {
                world.network().post(busy);
            }
            Until.holds(
                    "its host is held back",
                    () -> "ACCOUNT_EVENTS_PER_HOUR"
                            .equals(hostPage(relay, slow).path("heldBackBy").asText()));
            String journal = body(relay, "/admin/host/journal?host=" + slow.hostname());
            assertTrue(journal.contains("ACCOUNT_EVENTS_PER_HOUR"), journal);
            assertTrue(journal.contains(busy.did()), journal);

            Commit held = world.network().post(busy);
            Account other = world.accountsOf(world.host(1)).getFirst();
            Commit heard = world.network().post(other);
            Until.holds("the other host is read", () -> newestRev(relay, other).equals(heard.rev()));
            assertFalse(newestRev(relay, busy).equals(held.rev()), "the host is not read");
            assertEquals(1, relay.meters().sum("relay_ingest_held_back_hosts", "reason=\"ACCOUNT_EVENTS_PER_HOUR\""));

            change(relay, "/admin/tiers/replace", "{\"tiers\":\"" + tiers(1_000_000_000) + "\"}");
            all.assertClean("seed " + seed);
        }
    }

    private static Map<String, String> withAccountRate(Map<String, String> settings, int perHour) {
        settings.put("RELAY_INGEST_LIMITS_TIERS", tiers(perHour));
        return settings;
    }

    private static String tiers(int accountEventsPerHour) {
        return "simulated: *; accounts=10000000; accountEventsPerHour=" + accountEventsPerHour;
    }

    /// Empty while the relay has heard no commit of the account.
    private static String newestRev(RelayHere relay, Account account) {
        JsonNode newest = relay.find("com.atproto.sync.getLatestCommit?did=" + account.did());
        return newest == null ? "" : newest.path("rev").asText();
    }

    private static long framesRead(RelayHere relay, SimHost host) {
        return hostPage(relay, host).path("framesRead").longValue();
    }

    private static JsonNode hostPage(RelayHere relay, SimHost host) {
        return new Operator(relay).host(host.hostname());
    }

    private static boolean holds(RelayHere relay, SimHost host) {
        return body(relay, "/admin/subs/getUpstreamConns").contains(host.hostname());
    }

    private static Map<String, String> settings(World world) {
        Map<String, String> settings = world.settings();
        settings.put("RELAY_ADMIN_TOKENS", Operator.TOKENS);
        return settings;
    }

    private static void change(RelayHere relay, String path, String body) {
        new Operator(relay).change(path, body);
    }

    private static String body(RelayHere relay, String path) {
        return new Operator(relay).page(path);
    }
}
