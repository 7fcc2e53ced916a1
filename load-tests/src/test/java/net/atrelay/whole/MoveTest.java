package net.atrelay.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.atrelay.process.Until;
import net.atrelay.sim.Account;
import net.atrelay.sim.plc.SimPlc.Outage;
import net.atrelay.store.kafka.broker.Brokers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A relay of one process moves into a cluster: consumers go on with the cursors that they have, and the cluster knows
/// what the process knew.
class MoveTest {
    private static final int ACCOUNTS = 24;
    private static final int STRANGERS = 3;
    private static final int BUSY = 75;
    private static final Map<String, String> LETS_IN = Map.of("RELAY_ADMIN_TOKENS", Operator.TOKENS);
    private static final String TIERS = "moved: *; accounts=5000000; accountEventsPerHour=1000000000";

    private final long seed = Seed.of(MoveTest.class);

    @TempDir
    private Path directory;

    @Test
    void consumersGoOnAtTheClusterWithTheCursorsThatTheyHave() throws Exception {
        Path file = directory.resolve("moved");
        try (World world = new World(seed, 3, ACCOUNTS);
                RelayHere single = new RelayHere(directory.resolve("single"), with(LETS_IN, world));
                Witness follower = new Witness(world, single.uri(), 0L)) {
            world.awaitListener();
            for (int i = 0; i < 5; i++) {
                world.everybodyPosts();
            }
            follower.awaitDue();
            List<Account> known = List.copyOf(world.network().accounts());
            letStrangersWait(world, single);
            List<String> decided = decide(new Operator(single), world);
            assertEquals(BUSY, export(file).exitCode());
            single.stop();
            long asked = requests(world, known);
            int before = follower.frames();
            world.plc().outage(Outage.NONE);
            world.everybodyPosts();

            Relays.Ended exported = export(file);
            assertEquals(0, exported.exitCode(), exported::complaint);
            assertTrue(exported.lines().contains("accounts " + ACCOUNTS), exported::toString);
            assertFalse(exported.lines().contains("waiting frames 0"), exported::toString);
            try (Cluster cluster = Cluster.start(directory, world, brokersWith(file), LETS_IN)) {
                follower.hop(cluster.fanout("f1"));
                follower.assertClean("seed " + seed);
                assertTrue(follower.frames() > before + ACCOUNTS, "events of the cluster have come");
                assertEquals(asked, requests(world, known), "who was known is not asked about");
                checkOldCursors(world, cluster, follower, before);
                checkDecisions(new Operator(cluster, "f2"), world, decided);
            }
        }
    }

    private static void letStrangersWait(World world, RelayHere single) {
        world.plc().outage(Outage.UNAVAILABLE);
        for (int i = 0; i < STRANGERS; i++) {
            Account account = world.network().createAccount(world.host(0));
            world.network().post(account);
        }
        Until.holds("the newcomers' frames wait", () -> waiting(single) >= 2 * STRANGERS);
    }

    private static Map<String, String> with(Map<String, String> more, World world) {
        Map<String, String> settings = new HashMap<>(world.settings());
        settings.putAll(more);
        return settings;
    }

    /// What an operator changes at the single process, as it is shown then.
    private static List<String> decide(Operator operator, World world) {
        String limited = world.host(1).hostname();
        operator.change("/admin/pds/changeLimits", "{\"host\":\"" + limited + "\",\"repo_limit\":77}");
        operator.change("/admin/tiers/replace", "{\"tiers\":\"" + TIERS + "\"}");
        operator.change("/admin/subs/setPerDayLimit?limit=3", "");
        operator.change("/admin/subs/banDomain", "{\"domain\":\"bad.example.com\"}");
        List<String> shown = shown(operator, world);
        assertTrue(shown.toString().contains("bad.example.com"), shown::toString);
        return shown;
    }

    private static List<String> shown(Operator operator, World world) {
        JsonNode limited = operator.host(world.host(1).hostname());
        return List.of(
                operator.page("/admin/subs/perDayLimit"),
                operator.page("/admin/subs/listDomainBans"),
                operator.page("/admin/host/bans"),
                limited.path("tier").asText(),
                limited.path("limits").toString());
    }

    /// They hold in the cluster; the changes of both are in one audit, in their order.
    private static void checkDecisions(Operator operator, World world, List<String> decided) {
        assertEquals(decided, shown(operator, world));
        operator.change("/admin/subs/unbanDomain", "{\"domain\":\"bad.example.com\"}");
        JsonNode records = Operator.read(operator.page("/admin/audit")).path("records");
        assertEquals(
                List.of(
                        "subs/unbanDomain",
                        "subs/banDomain",
                        "subs/setPerDayLimit",
                        "tiers/replace",
                        "pds/changeLimits"),
                records.findValuesAsText("action"),
                records::toString);
    }

    private static double waiting(RelayHere single) {
        return single.meters().sum("relay_verify_waiting_frames");
    }

    private static long requests(World world, List<Account> accounts) {
        return accounts.stream()
                .mapToLong(account -> world.plc().requests(account.did()))
                .sum();
    }

    /// From before all, from within what the single process wrote, and from where it stopped.
    private static void checkOldCursors(World world, Cluster cluster, Witness follower, int before) {
        List<Witness.Seen> all = follower.seen();
        for (int from : new int[] {0, before / 2, before}) {
            long cursor = from == 0 ? 0 : all.get(from - 1).seq();
            try (Witness late = new Witness(world, cluster.fanout("f2"), cursor)) {
                late.awaitSeq(follower.lastSeq());
                assertEquals(all.subList(from, all.size()), late.seen(), "from " + from);
            }
        }
    }

    private Brokers brokersWith(Path file) throws IOException {
        Brokers brokers = Brokers.start(directory.resolve("brokers"), 1);
        Map<String, String> settings = Cluster.brokerSettings(brokers, "import");
        Path torn = directory.resolve("torn");
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(torn, bytes);
        Relays.Ended refused = Relays.run(directory, settings, "import", torn.toString());
        assertEquals(65, refused.exitCode(), refused::complaint);
        assertTrue(refused.complaint().contains("damaged"), refused::complaint);
        Relays.Ended imported = Relays.run(directory, settings, "import", file.toString());
        assertEquals(0, imported.exitCode(), imported::complaint);
        return brokers;
    }

    private Relays.Ended export(Path file) {
        return Relays.run(
                directory,
                new HashMap<>(),
                "export",
                "--data",
                directory.resolve("single").toString(),
                file.toString());
    }
}
