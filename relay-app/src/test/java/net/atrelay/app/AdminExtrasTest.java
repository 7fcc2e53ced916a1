package net.atrelay.app;

import static net.atrelay.app.AdminFixture.HOST;
import static net.atrelay.app.AdminFixture.console;
import static net.atrelay.app.AdminFixture.did;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import net.atrelay.store.host.HostRecord.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The routes that the reference relay lacks.
class AdminExtrasTest {
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
    void theJournalOfAHostTellsItsFaultsAndItsNextDial() throws Exception {
        try (EmbeddedRelay relay = fixture.start(Map.of("RELAY_INGEST_HOSTS", HOST))) {
            Operator console = console(relay);
            long deadlineNanos = System.nanoTime() + PATIENCE_NANOS;
            JsonNode journal = console.json("/admin/host/bans");
            while (journal.path("entries").isEmpty()) {
                assertTrue(System.nanoTime() - deadlineNanos < 0, "no fault in time");
                if (relay.hosts().view(HOST) != null) {
                    journal = console.json("/admin/host/journal?host=" + HOST);
                }
            }
            assertEquals(HOST, journal.get("hostname").textValue());
            JsonNode entry = journal.get("entries").get(0);
            assertEquals("SOCKET", entry.get("stage").textValue());
            assertEquals("CONNECT_FAILED", entry.get("reason").textValue());
            assertTrue(entry.get("count").longValue() >= 1);
            assertTrue(entry.get("at").textValue().endsWith("Z"));
            assertEquals(
                    404, console.get("/admin/host/journal?host=pds.host-a.net").statusCode());
            assertEquals(400, console.get("/admin/host/journal").statusCode());
        }
    }

    @Test
    void aHostIsShownWithAllThatHoldsForIt() throws Exception {
        try (EmbeddedRelay relay = fixture.start()) {
            Operator console = console(relay);
            assertEquals(404, console.get("/admin/host?host=localhost:1").statusCode());
            console.change("/admin/pds/requestCrawl", "{\"hostname\":\"localhost:1\"}");
            JsonNode host = console.json("/admin/host?host=localhost:1");
            assertEquals(HOST, host.get("hostname").textValue());
            assertEquals("active", host.get("status").textValue());
            assertFalse(host.get("tls").booleanValue());
            assertFalse(host.get("connected").booleanValue());
            assertEquals(0, host.get("accounts").get("takingRoom").longValue());
            assertEquals(0, host.get("accounts").get("throttled").longValue());
            assertEquals("default", host.get("tier").textValue());
            assertEquals(100, host.get("limits").get("accounts").longValue());
            assertEquals(50, host.get("limits").get("eventsPerSecond").longValue());
            assertFalse(host.has("ban"));
            console.change("/admin/pds/block?host=localhost:1", null);
            JsonNode banned = console.json("/admin/host?host=localhost:1");
            assertEquals("banned", banned.get("status").textValue());
            assertEquals("host", banned.get("ban").get("scope").textValue());
        }
    }

    @Test
    void tiersAreReadAndReplacedOverARestart() throws Exception {
        try (EmbeddedRelay relay = fixture.start(Map.of("RELAY_INGEST_LIMITS_TIERS", "mine: *; accounts=7"))) {
            Operator console = console(relay);
            String before = console.json("/admin/tiers").get("tiers").textValue();
            assertTrue(before.startsWith("mine: *; accounts=7;"), before);
            console.change("/admin/tiers/replace", "{\"tiers\":\"one: *.one.net; accounts=9\\nrest: *; accounts=8\"}");
            assertEquals(9, relay.limits().accountsMax("pds.one.net"));
            console.refused(400, "InvalidRequest", "/admin/tiers/replace", "{\"tiers\":\"one: *.one.net\"}");
            console.refused(400, "InvalidRequest", "/admin/tiers/replace", "{}");
            assertEquals(8, relay.limits().accountsMax("pds.two.net"));
            console.change(
                    "/admin/tiers/replace",
                    "{\"tiers\":\"rest: *; accounts=6\\n" + "# a comment\\n".repeat(7_000) + "\"}");
        }
        try (EmbeddedRelay relay = fixture.start(Map.of("RELAY_INGEST_LIMITS_TIERS", "mine: *; accounts=7"))) {
            assertEquals(6, relay.limits().accountsMax("pds.one.net"));
            console(relay).change("/admin/tiers/replace", "{\"tiers\":null}");
            assertEquals(7, relay.limits().accountsMax("pds.one.net"));
        }
    }

    @Test
    void aCursorIsSetAndIsThereAfterARestart() throws Exception {
        try (EmbeddedRelay relay = fixture.start()) {
            Operator console = console(relay);
            String path = "/admin/host/resetCursor";
            console.refused(404, "HostNotFound", path, "{\"host\":\"localhost:1\",\"cursor\":5}");
            console.change("/admin/pds/requestCrawl", "{\"hostname\":\"localhost:1\"}");
            console.change(path, "{\"host\":\"localhost:1\",\"cursor\":5}");
            JsonNode host = console.json("/admin/host?host=localhost:1");
            assertEquals(5, host.get("seq").longValue());
            assertEquals(1, host.get("epoch").longValue());
            console.refused(400, "InvalidRequest", path, "{\"host\":\"localhost:1\",\"cursor\":-1}");
            console.refused(400, "InvalidRequest", path, "{\"host\":\"localhost:1\",\"cursor\":\"5\"}");
            console.refused(400, "InvalidRequest", path, "{\"host\":\"localhost:1\"}");
        }
        try (EmbeddedRelay relay = fixture.start()) {
            Operator console = console(relay);
            assertEquals(
                    5, console.json("/admin/host?host=localhost:1").get("seq").longValue());
            console.change("/admin/host/resetCursor", "{\"host\":\"localhost:1\",\"cursor\":null}");
            JsonNode host = console.json("/admin/host?host=localhost:1");
            assertFalse(host.has("seq"));
            assertEquals(2, host.get("epoch").longValue());
        }
    }

    @Test
    void anAccountIsShownOrNotFound() throws Exception {
        try (EmbeddedRelay relay = fixture.start()) {
            Operator console = console(relay);
            assertEquals(404, console.get("/admin/account?did=" + did('a')).statusCode());
            assertEquals(400, console.get("/admin/account?did=nobody").statusCode());
            console.change("/admin/repo/takeDown", "{\"did\":\"" + did('a') + "\"}");
            JsonNode account = console.json("/admin/account?did=" + did('a'));
            assertFalse(account.get("active").booleanValue());
            assertEquals("takendown", account.get("status").textValue());
            assertTrue(account.get("upstream").get("active").booleanValue());
        }
    }

    /// A lesson from other relays: a ban that a later write of the host's record undid.
    @Test
    void aHostOfADomainThatTheConfigurationBansIsToldAsBannedForAsLongAsThatIsSo() throws Exception {
        try (EmbeddedRelay relay = fixture.start()) {
            console(relay).change("/admin/pds/requestCrawl", "{\"hostname\":\"pds.bad.host-a.net\"}");
            assertTold(relay, "active");
        }
        try (EmbeddedRelay relay = fixture.start(Map.of("RELAY_INGEST_BANNED_DOMAINS", "bad.host-a.net"))) {
            assertTold(relay, "banned");
        }
        try (EmbeddedRelay relay = fixture.start()) {
            assertTold(relay, "active");
        }
    }

    private static void assertTold(EmbeddedRelay relay, String status) throws Exception {
        String told = "\"status\":\"" + status + "\"";
        String query = "/xrpc/com.atproto.sync.getHostStatus?hostname=pds.bad.host-a.net";
        String one = Http.get(relay.publicAddress(), query).body();
        assertTrue(one.contains(told), one);
        String all = Http.get(relay.publicAddress(), "/xrpc/com.atproto.sync.listHosts")
                .body();
        assertTrue(all.contains(told), all);
        JsonNode page = console(relay).json("/admin/host?host=pds.bad.host-a.net");
        assertEquals(status, page.path("status").textValue());
        JsonNode row = console(relay).json("/admin/pds/list").get(0);
        assertEquals(status.equals("banned"), row.path("Blocked").booleanValue());
    }

    @Test
    void aBanHoldsAtOnceAndAcrossRestartsWhateverIsWritten() throws Exception {
        try (EmbeddedRelay relay = fixture.start(Map.of("RELAY_INGEST_HOSTS", HOST))) {
            Operator console = console(relay);
            long deadlineNanos = System.nanoTime() + PATIENCE_NANOS;
            while (relay.hosts().view(HOST) == null) {
                assertTrue(System.nanoTime() - deadlineNanos < 0, "no host in time");
                Thread.onSpinWait();
            }
            console.change("/admin/pds/block?host=localhost:1", null);
            for (int i = 0; i < 50; i++) {
                relay.hosts().requestCrawl(HOST).toCompletableFuture().join();
                console.change("/admin/host/resetCursor", "{\"host\":\"localhost:1\",\"cursor\":" + i + "}");
            }
            assertBanned(relay);
        }
        for (int restart = 0; restart < 2; restart++) {
            try (EmbeddedRelay relay = fixture.start(Map.of("RELAY_INGEST_HOSTS", HOST))) {
                assertBanned(relay);
            }
        }
        try (EmbeddedRelay relay = fixture.start()) {
            console(relay).change("/admin/pds/unblock?host=localhost:1", null);
        }
        try (EmbeddedRelay relay = fixture.start()) {
            JsonNode host = console(relay).json("/admin/host?host=localhost:1");
            assertTrue(!host.get("status").textValue().equals("banned") && !host.has("ban"), host::toString);
        }
    }

    private static void assertBanned(EmbeddedRelay relay) throws Exception {
        JsonNode host = console(relay).json("/admin/host?host=localhost:1");
        assertEquals("banned", host.get("status").textValue());
        assertFalse(host.has("nextDialAt"));
        var record = relay.store().hosts().find(HOST);
        assertTrue(record != null && record.status() == Status.BANNED);
        String status = "/xrpc/com.atproto.sync.getHostStatus?hostname=localhost:1";
        String body = Http.get(relay.publicAddress(), status).body();
        assertTrue(body.contains("\"status\":\"banned\""), body);
    }
}
