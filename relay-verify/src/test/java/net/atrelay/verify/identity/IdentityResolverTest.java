package net.atrelay.verify.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.verify.VerifyMetrics;
import net.atrelay.verify.core.IdentityAnswer;
import net.atrelay.verify.core.IdentityAnswer.Failed;
import net.atrelay.verify.core.IdentityAnswer.Invalid;
import net.atrelay.verify.core.IdentityAnswer.NotFound;
import net.atrelay.verify.core.IdentityAnswer.RateLimited;
import net.atrelay.verify.core.IdentityAnswer.Resolved;
import net.atrelay.verify.embedded.ResolveMode;
import net.atrelay.verify.identity.http.HttpLimits;
import net.atrelay.verify.identity.http.LaneLimits;
import net.atrelay.verify.identity.http.ManualClock;
import net.atrelay.verify.identity.http.NameLookup;
import net.atrelay.verify.identity.http.RequestClock;
import net.atrelay.verify.identity.http.Tarpit;
import net.atrelay.verify.identity.http.TestServer;
import net.atrelay.verify.identity.http.TestServer.Reply;
import net.atrelay.verify.identity.http.Until;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityResolverTest {
    private static final Did PLC = new Did("did:plc:ewvi7nxzyoun6zhxrhs64oiz");
    private static final Did PLC_2 = new Did("did:plc:z72i7hdynmk6r22z27h6tvur");
    private static final String PATH = "/did:plc:ewvi7nxzyoun6zhxrhs64oiz";
    private static final String WEB_PATH = "/.well-known/did.json";
    /// The distance of two requests at the highest pace.
    private static final Duration PACE = Duration.ofNanos(10_000);
    private static final String HOST = "pds.example.com";

    private final ManualClock clock = new ManualClock();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final TestServer server = new TestServer();
    private IdentityResolver resolver = resolver(true, clock, NameLookup.SYSTEM);

    @AfterEach
    void close() {
        resolver.close();
        server.close();
    }

    @Test
    void aPlcIsLookedUpAtTheDirectory() {
        server.on(PATH, TestServer.json(200, Documents.of(PLC.value(), Documents.K256, "https://pds.example.com")));
        IdentityAnswer answer = resolve(PLC);
        assertEquals(new Resolved("did:key:" + Documents.K256, "pds.example.com", clock.micros()), answer);
        assertEquals("application/did+ld+json, application/json", server.header(0, "Accept"));
        assertTrue(String.valueOf(server.header(0, "User-agent")).contains("atproto-relay"));
        assertEquals(1, results("plc", "resolved"));
    }

    @Test
    void aWebIsLookedUpAtItsDomain() {
        Did did = web(server);
        server.on(WEB_PATH, TestServer.json(200, Documents.of(did.value(), Documents.P256, "http://localhost:2583")));
        IdentityAnswer answer = resolve(did);
        assertEquals(new Resolved("did:key:" + Documents.P256, "localhost:2583", clock.micros()), answer);
        assertEquals(1, results("web", "resolved"));
    }

    @Test
    void anUnusableKeyIsAnAnswer() {
        server.on(PATH, TestServer.json(200, Documents.of(PLC.value(), Documents.ED25519, "https://pds.example.com")));
        IdentityAnswer answer = resolve(PLC);
        assertEquals(new Resolved(null, "pds.example.com", clock.micros()), answer);
        assertEquals(1, results("plc", "key_missing"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "404; {\"message\":\"DID not registered: did:plc:x\"}; NotFound",
                "404; {\"message\":\"DID not available: did:plc:x\"}; Tombstoned",
                "410; {\"message\":\"gone\"}; Tombstoned",
                "200; {\"id\":\"did:plc:z72i7hdynmk6r22z27h6tvur\"}; Invalid",
                "200; []; Invalid",
                "200; <html>; Failed",
                "200; ''; Failed",
                "204; ''; Failed",
                "301; ''; Failed",
                "302; ''; Failed",
                "400; {\"message\":\"bad\"}; Failed",
                "401; {}; Failed",
                "403; {}; Failed",
                "500; {}; Failed",
                "502; <html>; Failed",
                "503; ''; Failed"
            })
    void statusesOfTheDirectoryHaveTheirClass(int status, String body, String expected) {
        server.on(PATH, TestServer.status(status, body, Map.of("Location", server.url() + "/other")));
        assertEquals(expected, resolve(PLC).getClass().getSimpleName());
        assertEquals(List.of(PATH), server.requests());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "200; {\"type\":\"plc_tombstone\"}; Tombstoned",
                "200; {\"type\":\"plc_operation\"}; Failed",
                "404; <html>; NotFound",
                "500; {}; Failed",
                "429; {}; Failed"
            })
    void anAmbiguousNotFoundIsDecidedByTheLastOperation(int status, String body, String expected) {
        server.on(PATH, TestServer.status(404, "{\"message\":\"Not Found\"}", Map.of()));
        server.on(PATH + "/log/last", TestServer.status(status, body, Map.of()));
        assertEquals(expected, resolve(PLC).getClass().getSimpleName());
        assertEquals(List.of(PATH, PATH + "/log/last"), server.requests());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "404; ''; NotFound",
                "410; ''; Failed",
                "200; {}; Invalid",
                "200; <html>; Failed",
                "301; ''; Failed",
                "307; ''; Failed",
                "429; ''; Failed",
                "500; ''; Failed"
            })
    void statusesOfADomainHaveTheirClass(int status, String body, String expected) {
        server.on(WEB_PATH, TestServer.status(status, body, Map.of("Location", server.url() + "/other")));
        assertEquals(expected, resolve(web(server)).getClass().getSimpleName());
        assertEquals(List.of(WEB_PATH), server.requests());
    }

    @Test
    void aDocumentThatIsTooLargeIsInvalid() {
        server.on(PATH, TestServer.json(200, " ".repeat(HttpLimits.DEFAULTS.bodyBytesMax() + 1)));
        IdentityAnswer answer = resolve(PLC);
        assertEquals(new Invalid(clock.micros()), answer);
    }

    @Test
    void aDirectoryThatIsDownFails() {
        server.close();
        assertEquals(new Failed(), resolve(PLC));
        assertEquals(1, results("plc", "failed"));
    }

    @Test
    void aDirectoryThatDripsFailsAtTheDeadline() {
        try (Tarpit tarpit = new Tarpit("HTTP/1.1 200 OK\r\nContent-Length: 200000\r\n\r\n", ' ')) {
            Did did = new Did("did:web:localhost%3A" + tarpit.port());
            var answer = ask(did, ResolveMode.NORMAL, 0);
            Until.holds("it drips", () -> tarpit.dripping() == 1);
            clock.advance(Duration.ofSeconds(10));
            assertEquals(new Failed(), Until.answered(answer));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "did:key:zQ3shSLZGMcjepaac1GBQPn3qbrRaNyFgVGLhM8mMpDAwir7o",
                "did:plc:short",
                "did:web:example.com:path",
                "did:web:example.com%3A8080",
                "did:web:example.com%2Fpath",
                "did:web:127.0.0.1",
                "did:web:localhost",
                "did:web:pds.internal",
                "did:web:pds.local",
                "did:web:Example.com"
            })
    void aDidThatIsNotSupportedIsNotLookedUp(String did) {
        AtomicInteger lookups = new AtomicInteger();
        restart(true, clock, name -> {
            lookups.incrementAndGet();
            throw new UnknownHostException(name);
        });
        IdentityAnswer answer = resolve(new Did(did));
        assertEquals(new NotFound(clock.micros()), answer);
        assertEquals(0, lookups.get());
    }

    @Test
    void outsideDevelopmentNothingOnThisMachineIsAsked() {
        restart(false, clock, NameLookup.SYSTEM);
        IdentityAnswer answer = resolve(web(server));
        assertEquals(new NotFound(clock.micros()), answer);
        assertEquals(List.of(), server.requests());
    }

    @Test
    void aDomainWithoutAddressFails() {
        restart(true, clock, name -> {
            throw new UnknownHostException(name);
        });
        assertEquals(new Failed(), resolve(new Did("did:web:gone.example.com")));
    }

    @Test
    void questionsThatComeTogetherMakeOneRequest() {
        CountDownLatch open = new CountDownLatch(1);
        server.on(PATH, after(open, document(PLC)));
        List<CompletableFuture<IdentityAnswer>> answers = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            answers.add(ask(PLC, ResolveMode.NORMAL, 0));
        }
        open.countDown();
        answers.forEach(answer -> assertInstanceOf(Resolved.class, Until.answered(answer)));
        assertEquals(1, server.requests().size());
    }

    @Test
    void aPurgeWhileALookupIsUnderWayMakesAnother() {
        CountDownLatch open = new CountDownLatch(1);
        server.on(PATH, after(open, document(PLC)));
        var before = ask(PLC, ResolveMode.NORMAL, 0);
        Until.holds("the directory was asked", () -> server.requests().size() == 1);
        long began = clock.micros();
        clock.advance(Duration.ofSeconds(1));
        var after = ask(PLC, ResolveMode.NORMAL, clock.micros());
        open.countDown();
        assertEquals(
                began, assertInstanceOf(Resolved.class, Until.answered(before)).startedAtMicros());
        assertEquals(
                clock.micros(),
                assertInstanceOf(Resolved.class, Until.answered(after)).startedAtMicros());
        assertEquals(2, server.requests().size());
    }

    @Test
    void aForcedLookupAsksAnewOnceInAWhile() {
        server.on(PATH, document(PLC));
        resolve(PLC);
        clock.advance(Duration.ofSeconds(2));
        IdentityAnswer answer = forced(PLC);
        assertEquals(clock.micros(), assertInstanceOf(Resolved.class, answer).startedAtMicros());
        assertEquals(new RateLimited(), forced(PLC));
        assertEquals(2, server.requests().size());
        assertEquals(1, refused("did_gap"));
        clock.advance(Duration.ofSeconds(30));
        assertInstanceOf(Resolved.class, forced(PLC));
    }

    @Test
    void aHostMayForceOnlySoMany() {
        server.on(PATH, document(PLC));
        server.on("/" + PLC_2.value(), document(PLC_2));
        assertInstanceOf(Resolved.class, forced(PLC));
        assertEquals(new RateLimited(), forced(PLC_2));
        assertEquals(1, refused("host_budget"));
        clock.advance(Duration.ofSeconds(1));
        assertInstanceOf(Resolved.class, forced(PLC_2));
    }

    /// The frame that waits asks again with the same question, and must not be told that it has asked too often.
    @Test
    void aForcedLookupThatFailedMayBeTriedAgain() {
        server.on(PATH, TestServer.status(500, "", Map.of()));
        long asked = clock.micros();
        assertEquals(new Failed(), Until.answered(ask(PLC, ResolveMode.FORCED, asked)));
        clock.advance(Duration.ofSeconds(1));
        assertEquals(new Failed(), Until.answered(ask(PLC, ResolveMode.FORCED, asked)));
        assertEquals(1, server.requests().size(), "from memory");
        server.on(PATH, document(PLC));
        clock.advance(Duration.ofSeconds(10));
        assertInstanceOf(Resolved.class, Until.answered(ask(PLC, ResolveMode.FORCED, asked)));
    }

    @ParameterizedTest
    @CsvSource({"60, 60", ", 5", "nonsense, 5", "999999, 600"})
    void tooManyRequestsHoldsTheNextOnesUp(String retryAfter, int seconds) {
        Map<String, String> headers = retryAfter == null ? Map.of() : Map.of("Retry-After", retryAfter);
        server.on(PATH, TestServer.status(429, "", headers));
        server.on("/" + PLC_2.value(), document(PLC_2));
        assertEquals(new Failed(), resolve(PLC));
        var next = ask(PLC_2, ResolveMode.NORMAL, 0);
        clock.advance(Duration.ofSeconds(seconds - 1));
        assertEquals(1, server.requests().size());
        assertEquals(1, gauge("relay.verify.http.queued", "directory"));
        assertFalse(next.isDone());
        clock.advance(Duration.ofSeconds(2));
        assertInstanceOf(Resolved.class, Until.answered(next));
    }

    @Test
    void tooManyRequestsMayNameADate() {
        // 20 seconds after the clock's start.
        server.on(PATH, TestServer.status(429, "", Map.of("Retry-After", "Tue, 14 Nov 2023 22:13:41 GMT")));
        server.on("/" + PLC_2.value(), document(PLC_2));
        assertEquals(new Failed(), resolve(PLC));
        var next = ask(PLC_2, ResolveMode.NORMAL, 0);
        clock.advance(Duration.ofSeconds(18));
        assertEquals(1, gauge("relay.verify.http.queued", "directory"));
        clock.advance(Duration.ofSeconds(3));
        assertInstanceOf(Resolved.class, Until.answered(next));
    }

    @Test
    void aDeadDomainHoldsUpNobodyElse() {
        CountDownLatch open = new CountDownLatch(1);
        server.on(PATH, document(PLC));
        Did living = web(server);
        server.on(
                WEB_PATH,
                TestServer.json(200, Documents.of(living.value(), Documents.K256, "https://pds.example.com")));
        NameLookup names = name -> {
            if (name.endsWith("dead.com")) {
                awaitQuietly(open);
                throw new UnknownHostException(name);
            }
            return NameLookup.SYSTEM.lookUp(name);
        };
        restart(true, clock, names);
        List<CompletableFuture<IdentityAnswer>> dead = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            dead.add(ask(new Did("did:web:d" + i + ".dead.com"), ResolveMode.NORMAL, 0));
        }
        assertInstanceOf(Resolved.class, resolve(PLC));
        assertInstanceOf(Resolved.class, resolve(living));
        open.countDown();
        dead.forEach(answer -> assertEquals(new Failed(), Until.answered(answer)));
    }

    @Test
    void closingAnswersEverythingEvenWhenInterrupted() {
        CountDownLatch open = new CountDownLatch(1);
        server.on(PATH, after(open, document(PLC)));
        var running = ask(PLC, ResolveMode.NORMAL, 0);
        Until.holds("the directory was asked", () -> server.requests().size() == 1);
        var later = ask(PLC_2, ResolveMode.NORMAL, clock.micros() + 1_000_000);
        Thread.currentThread().interrupt();
        resolver.close();
        assertTrue(Thread.interrupted());
        assertEquals(new Failed(), Until.answered(running));
        assertEquals(new Failed(), Until.answered(later));
        assertEquals(new Failed(), resolve(PLC));
        open.countDown();
    }

    @Test
    void withTheClockOfTheMachineItWaitsForWhatIsAsked() {
        restart(true, RequestClock.ofSystem(InstantSource.system()), NameLookup.SYSTEM);
        server.on(PATH, document(PLC));
        long notBefore = System.currentTimeMillis() * 1_000 + 20_000;
        var answer = Until.answered(ask(PLC, ResolveMode.NORMAL, notBefore));
        assertTrue(assertInstanceOf(Resolved.class, answer).startedAtMicros() >= notBefore);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        while (latch.getCount() > 0 && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static Reply after(CountDownLatch open, Reply reply) {
        return exchange -> {
            awaitQuietly(open);
            reply.to(exchange);
        };
    }

    private static Reply document(Did did) {
        return TestServer.json(200, Documents.of(did.value(), Documents.K256, "https://pds.example.com"));
    }

    private static Did web(TestServer server) {
        return new Did("did:web:localhost%3A" + server.port());
    }

    private IdentityAnswer resolve(Did did) {
        return Until.answered(ask(did, ResolveMode.NORMAL, 0));
    }

    private IdentityAnswer forced(Did did) {
        return Until.answered(ask(did, ResolveMode.FORCED, 0));
    }

    private CompletableFuture<IdentityAnswer> ask(Did did, ResolveMode mode, long notBeforeMicros) {
        clock.advance(PACE);
        return resolver.resolve(did, mode, HOST, notBeforeMicros).toCompletableFuture();
    }

    private double results(String call, String result) {
        return meters.get("relay.verify.identity.results")
                .tag("call", call)
                .tag("result", result)
                .counter()
                .count();
    }

    private double refused(String budget) {
        return meters.get("relay.verify.identity.refused")
                .tag("budget", budget)
                .counter()
                .count();
    }

    private double gauge(String name, String lane) {
        return meters.get(name).tag("lane", lane).gauge().value();
    }

    private void restart(boolean development, RequestClock time, NameLookup names) {
        resolver.close();
        meters.clear();
        resolver = resolver(development, time, names);
    }

    private IdentityResolver resolver(boolean development, RequestClock time, NameLookup names) {
        IdentityConfig defaults = IdentityConfig.defaults("1");
        IdentityConfig config = new IdentityConfig(
                development ? URI.create(server.url()) : defaults.plcUrl(),
                development,
                defaults.userAgent(),
                defaults.documentTimeout(),
                defaults.hostTimeout(),
                defaults.http(),
                new IdentityConfig.Directory(8, 100, 100_000, Duration.ofSeconds(5), Duration.ofMinutes(10)),
                new LaneLimits(8, 4, 100, 100),
                defaults.hosts(),
                new IdentityConfig.Answers(
                        100,
                        Duration.ofHours(1),
                        Duration.ofMinutes(2),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(10),
                        100),
                new IdentityConfig.Forced(Duration.ofSeconds(30), 1, 1, 100));
        return new IdentityResolver(config, new VerifyMetrics(meters), time, names);
    }
}
