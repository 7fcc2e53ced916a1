package net.atrelay.verify.identity.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import net.atrelay.verify.HttpCall;
import net.atrelay.verify.HttpOutcome;
import net.atrelay.verify.VerifyMetrics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GuardedClientTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final LaneLimits LANE = new LaneLimits(4, 4, 10, 10);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final ManualClock clock = new ManualClock();
    private final TestServer server = new TestServer();
    private GuardedClient client = client(true, NameLookup.SYSTEM);

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    @Test
    void aResponseIsReadWhole() {
        server.on("/doc?x=1", TestServer.status(200, "hello", Map.of("Server", "test", "Retry-After", "3")));
        var answered = assertInstanceOf(Fetched.Answered.class, fetch("/doc?x=1"));
        assertEquals(200, answered.status());
        assertEquals("hello", new String(answered.body(), StandardCharsets.UTF_8));
        assertEquals("3", answered.retryAfter());
        assertEquals("text/x", server.header(0, "Accept"));
        assertEquals("test (atproto-relay)", server.header(0, "User-agent"));
        assertNull(server.header(0, "Accept-encoding"));
        assertNull(server.header(0, "Upgrade"));
        assertEquals(
                1,
                meters.get("relay.verify.http.requests")
                        .tag("call", "web")
                        .tag("outcome", "answered")
                        .timer()
                        .count());
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void aRedirectIsNotFollowed(int status) {
        server.on("/doc", TestServer.status(status, "", Map.of("Location", server.url() + "/other")));
        server.on("/other", TestServer.json(200, "{}"));
        assertEquals(
                status, assertInstanceOf(Fetched.Answered.class, fetch("/doc")).status());
        assertEquals(List.of("/doc"), server.requests());
    }

    @Test
    void cookiesAreNotKept() {
        server.on("/doc", TestServer.status(200, "x", Map.of("Set-Cookie", "a=b; Path=/")));
        fetch("/doc");
        fetch("/doc");
        assertNull(server.header(1, "Cookie"));
    }

    @Test
    void compressedBytesAreNotUnpacked() {
        server.on("/doc", TestServer.status(200, "not gzip at all", Map.of("Content-Encoding", "gzip")));
        var answered = assertInstanceOf(Fetched.Answered.class, fetch("/doc"));
        assertEquals("not gzip at all", new String(answered.body(), StandardCharsets.UTF_8));
    }

    @Test
    void aBodyUpToTheCapIsRead() {
        server.on("/doc", TestServer.status(200, "x".repeat(4_096), Map.of()));
        assertEquals(
                4_096, assertInstanceOf(Fetched.Answered.class, fetch("/doc")).body().length);
    }

    @Test
    void aBodyThatSaysItIsTooLongIsNotRead() {
        server.on("/doc", TestServer.status(200, "x".repeat(4_097), Map.of()));
        assertEquals(new Fetched.Broken(HttpOutcome.BODY_TOO_LARGE), fetch("/doc"));
    }

    @Test
    void aBodyWithoutEndIsCut() {
        server.on("/doc", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            OutputStream body = exchange.getResponseBody();
            byte[] piece = new byte[1_024];
            while (true) {
                body.write(piece);
            }
        });
        assertEquals(new Fetched.Broken(HttpOutcome.BODY_TOO_LARGE), fetch("/doc"));
    }

    /// Each drips at another stage: in the status line, a header, the body, a chunk's size, a body that is not
    /// read.
    @ParameterizedTest
    @CsvSource({
        "'', H",
        "'HTTP/1.1 200 OK|X: ', a",
        "'HTTP/1.1 100 Continue||HTTP/1.1 200 OK|Content-Length: 300000||', a",
        "'HTTP/1.1 200 OK|Transfer-Encoding: chunked||', 0",
        "'HTTP/1.1 404 Not Found||', a",
        "'HTTP/1.1 500 Error|Content-Length: 300000|X: ', a"
    })
    void aServerThatDripsIsCutOffAtTheDeadline(String opening, char drip) {
        client.close();
        client = client(true, NameLookup.SYSTEM, new HttpLimits(LONG, LONG, 1 << 20, 1 << 20, 100, 1, 1, LONG));
        try (Tarpit tarpit = new Tarpit(lines(opening), drip)) {
            Target target = new Target(false, "localhost", tarpit.port(), "/doc");
            CompletableFuture<Fetched> fetched = fetchInBackground(target, Duration.ofSeconds(10));
            Until.holds("it drips", () -> tarpit.dripping() == 1);
            clock.advance(Duration.ofSeconds(9));
            assertFalse(fetched.isDone());
            clock.advance(Duration.ofSeconds(1));
            assertEquals(new Fetched.Broken(HttpOutcome.TIMEOUT), Until.answered(fetched));
            Until.holds("its connection is closed", () -> tarpit.dripping() == 0);
        }
    }

    @Test
    void whatIsNotReadOfABodyIsNotWaitedFor() {
        try (Tarpit tarpit = new Tarpit(lines("HTTP/1.1 500 Error|Content-Length: 300000||"), 'a')) {
            var fetched = client.fetch(HttpCall.WEB, new Target(false, "localhost", tarpit.port(), "/"), "x", LONG);
            assertEquals(500, assertInstanceOf(Fetched.Answered.class, fetched).status());
            Until.holds("its connection is closed", () -> tarpit.dripping() == 0);
        }
    }

    @Test
    void aServerThatIsSilentInTheHandshakeIsCutOffAtTheDeadline() {
        // The head of a TLS record of 16 KiB, of which one byte comes at a time.
        try (Tarpit tarpit = new Tarpit("\u0016\u0003\u0003?\u007f", '\u0002')) {
            CompletableFuture<Fetched> fetched =
                    fetchInBackground(new Target(true, "localhost", tarpit.port(), "/"), Duration.ofSeconds(10));
            Until.holds("it drips", () -> tarpit.dripping() == 1);
            clock.advance(Duration.ofSeconds(10));
            assertEquals(new Fetched.Broken(HttpOutcome.TIMEOUT), Until.answered(fetched));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X: yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy",
                "A: 1|B: 2|C: 3|D: 4|E: 5|F: 6|G: 7|H: 8"
            })
    void aHeadBeyondTheLimitsIsNoResponse(String headers) {
        client.close();
        client = client(true, NameLookup.SYSTEM, new HttpLimits(LONG, LONG, 4_096, 64, 7, 1, 1, LONG));
        try (Tarpit tarpit = new Tarpit(lines("HTTP/1.1 200 OK|" + headers + "||"), 'a')) {
            assertEquals(
                    new Fetched.Broken(HttpOutcome.RESPONSE_INVALID),
                    client.fetch(HttpCall.WEB, new Target(false, "localhost", tarpit.port(), "/"), "x", LONG));
        }
    }

    @Test
    void whatIsNoHttpIsNoResponse() {
        try (Tarpit tarpit = new Tarpit(lines("SSH-2.0-OpenSSH_9.6||"), '\n')) {
            assertEquals(
                    new Fetched.Broken(HttpOutcome.RESPONSE_INVALID),
                    client.fetch(HttpCall.WEB, new Target(false, "localhost", tarpit.port(), "/"), "x", LONG));
        }
    }

    @Test
    void aClosedPortIsAFaultOfTheConnection() {
        int port = server.port();
        server.close();
        assertEquals(
                new Fetched.Broken(HttpOutcome.CONNECTION),
                client.fetch(HttpCall.WEB, new Target(false, "localhost", port, "/"), "x", LONG));
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "10.0.0.1", "169.254.169.254", "::ffff:127.0.0.1", "fe80::1"})
    void aNameOfThisNetworkIsRefused(String address) {
        client.close();
        client = client(false, _ -> AddressGuardTest.addresses(address));
        assertEquals(new Fetched.Broken(HttpOutcome.ADDRESS_REFUSED), fetchPublic());
        assertEquals(List.of(), server.requests());
    }

    @Test
    void aNameThatChangesItsAddressAfterTheCheckGainsNothing() {
        AtomicInteger lookups = new AtomicInteger();
        client.close();
        // The first address passes the guard and belongs to nobody (unassigned part of 2000::/3).
        client = client(
                false, _ -> AddressGuardTest.addresses(lookups.getAndIncrement() == 0 ? "2fff::1" : "127.0.0.1"));
        CompletableFuture<Fetched> fetched =
                fetchInBackground(new Target(true, "pds.example.com", 443, "/"), Duration.ofSeconds(10));
        Until.holds("it waits for a connection or has given up", () -> lookups.get() > 0);
        clock.advance(Duration.ofSeconds(10));
        assertInstanceOf(Fetched.Broken.class, Until.answered(fetched));
        assertEquals(1, lookups.get());
        assertEquals(new Fetched.Broken(HttpOutcome.ADDRESS_REFUSED), fetchPublic());
    }

    @ParameterizedTest
    @ValueSource(ints = {22, 25, 2583, 8443})
    void onlyThePortsOfHttpAreAsked(int port) {
        AtomicInteger lookups = new AtomicInteger();
        client.close();
        client = client(false, _ -> {
            lookups.incrementAndGet();
            return List.of(InetAddress.getLoopbackAddress());
        });
        assertEquals(
                new Fetched.Broken(HttpOutcome.ADDRESS_REFUSED),
                client.fetch(HttpCall.WEB, new Target(true, "pds.example.com", port, "/"), "x", LONG));
        assertEquals(0, lookups.get());
    }

    @Test
    void closingBreaksOffWhatIsUnderWay() {
        try (Tarpit tarpit = new Tarpit(lines("HTTP/1.1 200 OK|Content-Length: 3000||"), 'a')) {
            CompletableFuture<Fetched> fetched =
                    fetchInBackground(new Target(false, "localhost", tarpit.port(), "/"), LONG);
            Until.holds("it drips", () -> tarpit.dripping() == 1);
            client.close();
            assertEquals(new Fetched.Broken(HttpOutcome.CLOSED), Until.answered(fetched));
            assertEquals(new Fetched.Broken(HttpOutcome.CLOSED), fetch("/doc"));
        }
    }

    private static String lines(String text) {
        return text.replace("|", "\r\n");
    }

    private Fetched fetch(String path) {
        return client.fetch(HttpCall.WEB, new Target(false, "localhost", server.port(), path), "text/x", LONG);
    }

    private Fetched fetchPublic() {
        return client.fetch(HttpCall.WEB, new Target(true, "pds.example.com", 443, "/"), "x", LONG);
    }

    private CompletableFuture<Fetched> fetchInBackground(Target target, Duration timeout) {
        CompletableFuture<Fetched> fetched = new CompletableFuture<>();
        Thread.startVirtualThread(() -> fetched.complete(client.fetch(HttpCall.WEB, target, "x", timeout)));
        return fetched;
    }

    private GuardedClient client(boolean development, NameLookup names) {
        return client(development, names, new HttpLimits(LONG, LONG, 4_096, 1_024, 20, 2, 2, LONG));
    }

    private GuardedClient client(boolean development, NameLookup names, HttpLimits limits) {
        return new ClientFactory(limits, development, "test (atproto-relay)", names, clock, new VerifyMetrics(meters))
                .forStrangers(LANE, LONG);
    }
}
