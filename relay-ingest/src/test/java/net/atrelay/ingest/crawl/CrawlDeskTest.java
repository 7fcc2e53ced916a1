package net.atrelay.ingest.crawl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import net.atrelay.ingest.IngestConfig;
import net.atrelay.ingest.IngestMetrics;
import net.atrelay.ingest.host.HostView;
import net.atrelay.ingest.host.ScriptedHost;
import net.atrelay.ingest.host.Until;
import net.atrelay.store.bus.CrawlAnswer;
import net.atrelay.store.host.HostBan;
import net.atrelay.store.host.HostRecord;
import net.atrelay.store.host.HostRecord.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CrawlDeskTest {
    private static final HostProbe.Answer HOST = new HostProbe.Answer.Host();

    private final MemoryWorld world = new MemoryWorld();
    private final MemoryHostTable table = world.hosts;
    private final List<String> probed = new CopyOnWriteArrayList<>();
    private final List<AutoCloseable> closed = new CopyOnWriteArrayList<>();
    private CompletableFuture<HostProbe.Answer> answer = CompletableFuture.completedFuture(HOST);

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable open : closed.reversed()) {
            open.close();
        }
        assertEquals(List.of(), world.fatal);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "asdf",
                "localhost",
                "localhost:8080",
                "https://8.8.8.8",
                "[::1]",
                "http://pds.atrelay.net",
                "ws://pds.atrelay.net",
                "https://pds.atrelay.net:8443",
                "https://pds.atrelay.net/path",
                "https://user@pds.atrelay.net",
                "at://pds.atrelay.net",
                "https://service.local",
                "pds.atrelay.net.",
                "relay.atrelay.net"
            })
    void namesThatAreNoPublicHostsAreInvalid(String hostname) throws Exception {
        CrawlAnswer.Refused refused = refused(start(config(false, 50)), hostname);

        assertEquals("InvalidRequest", refused.error());
        assertEquals(List.of(), probed);
        assertNull(table.find(hostname));
    }

    @Test
    void disabledEndpointIsForbidden() throws Exception {
        IngestConfig on = config(false, 50);
        IngestConfig off = new IngestConfig(
                false,
                on.userAgent(),
                false,
                false,
                Set.of(),
                Set.of(),
                Set.of(),
                50,
                2,
                on.sockets(),
                on.flight(),
                on.retry());
        assertEquals("Forbidden", refused(start(off), "pds.atrelay.net").error());
    }

    @Test
    void newHostIsProbedThenStoredAndDialledAtItsTip() throws Exception {
        HostStreams streams = start(config(false, 50));
        var accepted = assertInstanceOf(CrawlAnswer.Accepted.class, ask(streams, "https://PDS.banned-not.net"));

        assertEquals("pds.banned-not.net", accepted.hostname());
        assertEquals(List.of("pds.banned-not.net"), probed);
        HostRecord stored = table.find("pds.banned-not.net");
        assertNotNull(stored);
        assertNull(stored.cursor());
        assertTrue(stored.tls());
        assertNotNull(streams.view("pds.banned-not.net"));
    }

    @Test
    void knownHostIsAcceptedWithoutAProbe() throws Exception {
        HostStreams streams = start(config(false, 50));
        ask(streams, "pds.host-a.net");
        ask(streams, "pds.host-a.net");
        assertEquals(1, probed.size());
    }

    @Test
    void hostThatDoesNotAnswerTheProbeIsNotStored() throws Exception {
        answer = CompletableFuture.completedFuture(new HostProbe.Answer.Failed("timed out"));
        HostStreams streams = start(config(false, 50));
        assertEquals("HostNotFound", refused(streams, "pds.host-a.net").error());
        assertNull(table.find("pds.host-a.net"));

        answer = CompletableFuture.failedFuture(new IllegalStateException("broken"));
        assertEquals("HostNotFound", refused(streams, "pds.host-b.net").error());
    }

    @Test
    void relayIsRefusedBeforeItIsStored() throws Exception {
        answer = CompletableFuture.completedFuture(new HostProbe.Answer.Relay());
        assertEquals(
                "InvalidRequest",
                refused(start(config(false, 50)), "relay.other.net").error());
        assertNull(table.find("relay.other.net"));
    }

    @Test
    void bannedDomainCoversAllNamesBelowAndNoOthers() throws Exception {
        HostStreams streams = start(config(false, 50));
        assertEquals("HostBanned", refused(streams, "banned.net").error());
        assertEquals("HostBanned", refused(streams, "a.b.banned.net").error());
        assertInstanceOf(CrawlAnswer.Accepted.class, ask(streams, "notbanned.net"));
    }

    @Test
    void bannedHostIsRefusedAlsoAfterARestart() throws Exception {
        HostStreams streams = start(config(false, 50));
        ask(streams, "pds.host-a.net");
        assertTrue(streams.ban("pds.host-a.net"));
        assertEquals("HostBanned", refused(streams, "pds.host-a.net").error());
        streams.close();
        assertEquals(1, world.rules.bans().list(HostBan.Scope.HOST).size());

        HostStreams again = start(config(false, 50));
        assertEquals("HostBanned", refused(again, "pds.host-a.net").error());
        assertEquals(Status.BANNED, view(again, "pds.host-a.net").status());
        assertEquals(
                "HostBanned",
                assertInstanceOf(
                                CrawlAnswer.Refused.class,
                                again.addHost("pds.host-a.net")
                                        .toCompletableFuture()
                                        .get(10, TimeUnit.SECONDS))
                        .error());

        again.unban("pds.host-a.net");
        Until.holds("active", () -> view(again, "pds.host-a.net").status() == Status.ACTIVE);
        assertInstanceOf(CrawlAnswer.Accepted.class, ask(again, "pds.host-a.net"));
    }

    @Test
    void newHostsOfOneDayAreLimitedAlsoOverARestart() throws Exception {
        HostStreams streams = start(config(false, 2));
        ask(streams, "pds.host-a.net");
        ask(streams, "pds.host-b.net");
        CrawlAnswer.Refused refused = refused(streams, "pds.host-c.net");
        assertEquals("RateLimitExceeded", refused.error());
        assertTrue(refused.retryAfterSeconds() > 0 && refused.retryAfterSeconds() <= 86_400);
        assertInstanceOf(CrawlAnswer.Accepted.class, ask(streams, "pds.host-a.net"));
        assertInstanceOf(CrawlAnswer.Accepted.class, ask(streams, "x.trusted.net"));
        streams.close();

        HostStreams again = start(config(false, 2));
        assertEquals("RateLimitExceeded", refused(again, "pds.host-c.net").error());
        assertInstanceOf(
                CrawlAnswer.Accepted.class,
                again.addHost("pds.host-c.net").toCompletableFuture().get(10, TimeUnit.SECONDS));
        assertNotNull(table.find("pds.host-c.net"));
    }

    @Test
    void requestsForOneHostShareOneProbe() throws Exception {
        answer = new CompletableFuture<>();
        HostStreams streams = start(config(false, 50));
        var first = streams.requestCrawl("pds.host-a.net").toCompletableFuture();
        var second = streams.requestCrawl("https://pds.host-a.net").toCompletableFuture();
        answer.complete(HOST);

        assertEquals(first.get(10, TimeUnit.SECONDS), second.get(10, TimeUnit.SECONDS));
        assertEquals(1, probed.size());
    }

    @Test
    void probesAtTheSameTimeAreBounded() throws Exception {
        answer = new CompletableFuture<>();
        HostStreams streams = start(config(false, 50));
        var a = streams.requestCrawl("pds.host-a.net");
        var b = streams.requestCrawl("pds.host-b.net");
        assertEquals("RateLimitExceeded", refused(streams, "pds.host-c.net").error());
        answer.complete(HOST);
        a.toCompletableFuture().get(10, TimeUnit.SECONDS);
        b.toCompletableFuture().get(10, TimeUnit.SECONDS);

        assertInstanceOf(CrawlAnswer.Accepted.class, ask(streams, "pds.host-c.net"));
    }

    @Test
    void developmentHostIsCrawledAndSurvivesARestart() throws Exception {
        try (ScriptedHost host = new ScriptedHost(_ -> {})) {
            HostStreams streams = start(config(true, 50));
            assertEquals(new CrawlAnswer.Accepted(host.hostname()), ask(streams, host.hostname()));
            Until.holds("connected", () -> isConnected(streams, host.hostname()));
            assertEquals(1, streams.views().size());
            streams.close();

            HostStreams again = start(config(true, 50));
            Until.holds("connected again", () -> isConnected(again, host.hostname()));
            assertEquals(1, probed.size());
        }
    }

    private static boolean isConnected(HostStreams streams, String hostname) {
        var view = streams.view(hostname);
        return view != null && view.connected();
    }

    private static HostView view(HostStreams streams, String hostname) {
        HostView view = streams.view(hostname);
        assertNotNull(view);
        return view;
    }

    private HostStreams start(IngestConfig config) {
        HostProbe probe = (hostname, _) -> {
            probed.add(hostname);
            return answer;
        };
        IngestMetrics metrics = new IngestMetrics(new SimpleMeterRegistry());
        IngestParts parts = world.parts(config, probe);
        HostStreams streams = HostStreams.start(world.network(config, parts, metrics), parts, config, metrics);
        closed.add(streams);
        return streams;
    }

    private static CrawlAnswer ask(HostStreams streams, String hostname) throws Exception {
        return streams.requestCrawl(hostname).toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private static CrawlAnswer.Refused refused(HostStreams streams, String hostname) throws Exception {
        return assertInstanceOf(CrawlAnswer.Refused.class, ask(streams, hostname));
    }

    private static IngestConfig config(boolean development, int newHostsPerDayMax) {
        IngestConfig plain = IngestConfig.defaults("test");
        return new IngestConfig(
                development,
                plain.userAgent(),
                false,
                true,
                Set.of("relay.atrelay.net"),
                Set.of("banned.net"),
                Set.of("trusted.net"),
                newHostsPerDayMax,
                2,
                plain.sockets(),
                plain.flight(),
                plain.retry());
    }
}
