package net.atrelay.app;

import static net.atrelay.app.AdminFixture.WATCH;
import static net.atrelay.app.AdminFixture.console;
import static net.atrelay.app.AdminFixture.did;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What stays on record of what operators do.
class AdminAuditTest {
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
    void everyChangeIsOnRecordWithItsMakerAndItsOutcome() throws Exception {
        try (EmbeddedRelay relay = fixture.start()) {
            Operator console = console(relay);
            console.change("/admin/pds/requestCrawl", "{\"hostname\":\"localhost:1\"}");
            console.change("/admin/pds/block?host=localhost:1", null);
            console.change("/admin/pds/changeLimits", "{\"host\":\"localhost:1\",\"repo_limit\":5}");
            console.change("/admin/pds/unblock?host=localhost:1", null);
            console.change("/admin/subs/setEnabled?enabled=false", null);
            console.change("/admin/subs/setPerDayLimit?limit=7", null);
            console.change("/admin/subs/banDomain", "{\"domain\":\"bad.net\"}");
            console.change("/admin/subs/unbanDomain", "{\"domain\":\"bad.net\"}");
            console.change("/admin/repo/takeDown", "{\"did\":\"" + did('a') + "\"}");
            console.change("/admin/repo/reverseTakedown", "{\"did\":\"" + did('a') + "\"}");
            console.change("/admin/host/resetCursor", "{\"host\":\"localhost:1\",\"cursor\":5}");
            console.change("/admin/tiers/replace", "{\"tiers\":\"rest: *; accounts=8\"}");
            console.get("/admin/pds/list");
        }
        try (EmbeddedRelay relay = fixture.start()) {
            JsonNode audit = console(relay).json("/admin/audit");
            List<String> lines = new ArrayList<>();
            for (JsonNode line : audit.get("records").findParents("action")) {
                assertEquals("console", line.get("by").textValue());
                assertEquals("127.0.0.1", line.get("from").textValue());
                assertEquals("done", line.get("outcome").textValue());
                assertTrue(line.get("at").textValue().endsWith("Z"));
                lines.addFirst(line.get("number") + " " + line.get("action").textValue() + " "
                        + line.get("target").textValue() + " "
                        + line.path("before").asText("-") + " "
                        + line.path("after").asText("-"));
            }
            String tiers = lines.removeLast();
            assertTrue(tiers.startsWith("12 tiers/replace  trusted: *.host.bsky.network; "), tiers);
            assertTrue(tiers.contains("rest: *; accounts=8;"), tiers);
            String unblocked = lines.remove(3);
            assertTrue(unblocked.startsWith("4 pds/unblock localhost:1 banned "), unblocked);
            assertEquals(
                    List.of(
                            "1 pds/requestCrawl localhost:1 - localhost:1",
                            "2 pds/block localhost:1 active banned",
                            "3 pds/changeLimits localhost:1 accounts=100 accounts=5",
                            "5 subs/setEnabled  enabled=true enabled=false",
                            "6 subs/setPerDayLimit  limit=50 limit=7",
                            "7 subs/banDomain bad.net - banned",
                            "8 subs/unbanDomain bad.net banned -",
                            "9 repo/takeDown " + did('a') + " active takendown",
                            "10 repo/reverseTakedown " + did('a') + " takendown active",
                            "11 host/resetCursor localhost:1 - cursor=5"),
                    lines);
        }
    }

    @Test
    void whatIsRefusedIsOnRecordAsRefused() throws Exception {
        try (EmbeddedRelay relay = fixture.start()) {
            Operator.of(relay, WATCH).refused(403, "Forbidden", "/admin/pds/block?host=a.net", null);
            console(relay).refused(400, "InvalidRequest", "/admin/pds/block?host=1", null);
            console(relay).refused(404, "HostNotFound", "/admin/pds/unblock?host=pds.host-a.net", null);
            Operator.of(relay, "wrong").post("/admin/pds/block?host=a.net", null);
            JsonNode records = console(relay).json("/admin/audit").get("records");
            assertEquals(3, records.size());
            for (JsonNode line : records) {
                assertEquals("refused", line.get("outcome").textValue());
            }
            assertEquals("watch", records.get(2).get("by").textValue());
            assertEquals(
                    "this token lacks the scope hosts",
                    records.get(2).get("detail").textValue());
            assertEquals("pds.host-a.net", records.get(0).get("target").textValue());
        }
    }

    @Test
    void recordsComeInPagesAndTheOldestLeave() throws Exception {
        try (EmbeddedRelay relay = fixture.start(Map.of("RELAY_ADMIN_AUDIT_RECORDS_MAX", "5"))) {
            Operator console = console(relay);
            for (int i = 0; i < 8; i++) {
                console.change("/admin/subs/setPerDayLimit?limit=" + i, null);
            }
            List<Long> seen = new ArrayList<>();
            String cursor = "";
            do {
                JsonNode page = console.json("/admin/audit?limit=2&cursor=" + cursor);
                page.get("records").forEach(line -> seen.add(line.get("number").longValue()));
                cursor = page.path("cursor").asText("");
            } while (!cursor.isEmpty());
            assertEquals(List.of(8L, 7L, 6L, 5L, 4L), seen);
            assertEquals(400, console.get("/admin/audit?limit=0").statusCode());
            assertEquals(400, console.get("/admin/audit?limit=501").statusCode());
            assertEquals(400, console.get("/admin/audit?cursor=x").statusCode());
            assertFalse(console.json("/admin/audit?cursor=4").has("cursor"));
        }
    }
}
