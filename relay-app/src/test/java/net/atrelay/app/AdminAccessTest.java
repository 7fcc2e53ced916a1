package net.atrelay.app;

import static net.atrelay.app.AdminFixture.CONSOLE;
import static net.atrelay.app.AdminFixture.WATCH;
import static net.atrelay.app.AdminFixture.console;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import net.atrelay.app.config.ConfigException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who may administer, and who may not.
class AdminAccessTest {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final String LIST = "/admin/pds/list";
    private static final String BLOCK = "/admin/pds/block?host=pds.host-a.net";

    @TempDir
    private Path directory;

    private AdminFixture fixture = new AdminFixture(Path.of(""));

    @BeforeEach
    void prepare() {
        fixture = new AdminFixture(directory.resolve("data"));
    }

    @AfterEach
    void nothingWasFatal() {
        assertEquals(List.of(), fixture.faults);
    }

    @Test
    void withoutTokensNobodyMay() throws Exception {
        try (EmbeddedRelay relay = fixture.start(Map.of("RELAY_ADMIN_TOKENS", ""))) {
            for (String password : List.of("", "admin", CONSOLE)) {
                HttpResponse<String> refused = Operator.of(relay, password).get(LIST);
                assertEquals(403, refused.statusCode());
                assertTrue(refused.body().contains("administration is off"), refused.body());
            }
            assertEquals(200, Http.get(relay.operatorAddress(), "/metrics").statusCode());
        }
    }

    @Test
    void whoShowsNoTokenIsAskedForOne() throws Exception {
        try (EmbeddedRelay relay = fixture.start()) {
            HttpResponse<String> refused = Http.get(relay.operatorAddress(), LIST);
            assertEquals(401, refused.statusCode());
            assertEquals(
                    "Basic realm=\"atrelay\", charset=\"UTF-8\"",
                    refused.headers().firstValue("WWW-Authenticate").orElse(""));
            assertEquals(401, Operator.of(relay, "another-password").get(LIST).statusCode());
            assertEquals(401, Operator.of(relay, "").post(BLOCK, null).statusCode());
            assertEquals(200, console(relay).get(LIST).statusCode());
            assertEquals(
                    "no-store",
                    console(relay)
                            .get(LIST)
                            .headers()
                            .firstValue("Cache-Control")
                            .orElse(""));
            HttpRequest bearer = HttpRequest.newBuilder(URI.create(
                            "http://127.0.0.1:" + relay.operatorAddress().getPort() + LIST))
                    .header("Authorization", "Bearer " + CONSOLE)
                    .build();
            assertEquals(
                    200, Http.client().send(bearer, BodyHandlers.ofString()).statusCode());
            assertTrue(relay.scrape().contains("relay_fanout_admin_unauthenticated_total 3.0"), relay::scrape);
        }
    }

    @Test
    void thePublicListenerHasNoneOfIt() throws Exception {
        try (EmbeddedRelay relay = fixture.start()) {
            Operator atTheFront = new Operator(relay.publicAddress().getPort(), CONSOLE);
            assertEquals(404, atTheFront.get(LIST).statusCode());
            assertEquals(404, atTheFront.post(BLOCK, null).statusCode());
        }
    }

    @Test
    void aTokenThatMayOnlyReadChangesNothing() throws Exception {
        try (EmbeddedRelay relay = fixture.start()) {
            Operator watch = Operator.of(relay, WATCH);
            assertEquals(200, watch.get(LIST).statusCode());
            watch.refused(403, "Forbidden", BLOCK, null);
            watch.refused(403, "Forbidden", "/admin/repo/takeDown", "{\"did\":\"did:plc:aaaaaaaaaaaaaaaaaaaaaaaa\"}");
            assertEquals("{\"bans\":[]}", watch.get("/admin/host/bans").body());
            assertTrue(relay.store().takedowns().isEmpty());
        }
    }

    @Test
    void whoFailsTooOftenIsHeldOffWhateverIsShown() throws Exception {
        Map<String, String> strict = Map.of("RELAY_ADMIN_FAILURES_MAX", "3", "RELAY_ADMIN_FAILURE_WINDOW", "24h");
        try (EmbeddedRelay relay = fixture.start(strict)) {
            for (int i = 0; i < 20; i++) {
                assertEquals(200, console(relay).get(LIST).statusCode());
            }
            for (int i = 0; i < 3; i++) {
                assertEquals(401, Operator.of(relay, "wrong").get(LIST).statusCode());
            }
            HttpResponse<String> held = console(relay).get(LIST);
            assertEquals(429, held.statusCode());
            assertTrue(Integer.parseInt(held.headers().firstValue("Retry-After").orElse("0")) > 0);
            assertEquals(200, Http.get(relay.operatorAddress(), "/metrics").statusCode());
            assertTrue(relay.scrape().contains("relay_fanout_http_rate_limited_total{kind=\"ADMIN\"} 1.0"));
        }
    }

    @Test
    void aFileOfTokensIsReadAnewWithoutARestart() throws Exception {
        Path file = Files.writeString(directory.resolve("tokens"), "robot all the-password-of-robot");
        try (EmbeddedRelay relay = fixture.start(Map.of("RELAY_ADMIN_TOKENS_FILE", file.toString()))) {
            Operator robot = Operator.of(relay, "the-password-of-robot");
            assertEquals(200, robot.get(LIST).statusCode());
            Files.writeString(file, "robot all the-next-password-of-robot");
            Operator next = Operator.of(relay, "the-next-password-of-robot");
            long deadlineNanos = System.nanoTime() + PATIENCE_NANOS;
            while (robot.get(LIST).statusCode() == 200) {
                assertTrue(System.nanoTime() - deadlineNanos < 0, "not read in time");
            }
            assertEquals(200, next.get(LIST).statusCode());
            assertEquals(200, console(relay).get(LIST).statusCode());
        }
    }

    @Test
    void badTokensStopTheStartAndAreNotShown() throws Exception {
        ConfigException refused = assertThrows(
                ConfigException.class, () -> fixture.start(Map.of("RELAY_ADMIN_TOKENS", "console all hunter2")));
        assertFalse(String.valueOf(refused.getMessage()).contains("hunter2"), refused.getMessage());
        assertTrue(String.valueOf(refused.getMessage()).startsWith("RELAY_ADMIN_TOKENS: "), refused.getMessage());

        Path file = Files.writeString(directory.resolve("tokens"), "robot all hunter2");
        refused = assertThrows(
                ConfigException.class, () -> fixture.start(Map.of("RELAY_ADMIN_TOKENS_FILE", file.toString())));
        assertFalse(String.valueOf(refused.getMessage()).contains("hunter2"), refused.getMessage());
        assertThrows(ConfigException.class, () -> fixture.start(Map.of("RELAY_ADMIN_TOKENS_FILE", "/nowhere/tokens")));
        fixture.start().close();
    }

    @Test
    void otherPathsMethodsAndFormsAreRefused() throws Exception {
        try (EmbeddedRelay relay = fixture.start()) {
            Operator console = console(relay);
            assertEquals(404, console.get("/admin/").statusCode());
            assertEquals(404, console.get("/admin/pds/List").statusCode());
            HttpResponse<String> wrong = console.get("/admin/pds/block?host=pds.host-a.net");
            assertEquals(405, wrong.statusCode());
            assertEquals("POST", wrong.headers().firstValue("Allow").orElse(""));
            assertEquals(405, console.post(LIST, null).statusCode());

            assertEquals(
                    413,
                    console.post("/admin/tiers/replace", " ".repeat(200_000)).statusCode());
            HttpRequest text = console.request("/admin/subs/banDomain")
                    .header("Content-Type", "text/plain")
                    .POST(BodyPublishers.ofString("{\"domain\":\"bad.net\"}"))
                    .build();
            assertEquals(415, Http.client().send(text, BodyHandlers.ofString()).statusCode());
            HttpRequest page = console.request(BLOCK)
                    .header("Origin", "https://evil.example.com")
                    .POST(BodyPublishers.noBody())
                    .build();
            assertEquals(403, Http.client().send(page, BodyHandlers.ofString()).statusCode());
            assertEquals("{\"bans\":[]}", console.get("/admin/host/bans").body());
        }
    }
}
