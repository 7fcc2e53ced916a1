package net.atrelay.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.atrelay.process.Until;
import net.atrelay.sim.Account;
import net.atrelay.sim.host.SimHost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What an operator changes at one fan-out node of a cluster holds on all nodes, and is shown by all; kill -9 of any
/// of them afterwards loses none of it.
class ClusterOperatorTest {
    private static final Map<String, String> LETS_IN = Map.of("RELAY_ADMIN_TOKENS", Operator.TOKENS);
    private static final String TIERS = "changed: *; accounts=5000000; accountEventsPerHour=1000000000";

    private final long seed = Seed.of(ClusterOperatorTest.class);

    @TempDir
    private Path directory;

    @Test
    void aTakedownHoldsOnAllNodesAndOutlivesEachOfThem() throws InterruptedException {
        try (World world = new World(seed, 2, 6);
                Nodes nodes = Nodes.start(directory, world, 1, LETS_IN);
                Witness all = new Witness(world, nodes.fanout("f1"), 0L)) {
            Operator one = new Operator(nodes.node("f1"));
            Operator other = new Operator(nodes.node("f2"));
            world.awaitListener();
            world.everybodyPosts();
            all.assertClean("seed " + seed);
            long end = all.lastSeq();
            Account account = world.network().accounts().getFirst();
            assertTrue(Hiding.commitsOf(account, world, nodes.fanout("f1"), end) > 0, "seed " + seed);

            one.change("/admin/repo/takeDown", "{\"did\":\"" + account.did() + "\"}");
            Hiding.assertHidden(one, account);
            assertEquals(0, Hiding.commitsOf(account, world, nodes.fanout("f1"), end), "seed " + seed);
            Until.holds("the other node follows", () -> isDown(other, account));
            Hiding.assertHidden(other, account);
            assertEquals(0, Hiding.commitsOf(account, world, nodes.fanout("f2"), end), "seed " + seed);

            for (String name : List.of("v1", "v2", "f1", "f2")) {
                kill(nodes, name);
            }
            world.network().post(account);
            world.everybodyPosts();
            for (String name : List.of("f1", "f2")) {
                Hiding.assertHidden(new Operator(nodes.node(name)), account);
                assertEquals(0, Hiding.commitsOf(account, world, nodes.fanout(name), end), "seed " + seed);
            }

            other.change("/admin/repo/reverseTakedown", "{\"did\":\"" + account.did() + "\"}");
            assertEquals(302, other.query("getRepo?did=" + account.did()).statusCode());
            assertTrue(Hiding.commitsOf(account, world, nodes.fanout("f2"), end) > 0, "seed " + seed);
            Until.holds("the first node follows", () -> !isDown(one, account));
            assertSameStream(world, nodes, all);
            assertAudit(nodes, List.of("repo/reverseTakedown", "repo/takeDown"));
        }
    }

    @Test
    void whatIsDecidedOfHostsHoldsOnAllNodesAndOutlivesEachOfThem() throws InterruptedException {
        try (World world = new World(seed, 3, 9);
                Nodes nodes = Nodes.start(directory, world, 1, LETS_IN);
                Witness all = new Witness(world, nodes.fanout("f2"), 0L)) {
            Operator one = new Operator(nodes.node("f1"));
            world.awaitListener();
            world.everybodyPosts();
            all.assertClean("seed " + seed);
            SimHost banned = world.host(0);
            SimHost limited = world.host(1);
            SimHost reset = world.host(2);
            long from = reset.publishedSeq();
            world.everybodyPosts();
            all.awaitDue();
            int out = all.frames();

            one.change("/admin/host/resetCursor", "{\"host\":\"" + reset.hostname() + "\",\"cursor\":" + from + "}");
            one.change("/admin/pds/changeLimits", "{\"host\":\"" + limited.hostname() + "\",\"repo_limit\":77}");
            one.change("/admin/tiers/replace", "{\"tiers\":\"" + TIERS + "\"}");
            one.change("/admin/subs/setPerDayLimit?limit=3", "");
            one.change("/admin/pds/block?host=" + banned.hostname(), "");
            one.change("/admin/subs/banDomain", "{\"domain\":\"bad.example.com\"}");
            assertShown(one, banned, limited, reset);
            Until.holds("its socket is closed", () -> banned.connections() == 0);
            long connects = banned.connects();
            assertEquals(out, all.frames(), "nothing goes out twice");

            for (String name : List.of("i1", "i2", "v1", "v2", "f1", "f2")) {
                kill(nodes, name);
            }
            all.hop(nodes.fanout("f2"));
            for (String name : List.of("f1", "f2")) {
                assertShown(new Operator(nodes.node(name)), banned, limited, reset);
            }
            Until.holds("the others are read", () -> limited.connections() > 0 && reset.connections() > 0);
            assertEquals(connects, banned.connects(), "seed " + seed);

            Operator other = new Operator(nodes.node("f2"));
            other.change("/admin/pds/unblock?host=" + banned.hostname(), "");
            world.awaitListener();
            all.assertClean("seed " + seed);
            assertSameStream(world, nodes, all);
            assertAudit(
                    nodes,
                    List.of(
                            "pds/unblock",
                            "subs/banDomain",
                            "pds/block",
                            "subs/setPerDayLimit",
                            "tiers/replace",
                            "pds/changeLimits",
                            "host/resetCursor"));
        }
    }

    @Test
    void aBanOfTheirDomainClosesSocketsOfAllNodesAndAHostIsAddedByTheNodeThatReadsIt() throws InterruptedException {
        try (World world = new World(seed, 3, 6);
                Nodes nodes = Nodes.start(directory, world, 1, LETS_IN);
                Witness all = new Witness(world, nodes.fanout("f1"), 0L)) {
            Operator one = new Operator(nodes.node("f1"));
            world.awaitListener();
            world.everybodyPosts();
            all.awaitDue();
            String domain = world.host(0).hostname().replaceAll(":.*", "");
            one.change("/admin/subs/banDomain", "{\"domain\":\"" + domain + "\"}");
            Until.holds(
                    "all sockets are closed",
                    () -> world.network().hosts().stream().allMatch(host -> host.connections() == 0));
            world.everybodyPosts();
            assertEquals(400, one.requestCrawl("a." + domain), "seed " + seed);

            Operator other = new Operator(nodes.node("f2"));
            Until.holds(
                    "the other node knows",
                    () -> other.page("/admin/subs/listDomainBans").contains(domain));
            other.change("/admin/subs/unbanDomain", "{\"domain\":\"" + domain + "\"}");
            world.awaitListener();
            all.assertClean("seed " + seed);

            SimHost host = world.host(0);
            Until.holds(
                    "it counts as connected",
                    () -> one.host(host.hostname()).path("connected").booleanValue());
            long connects = host.connects();
            one.change("/admin/subs/killUpstream?host=" + host.hostname() + "&block=false", "");
            Until.holds("it is dialled again", () -> host.connects() > connects && host.connections() > 0);
            one.add("localhost:1");
            assertTrue(one.page("/admin/pds/list").contains("localhost:1"));
            Until.holds(
                    "the other lists it", () -> other.page("/admin/pds/list").contains("localhost:1"));
            Until.holds(
                    "faults are shown by all nodes",
                    () -> !Operator.read(other.journal("localhost:1"))
                            .path("entries")
                            .isEmpty());
            all.assertClean("seed " + seed);
        }
    }

    private static void kill(Nodes nodes, String name) {
        assertEquals(128 + 9, nodes.node(name).kill());
        nodes.node(name).start();
    }

    private static boolean isDown(Operator node, Account account) {
        return node.query("getRepo?did=" + account.did()).statusCode() == 403;
    }

    private static void assertShown(Operator node, SimHost banned, SimHost limited, SimHost reset) {
        assertEquals("banned", node.host(banned.hostname()).path("status").asText());
        JsonNode limits = node.host(limited.hostname()).path("limits");
        assertEquals(77, limits.path("accounts").intValue());
        assertTrue(limits.path("accountsSet").booleanValue());
        assertEquals("changed", node.host(limited.hostname()).path("tier").asText());
        assertEquals(1, node.host(reset.hostname()).path("epoch").intValue());
        assertEquals("{\"limit\":3}", node.page("/admin/subs/perDayLimit"));
        assertEquals("{\"banned_domains\":[\"bad.example.com\"]}", node.page("/admin/subs/listDomainBans"));
        assertTrue(node.page("/admin/host/bans").contains(banned.hostname()));
    }

    /// Both fan-out nodes have the same bytes.
    private static void assertSameStream(World world, Nodes nodes, Witness all) {
        for (String name : List.of("f1", "f2")) {
            try (Witness late = new Witness(world, nodes.fanout(name), 0L)) {
                late.awaitSeq(all.lastSeq());
                assertEquals(all.seen(), late.seen(), name);
            }
        }
    }

    /// Each change is on record at both fan-out nodes as done, once, under the same number.
    private static void assertAudit(Nodes nodes, List<String> actions) {
        String one = new Operator(nodes.node("f1")).page("/admin/audit");
        Until.holds(
                "both nodes show the same",
                () -> Objects.equals(new Operator(nodes.node("f2")).page("/admin/audit"), one));
        JsonNode records = Operator.read(one).path("records");
        assertEquals(actions, records.findValuesAsText("action"), one);
        assertFalse(one.contains("\"outcome\":\"begun\""), one);
        assertFalse(one.contains("\"outcome\":\"failed\""), one);
    }
}
