package net.atrelay.verify.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import net.atrelay.atproto.cid.Cid;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.store.account.UpstreamStatus;
import net.atrelay.verify.VerifyMetrics;
import net.atrelay.verify.core.HostStatusAnswer;
import net.atrelay.verify.core.HostStatusAnswer.Failed;
import net.atrelay.verify.core.HostStatusAnswer.Stated;
import net.atrelay.verify.core.ListedRepo;
import net.atrelay.verify.identity.http.HttpLimits;
import net.atrelay.verify.identity.http.LaneLimits;
import net.atrelay.verify.identity.http.ManualClock;
import net.atrelay.verify.identity.http.NameLookup;
import net.atrelay.verify.identity.http.Tarpit;
import net.atrelay.verify.identity.http.TestServer;
import net.atrelay.verify.identity.http.Until;
import net.atrelay.verify.listing.RepoPage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostApiTest {
    private static final Did DID = new Did("did:web:a%3Ab.example.com");
    private static final String STATUS = "/xrpc/com.atproto.sync.getRepoStatus?did=did%3Aweb%3Aa%253Ab.example.com";
    private static final String LIST = "/xrpc/com.atproto.sync.listRepos?limit=500";
    private static final Did LISTED_DID = new Did("did:plc:ewvi7nxzyoun6zhxrhs64oiz");
    private static final String LISTED = "{\"did\":\"" + LISTED_DID.value() + "\",\"head\":\""
            + Cid.ofDagCbor(new byte[] {(byte) 0xa0})
            + "\",\"rev\":\"3jzfcijpj2z2a\",\"active\":false,\"status\":\"takendown\"}";
    private static final String DESCRIBE = "/xrpc/com.atproto.server.describeServer";

    private final ManualClock clock = new ManualClock();
    private final TestServer server = new TestServer();
    private HostApi hosts = hosts(true);

    @AfterEach
    void close() {
        hosts.close();
        server.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "true; ;",
                "false; \"deactivated\"; deactivated",
                "false; \"neverHeardOf\"; neverHeardOf",
                "false; 1;",
                "false; \"\\ud800\";"
            })
    void whatTheHostStatesIsTakenInItsWords(boolean active, @Nullable String json, @Nullable String status) {
        server.on(STATUS, TestServer.json(200, stated(DID, active, json)));
        assertEquals(new Stated(active, status), status());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "400; {\"error\":\"RepoNotFound\",\"message\":\"x\"}; NotFound",
                "404; {\"error\":\"RepoNotFound\"}; NotFound",
                "400; {\"error\":\"InvalidRequest\"}; Failed",
                "400; {\"error\":1}; Failed",
                "404; <html>; Failed",
                "500; {\"error\":\"RepoNotFound\"}; Failed",
                "501; {\"error\":\"MethodNotImplemented\"}; Failed",
                "302; ''; Failed",
                "200; ''; Failed",
                "200; []; Failed",
                "200; {\"did\":\"did:web:a%3Ab.example.com\"}; Failed",
                "200; {\"did\":\"did:web:a%3Ab.example.com\",\"active\":\"true\"}; Failed",
                "200; {\"did\":\"did:web:other.example.com\",\"active\":true}; Failed",
                "200; {\"active\":true}; Failed"
            })
    void otherAnswersHaveTheirClass(int status, String body, String expected) {
        server.on(STATUS, TestServer.status(status, body, Map.of("Location", server.url() + "/other")));
        assertEquals(expected, status().getClass().getSimpleName());
        assertEquals(List.of(STATUS), server.requests());
    }

    @Test
    void aStatusWithoutEndIsNotTaken() {
        server.on(STATUS, TestServer.json(200, stated(DID, false, "\"" + "x".repeat(65) + "\"")));
        assertEquals(new Failed(), status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.0.0.1", "pds.internal", "http://pds.example.com", "a.example.com/x", ""})
    void aHostThatIsNoneIsNotAsked(String host) {
        assertEquals(new Failed(), Until.answered(hosts.ask(DID, host)));
    }

    @Test
    void outsideDevelopmentNothingOnThisMachineIsAsked() {
        hosts.close();
        hosts = hosts(false);
        server.on(STATUS, TestServer.json(200, stated(DID, true, null)));
        assertEquals(new Failed(), status());
        assertEquals(new ServerAnswer.Failed("reserved_name"), describe());
        assertEquals(List.of(), server.requests());
    }

    @Test
    void aSlowHostHoldsUpOnlyItsOwnQuestions() {
        server.on(STATUS, TestServer.json(200, stated(DID, true, null)));
        try (Tarpit tarpit = new Tarpit("HTTP/1.1 200 OK\r\nContent-Length: 3000\r\n\r\n", ' ')) {
            CompletableFuture<HostStatusAnswer> slow =
                    hosts.ask(DID, tarpit.authority()).toCompletableFuture();
            CompletableFuture<HostStatusAnswer> slower =
                    hosts.ask(DID, tarpit.authority()).toCompletableFuture();
            CompletableFuture<HostStatusAnswer> tooMany =
                    hosts.ask(DID, tarpit.authority()).toCompletableFuture();
            assertEquals(new Stated(true, null), status());
            assertEquals(new Failed(), Until.answered(tooMany));
            Until.holds("it drips", () -> tarpit.dripping() == 1);
            clock.advance(Duration.ofSeconds(5));
            assertEquals(new Failed(), Until.answered(slow));
            Until.holds("it drips on the next", () -> tarpit.dripping() == 1);
            hosts.close();
            assertEquals(new Failed(), Until.answered(slower));
        }
    }

    @Test
    void whoDescribesItselfIsAHost() {
        server.on(DESCRIBE, TestServer.json(200, "{\"did\":\"did:web:x.example.com\",\"availableUserDomains\":[]}"));
        assertEquals(new ServerAnswer.Host(), describe());
    }

    @ParameterizedTest
    @CsvSource({"200, '{}'", "404, ''", "501, ''"})
    void whoSaysSoIsARelay(int status, String body) {
        server.on(DESCRIBE, TestServer.status(status, body, Map.of("Server", "indigo (AtProto-Relay)")));
        assertEquals(new ServerAnswer.Relay(), describe());
    }

    @ParameterizedTest
    @CsvSource({"404, '{}'", "500, '{}'", "302, ''", "200, '<html>'", "200, '[]'", "200, ''"})
    void whoAnswersOtherwiseIsNoHost(int status, String body) {
        server.on(DESCRIBE, TestServer.status(status, body, Map.of("Location", server.url() + "/other")));
        assertEquals(new ServerAnswer.Failed("status " + status), describe());
        assertEquals(1, server.requests().size());
    }

    @Test
    void whoCannotBeReachedIsNoHost() {
        server.close();
        assertEquals(new ServerAnswer.Failed("connection"), describe());
    }

    @ParameterizedTest
    @CsvSource({
        "localhost, false, port",
        "pds.example.com, false, plaintext",
        "pds.internal, true, reserved_name",
        "pds.example.com:8443, true, port",
        "10.0.0.1, true, not_a_hostname",
        "pds.example.com/x, true, extra_parts"
    })
    void aNameThatIsNoHostnameIsNotAsked(String hostname, boolean tls, String detail) {
        assertEquals(new ServerAnswer.Failed(detail), Until.answered(hosts.describeServer(hostname, tls)));
    }

    @Test
    void aPageOfAccountsIsReadAndABadEntrySpoilsNoOther() {
        server.on(LIST, TestServer.json(200, "{\"cursor\":\"a b\",\"repos\":[" + LISTED + ",{\"did\":\"x\"},7]}"));
        server.on(LIST + "&cursor=a+b", TestServer.json(200, "{\"repos\":[]}"));
        RepoPage.Listed first = (RepoPage.Listed) page(null);
        ListedRepo repo = first.repos().getFirst();
        assertEquals(LISTED_DID, repo.did());
        assertEquals("3jzfcijpj2z2a", repo.rev().value());
        assertEquals(new UpstreamStatus(false, "takendown"), repo.status());
        assertEquals(2, first.unusable());
        assertEquals("a b", first.cursor());
        RepoPage.Listed last = (RepoPage.Listed) page("a b");
        assertEquals(List.of(), last.repos());
        assertNull(last.cursor());
    }

    @Test
    void aWordWithHalfACharacterIsNone() {
        server.on(LIST, TestServer.json(200, "{\"repos\":[" + LISTED.replace("takendown", "\\udc00") + "]}"));
        RepoPage.Listed page = (RepoPage.Listed) page(null);
        assertEquals(new UpstreamStatus(false, null), page.repos().getFirst().status());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "404; ''; NotOffered",
                "501; ''; NotOffered",
                "500; ''; Failed",
                "302; ''; Failed",
                "200; <html>; Failed",
                "200; []; Failed",
                "200; {\"repos\":{}}; Failed"
            })
    void otherAnswersAreNoPages(int status, String body, String expected) {
        server.on(LIST, TestServer.status(status, body, Map.of("Location", server.url() + "/other")));
        assertEquals(expected, page(null).getClass().getSimpleName());
    }

    @Test
    void aHugePageIsNotRead() {
        server.on(LIST, TestServer.json(200, " ".repeat(HttpLimits.DEFAULTS.bodyBytesMax() + 1)));
        assertEquals(new RepoPage.Failed("body_too_large", false), page(null));
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    void aHostThatSaysWhenIsNotAskedBeforeWhateverItIs(int status) {
        server.on(STATUS, TestServer.status(status, "", Map.of("Retry-After", "60")));
        assertEquals(new Failed(), status());
        assertEquals(new ServerAnswer.Failed("held_off"), describe());
        assertEquals(new RepoPage.Failed("held_off", true), page(null));
        assertEquals(List.of(STATUS), server.requests());

        clock.advance(Duration.ofSeconds(61));
        server.on(STATUS, TestServer.json(200, stated(DID, true, null)));
        assertEquals(new Stated(true, null), status());
    }

    @Test
    void noHostIsLeftAloneForEver() {
        server.on(STATUS, TestServer.status(429, "", Map.of("Retry-After", "999999999")));
        assertEquals(new Failed(), status());
        clock.advance(HttpLimits.DEFAULTS.retryAfterMax().plusSeconds(1));
        assertEquals(new Failed(), status());
        assertEquals(2, server.requests().size());
    }

    @Test
    void questionsAfterTheEndFail() {
        hosts.close();
        assertEquals(new Failed(), status());
        assertTrue(describe() instanceof ServerAnswer.Failed);
    }

    private RepoPage page(@Nullable String cursor) {
        return Until.answered(hosts.page(server.authority(), cursor));
    }

    private HostStatusAnswer status() {
        return Until.answered(hosts.ask(DID, server.authority()));
    }

    private ServerAnswer describe() {
        return Until.answered(hosts.describeServer(server.authority(), false));
    }

    private static String stated(Did did, boolean active, @Nullable String status) {
        String member = status == null ? "" : ",\"status\":" + status;
        return "{\"did\":\"" + did + "\",\"active\":" + active + member + ",\"rev\":\"3jzfcijpj2z2a\"}";
    }

    private HostApi hosts(boolean development) {
        IdentityConfig defaults = IdentityConfig.defaults("1");
        IdentityConfig config = new IdentityConfig(
                URI.create("https://plc.directory"),
                development,
                defaults.userAgent(),
                defaults.documentTimeout(),
                defaults.hostTimeout(),
                defaults.http(),
                defaults.directory(),
                defaults.domains(),
                new LaneLimits(4, 1, 10, 1),
                defaults.answers(),
                defaults.forced());
        return new HostApi(config, new VerifyMetrics(new SimpleMeterRegistry()), clock, NameLookup.SYSTEM);
    }
}
