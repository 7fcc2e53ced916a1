package net.atrelay.app;

import static net.atrelay.app.AdminFixture.HOST;
import static net.atrelay.app.AdminFixture.console;
import static net.atrelay.app.AdminFixture.did;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The routes of the reference relay, asked as its tool `goat` asks and read as it reads (protocol reference §7.7).
class AdminRoutesTest {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

    @TempDir
    private Path directory;

    private AdminFixture fixture = new AdminFixture(Path.of(""));

    @BeforeEach
    void prepare() {
        fixture = new AdminFixture(directory);
    }

    @AfterEach
    void nothingWasFatal() {
        assertEquals(List.of(), fixture.faults);
    }

    @Test
    void hostsAreAddedAndListedInTheReferencesWords() throws Exception {
        try (EmbeddedRelay relay = fixture.start()) {
            Operator console = console(relay);
            assertEquals("[]", console.get("/admin/pds/list").body());
            console.change("/admin/pds/requestCrawl", "{\"hostname\":\"http://localhost:1\"}");
            console.change("/admin/pds/requestCrawl", "{\"hostname\":\"localhost:1\"}");
            console.change("/admin/pds/requestCrawl", "{\"hostname\":\"https://localhost:2\"}");
            JsonNode hosts = console.json("/admin/pds/list");
            assertEquals(2, hosts.size());
            JsonNode host = hosts.get(0);
            assertEquals(1, host.get("ID").intValue());
            assertTrue(host.get("CreatedAt").textValue().endsWith("Z"));
            assertEquals(HOST, host.get("Host").textValue());
            assertFalse(host.get("SSL").booleanValue());
            assertEquals(-1, host.get("Cursor").longValue());
            assertTrue(host.get("Registered").booleanValue());
            assertFalse(host.get("Blocked").booleanValue());
            assertEquals(0, host.get("RepoCount").longValue());
            assertEquals(100, host.get("RepoLimit").longValue());
            assertFalse(host.get("HasActiveConnection").booleanValue());
            assertEquals(0, host.get("EventsSeenSinceStartup").longValue());
            assertEquals(
                    "{\"Max\":50,\"Window\":1}", host.get("PerSecondEventRate").toString());
            assertEquals(
                    "{\"Max\":2600,\"Window\":3600}",
                    host.get("PerHourEventRate").toString());
            assertEquals(
                    "{\"Max\":21000,\"Window\":86400}",
                    host.get("PerDayEventRate").toString());
            assertEquals(0, host.get("UserCount").longValue());
            assertTrue(hosts.get(1).get("SSL").booleanValue());
            assertEquals("[]", console.get("/admin/subs/getUpstreamConns").body());
        }
    }

    @Test
    void whatIsNoHostIsRefusedAsForEverybody() throws Exception {
        try (EmbeddedRelay relay = fixture.start(Map.of("RELAY_INGEST_BANNED_DOMAINS", "bad.net"))) {
            Operator console = console(relay);
            String path = "/admin/pds/requestCrawl";
            console.refused(400, "InvalidRequest", path, "{\"hostname\":\"https://8.8.8.8\"}");
            console.refused(400, "HostBanned", path, "{\"hostname\":\"pds.bad.net\"}");
            console.refused(400, "InvalidRequest", path, "{\"hostname\":7}");
            console.refused(400, "InvalidRequest", path, "{\"host\":\"pds.host-a.net\"}");
            console.refused(400, "InvalidRequest", path, "{\"hostname\":\"a.net\"} {}");
            console.refused(400, "InvalidRequest", path, "[]");
            console.refused(400, "InvalidRequest", path, null);
        }
    }

    @Test
    void aHostIsBlockedAndUnblocked() throws Exception {
        try (EmbeddedRelay relay = fixture.start()) {
            Operator console = console(relay);
            console.change("/admin/pds/requestCrawl", "{\"hostname\":\"localhost:1\"}");
            console.change("/admin/pds/block?host=localhost%3A1", null);
            assertTrue(blocked(console));
            console.refused(400, "HostBanned", "/admin/pds/requestCrawl", "{\"hostname\":\"localhost:1\"}");
            console.change("/admin/pds/unblock?host=localhost%3A1", null);
            assertFalse(blocked(console));

            console.change("/admin/pds/block?host=not.yet-known.net", null);
            console.refused(400, "HostBanned", "/admin/pds/requestCrawl", "{\"hostname\":\"not.yet-known.net\"}");
            assertEquals(
                    "not.yet-known.net",
                    console.json("/admin/host/bans").at("/bans/0/name").textValue());
            console.change("/admin/pds/unblock?host=not.yet-known.net", null);
            console.refused(404, "HostNotFound", "/admin/pds/unblock?host=not.yet-known.net", null);
            console.refused(400, "InvalidRequest", "/admin/pds/block?host=8.8.8.8", null);
            console.refused(400, "InvalidRequest", "/admin/pds/block", null);
        }
    }

    @Test
    void aConnectionThatIsNotThereIsNotKilled() throws Exception {
        try (EmbeddedRelay relay = fixture.start()) {
            Operator console = console(relay);
            console.refused(404, "HostNotFound", "/admin/subs/killUpstream?host=localhost:1&block=true", null);
            console.change("/admin/pds/requestCrawl", "{\"hostname\":\"localhost:1\"}");
            console.refused(400, "InvalidRequest", "/admin/subs/killUpstream?host=localhost:1", null);
            console.change("/admin/subs/killUpstream?host=localhost:1&block=true", null);
            assertTrue(blocked(console));
        }
    }

    @Test
    void theLimitOfAHostIsSetAndGivenBackToItsTier() throws Exception {
        Map<String, String> grows = Map.of("RELAY_VERIFY_GROWTH_PERIOD", "1ms");
        try (EmbeddedRelay relay = fixture.start(grows)) {
            Operator console = console(relay);
            String path = "/admin/pds/changeLimits";
            console.refused(404, "HostNotFound", path, "{\"host\":\"localhost:1\",\"repo_limit\":5}");
            console.change("/admin/pds/requestCrawl", "{\"hostname\":\"localhost:1\"}");
            console.change(path, "{\"host\":\"localhost:1\",\"repo_limit\":5}");
            assertEquals(
                    5, console.json("/admin/pds/list").get(0).get("RepoLimit").longValue());
            assertEquals(5, relay.limits().accountsMax(HOST));
            JsonNode limits = console.json("/admin/host?host=localhost:1").get("limits");
            assertEquals(5, limits.get("accounts").longValue());
            assertTrue(limits.get("accountsSet").booleanValue());
            console.refused(400, "InvalidRequest", path, "{\"host\":\"localhost:1\",\"repo_limit\":0}");
            console.refused(400, "InvalidRequest", path, "{\"host\":\"localhost:1\",\"repo_limit\":1.5}");
            console.refused(400, "InvalidRequest", path, "{\"host\":\"localhost:1\"}");
        }
        try (EmbeddedRelay relay = fixture.start(grows)) {
            assertEquals(5, relay.limits().accountsMax(HOST));
            console(relay).change("/admin/pds/changeLimits", "{\"host\":\"localhost:1\",\"repo_limit\":null}");
            long deadlineNanos = System.nanoTime() + PATIENCE_NANOS;
            while (relay.limits().accountsMax(HOST) <= 100) {
                assertTrue(System.nanoTime() - deadlineNanos < 0, "does not grow again");
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void domainsAreBannedListedAndUnbanned() throws Exception {
        try (EmbeddedRelay relay = fixture.start(Map.of("RELAY_INGEST_BANNED_DOMAINS", "configured.net"))) {
            Operator console = console(relay);
            console.change("/admin/subs/banDomain", "{\"domain\":\"bad.net\"}");
            console.change("/admin/subs/banDomain", "{\"Domain\":\"Worse.net\"}");
            assertEquals(
                    "{\"banned_domains\":[\"bad.net\",\"configured.net\",\"worse.net\"]}",
                    console.get("/admin/subs/listDomainBans").body());
            console.refused(400, "HostBanned", "/admin/pds/requestCrawl", "{\"hostname\":\"pds.worse.net\"}");
            console.refused(400, "InvalidRequest", "/admin/pds/unblock?host=pds.worse.net", null);
            console.change("/admin/subs/unbanDomain", "{\"domain\":\"worse.net\"}");
            console.refused(404, "HostNotFound", "/admin/subs/unbanDomain", "{\"domain\":\"worse.net\"}");
            console.refused(400, "InvalidRequest", "/admin/subs/unbanDomain", "{\"domain\":\"configured.net\"}");
            console.refused(400, "InvalidRequest", "/admin/subs/banDomain", "{\"domain\":\"-net\"}");
        }
    }

    @Test
    void publicCrawlRequestsAreSwitchedOffAndOn() throws Exception {
        try (EmbeddedRelay relay = fixture.start()) {
            Operator console = console(relay);
            assertEquals(
                    "{\"enabled\":true}", console.get("/admin/subs/getEnabled").body());
            console.change("/admin/subs/setEnabled?enabled=false", null);
            assertEquals(
                    "{\"enabled\":false}", console.get("/admin/subs/getEnabled").body());
            Operator anybody = new Operator(relay.publicAddress().getPort(), "whatever");
            String crawl = "/xrpc/com.atproto.sync.requestCrawl";
            anybody.refused(403, "Forbidden", crawl, "{\"hostname\":\"pds.host-a.net\"}");
            console.change("/admin/pds/requestCrawl", "{\"hostname\":\"localhost:1\"}");
            console.refused(400, "InvalidRequest", "/admin/subs/setEnabled?enabled=maybe", null);
            console.refused(400, "InvalidRequest", "/admin/subs/setEnabled", null);
        }
        try (EmbeddedRelay relay = fixture.start()) {
            Operator console = console(relay);
            assertEquals(
                    "{\"enabled\":false}", console.get("/admin/subs/getEnabled").body());
            console.change("/admin/subs/setEnabled?enabled=configured", null);
            assertEquals(
                    "{\"enabled\":true}", console.get("/admin/subs/getEnabled").body());
        }
    }

    @Test
    void newHostsOfADayAreLimitedAtRunTime() throws Exception {
        try (EmbeddedRelay relay = fixture.start()) {
            Operator console = console(relay);
            assertEquals(
                    "{\"limit\":50}", console.get("/admin/subs/perDayLimit").body());
            console.change("/admin/subs/setPerDayLimit?limit=0", null);
            assertEquals("{\"limit\":0}", console.get("/admin/subs/perDayLimit").body());
            Operator anybody = new Operator(relay.publicAddress().getPort(), "whatever");
            String crawl = "/xrpc/com.atproto.sync.requestCrawl";
            anybody.refused(429, "RateLimitExceeded", crawl, "{\"hostname\":\"pds.host-a.net\"}");
            console.refused(400, "InvalidRequest", "/admin/subs/setPerDayLimit?limit=-1", null);
            console.change("/admin/subs/setPerDayLimit?limit=configured", null);
            assertEquals(
                    "{\"limit\":50}", console.get("/admin/subs/perDayLimit").body());
        }
    }

    @Test
    void takedownsHoldAtOnceOverARestartAndAreListedInPages() throws Exception {
        String status = "/xrpc/com.atproto.sync.getRepoStatus?did=" + did('a');
        try (EmbeddedRelay relay = fixture.start()) {
            Operator console = console(relay);
            assertEquals(
                    "{\"dids\":[]}",
                    console.get("/admin/repo/takedowns?cursor=&size=500").body());
            for (char letter : "cabd".toCharArray()) {
                console.change("/admin/repo/takeDown", "{\"did\":\"" + did(letter) + "\"}");
            }
            assertEquals(
                    "{\"did\":\"" + did('a') + "\",\"active\":false,\"status\":\"takendown\"}",
                    Http.get(relay.publicAddress(), status).body());
            console.change("/admin/repo/reverseTakedown", "{\"did\":\"" + did('d') + "\"}");
            console.refused(404, "RepoNotFound", "/admin/repo/reverseTakedown", "{\"did\":\"" + did('e') + "\"}");
            console.refused(400, "InvalidRequest", "/admin/repo/takeDown", "{\"did\":\"console.example.com\"}");
        }
        try (EmbeddedRelay relay = fixture.start()) {
            assertEquals(List.of(did('a'), did('b'), did('c')), pages(console(relay)));
            assertEquals(
                    "takendown",
                    console(relay)
                            .json("/admin/account?did=" + did('a'))
                            .get("local")
                            .textValue());
        }
    }

    /// As `goat` goes through them: until there is no cursor, or an empty one; a cursor is a text.
    private static List<String> pages(Operator operator) throws Exception {
        List<String> dids = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = operator.json("/admin/repo/takedowns?cursor=" + cursor + "&limit=2");
            page.get("dids").forEach(did -> dids.add(did.textValue()));
            assertTrue(!page.has("cursor") || page.get("cursor").isTextual());
            cursor = page.path("cursor").asText("");
        } while (!cursor.isEmpty());
        return dids;
    }

    @Test
    void consumersAreListedWithTheirLagAndDisconnected() throws Exception {
        try (EmbeddedRelay relay = fixture.start()) {
            Operator console = console(relay);
            assertEquals("[]", console.get("/admin/consumers/list").body());
            URI stream = URI.create(
                    "ws://127.0.0.1:" + relay.publicAddress().getPort() + "/xrpc/com.atproto.sync.subscribeRepos");
            Closing closing = new Closing();
            Http.client()
                    .newWebSocketBuilder()
                    .header("User-Agent", "test/1")
                    .buildAsync(stream, closing)
                    .get(30, TimeUnit.SECONDS);
            JsonNode consumers = console.json("/admin/consumers/list");
            assertEquals(1, consumers.size());
            JsonNode consumer = consumers.get(0);
            assertEquals("127.0.0.1", consumer.get("remote_addr").textValue());
            assertEquals("test/1", consumer.get("user_agent").textValue());
            assertEquals(0, consumer.get("events_consumed").longValue());
            assertTrue(consumer.get("connected_at").textValue().endsWith("Z"));
            assertEquals(0, consumer.get("lag_events").longValue());
            assertEquals(
                    Set.of(
                            "id",
                            "remote_addr",
                            "user_agent",
                            "events_consumed",
                            "connected_at",
                            "state",
                            "cursor",
                            "lag_events",
                            "bytes_sent"),
                    namesOf(consumer));
            console.refused(404, "ConsumerNotFound", "/admin/consumers/disconnect", "{\"id\":77}");
            console.refused(400, "InvalidRequest", "/admin/consumers/disconnect", "{\"id\":null}");
            console.change("/admin/consumers/disconnect", "{\"id\":" + consumer.get("id") + "}");
            assertEquals(1008, closing.code().get(30, TimeUnit.SECONDS));
        }
    }

    private static Set<String> namesOf(JsonNode object) {
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static boolean blocked(Operator operator) throws Exception {
        return operator.json("/admin/pds/list").get(0).get("Blocked").booleanValue();
    }
}
