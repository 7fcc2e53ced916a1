package net.atrelay.ingest.crawl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import net.atrelay.ingest.CrawlOutcome;
import net.atrelay.ingest.GapCause;
import net.atrelay.ingest.IngestConfig;
import net.atrelay.ingest.IngestMetrics;
import net.atrelay.ingest.host.HostView;
import net.atrelay.ingest.host.ScriptedHost;
import net.atrelay.ingest.host.Until;
import net.atrelay.store.bus.CrawlAnswer;
import net.atrelay.store.host.CrawlRule;
import net.atrelay.store.host.HostBan;
import net.atrelay.store.host.HostRecord;
import net.atrelay.store.host.HostRecord.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What operators may do while the relay runs, and what of it a restart finds.
class OperatorTest {
    private final MemoryWorld world = new MemoryWorld();
    private final List<AutoCloseable> closed = new CopyOnWriteArrayList<>();
    private final AtomicInteger probing = new AtomicInteger();
    private final AtomicInteger probingMost = new AtomicInteger();
    private HostProbe probe = (_, _) -> CompletableFuture.completedStage(new HostProbe.Answer.Host());

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable open : closed.reversed()) {
            open.close();
        }
        assertEquals(List.of(), world.fatal);
    }

    @Test
    void banOfADomainClosesItsSocketsAtOnceAndHoldsOverARestart() throws Exception {
        try (ScriptedHost host = new ScriptedHost(_ -> {})) {
            HostStreams streams = start(config(true));
            ask(streams, host.hostname());
            ask(streams, "a.bad.net");
            Until.holds("connected", () -> view(streams, host.hostname()).connected());

            assertTrue(streams.banDomain("bad.net"));
            assertEquals(CrawlOutcome.BANNED, outcome(streams, "b.bad.net"));
            assertEquals(
                    "HostBanned",
                    assertInstanceOf(CrawlAnswer.Refused.class, ask(streams, "a.bad.net"))
                            .error());
            Until.holds("banned", () -> view(streams, "a.bad.net").status() == Status.BANNED);
            assertTrue(view(streams, host.hostname()).connected());
            assertFalse(streams.banDomain("not a domain"));
            streams.close();

            HostStreams again = start(config(true));
            assertEquals(Status.BANNED, view(again, "a.bad.net").status());
            assertEquals(
                    Set.of("bad.net", "configured.net"),
                    Set.copyOf(again.domainBans().stream().map(HostBan::name).toList()));

            assertTrue(again.unbanDomain("bad.net"));
            Until.holds("no longer banned", () -> view(again, "a.bad.net").status() != Status.BANNED);
            assertInstanceOf(CrawlAnswer.Accepted.class, ask(again, "b.bad.net"));

            assertTrue(again.banDomain("NET"));
            assertEquals(CrawlOutcome.BANNED, outcome(again, "c.good.net"));
            assertTrue(again.unbanDomain("net"));
            assertInstanceOf(CrawlAnswer.Accepted.class, ask(again, "c.good.net"));
        }
    }

    @Test
    void rulesThatAnotherProcessHasPutHoldOnceTheyAreTaken() throws Exception {
        try (ScriptedHost host = new ScriptedHost(_ -> {})) {
            HostStreams streams = start(config(true));
            ask(streams, host.hostname());
            Until.holds("connected", () -> view(streams, host.hostname()).connected());
            HostBan ban = new HostBan(host.hostname(), HostBan.Scope.HOST, 1, "elsewhere");
            world.rules.put(new CrawlRule.Ban(ban));
            world.rules.put(new CrawlRule.NewHostsPerDay(0));
            world.rules.put(new CrawlRule.AccountLimit("b.good.net", 17L));
            assertTrue(view(streams, host.hostname()).connected());

            streams.rulesChanged();
            Until.holds("closed", () -> !view(streams, host.hostname()).connected());
            assertEquals(List.of(ban), streams.hostBans());
            assertEquals(CrawlOutcome.DAY_FULL, outcome(streams, "b.good.net"));
            assertEquals(17, accountsMax(streams, "b.good.net"));

            world.rules.put(new CrawlRule.Lift(host.hostname(), HostBan.Scope.HOST));
            world.rules.put(new CrawlRule.NewHostsPerDay(null));
            streams.rulesChanged();
            Until.holds("connected again", () -> view(streams, host.hostname()).connected());
            assertEquals(CrawlOutcome.ADDED, outcome(streams, "b.good.net"));
        }
    }

    @Test
    void hostsThatAnotherProcessTookInCountAmongTheNewOnesOfTheDay() throws Exception {
        HostStreams streams = start(config(true));
        long now = TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis());
        for (String name : List.of("a.good.net", "b.good.net", "c.good.net", "c.good.net")) {
            streams.hostFollowed(new HostRecord(name, true, Status.ACTIVE, 0, null, now, null));
        }
        assertEquals(CrawlOutcome.DOMAIN_FULL, outcome(streams, "d.good.net"));
        assertEquals(CrawlOutcome.ADDED, outcome(streams, "a.other.net"));
    }

    @Test
    void bannedHostIsClosedAtOnceAndOtherBansStillCoverIt() throws Exception {
        try (ScriptedHost host = new ScriptedHost(_ -> {})) {
            HostStreams streams = start(config(true));
            ask(streams, host.hostname());
            Until.holds("connected", () -> view(streams, host.hostname()).connected());
            assertTrue(streams.ban(host.hostname()));
            Until.holds("closed", () -> !view(streams, host.hostname()).connected());
            assertEquals(Status.BANNED, view(streams, host.hostname()).status());
            assertNull(view(streams, host.hostname()).nextDialAtMicros());
            streams.unban(host.hostname());
            Until.holds("connected again", () -> view(streams, host.hostname()).connected());
        }
        HostStreams streams = start(config(false));
        ask(streams, "a.bad.net");
        streams.ban("a.bad.net");
        streams.banDomain("bad.net");
        streams.unban("a.bad.net");
        assertEquals(CrawlOutcome.BANNED, outcome(streams, "a.bad.net"));
        Until.holds("banned", () -> view(streams, "a.bad.net").status() == Status.BANNED);
    }

    @Test
    void banHoldsAgainstTheWritesOfAHostThatComesAndGoes() throws Exception {
        try (ScriptedHost host = new ScriptedHost(ScriptedHost.Visit::drop)) {
            HostStreams streams = start(config(true));
            ask(streams, host.hostname());
            Thread requests = Thread.ofPlatform().start(() -> {
                for (int i = 0; i < 500; i++) {
                    var _ = streams.requestCrawl(host.hostname());
                    var _ = streams.resetCursor(host.hostname(), (long) i);
                }
            });
            streams.ban(host.hostname());
            requests.join();
            Until.holds("banned", () -> view(streams, host.hostname()).status() == Status.BANNED);
            assertFalse(view(streams, host.hostname()).connected());
            streams.close();

            HostStreams again = start(config(true));
            assertEquals(Status.BANNED, view(again, host.hostname()).status());
            assertEquals(CrawlOutcome.BANNED, outcome(again, host.hostname()));
        }
    }

    @Test
    void relayThatAnswersLikeAHostIsBannedForGood() throws Exception {
        try (ScriptedHost host = new ScriptedHost(_ -> {})) {
            host.answerHeader("Server", "atproto-relay");
            HostStreams streams = start(config(true));
            ask(streams, host.hostname());
            Until.holds("stored", () -> !streams.hostBans().isEmpty());
            assertEquals(host.hostname(), streams.hostBans().getFirst().name());
            assertEquals(CrawlOutcome.BANNED, outcome(streams, host.hostname()));
            streams.close();

            assertEquals(
                    Status.BANNED, view(start(config(true)), host.hostname()).status());
        }
    }

    @Test
    void banInARecordFromBeforeBansHadTheirOwnStillHolds() throws Exception {
        world.hosts.put(new HostRecord("a.old.net", true, Status.BANNED, 0, 5L, 1, null), true);
        HostStreams streams = start(config(false));
        streams.ban("b.new.net");
        streams.unban("b.new.net");
        assertEquals(CrawlOutcome.BANNED, outcome(streams, "a.old.net"));
        assertEquals(Status.BANNED, view(streams, "a.old.net").status());

        streams.unban("a.old.net");
        assertEquals(CrawlOutcome.KNOWN, outcome(streams, "a.old.net"));
        Until.holds("stored", () -> stored("a.old.net").status() == Status.ACTIVE);
    }

    @Test
    void hostThatWasGivenUpForNowIsDialledOnRequestAndItsTrueStateShown() throws Exception {
        IngestConfig plain = config(true);
        Duration never = Duration.ofHours(1);
        IngestConfig config = new IngestConfig(
                true,
                plain.userAgent(),
                false,
                true,
                Set.of(),
                Set.of(),
                Set.of(),
                50,
                2,
                plain.sockets(),
                plain.flight(),
                new IngestConfig.Retry(never, never, Duration.ofSeconds(60), 1, never, Duration.ZERO, 50, never));
        try (ScriptedHost host = new ScriptedHost(_ -> {})) {
            host.refuse(true);
            HostStreams streams = start(config);
            ask(streams, host.hostname());
            Until.holds("offline", () -> stored(host.hostname()).status() == Status.OFFLINE);
            assertEquals(
                    "UPGRADE_REFUSED: HTTP status 503", stored(host.hostname()).lastError());
            assertInstanceOf(CrawlAnswer.Accepted.class, ask(streams, host.hostname()));
            Until.holds("failed again", () -> view(streams, host.hostname()).failures() == 2);
            assertEquals(Status.OFFLINE, stored(host.hostname()).status());

            host.refuse(false);
            ask(streams, host.hostname());
            Until.holds("active", () -> stored(host.hostname()).status() == Status.ACTIVE);
            Until.holds("connected", () -> view(streams, host.hostname()).connected());
        }
    }

    @Test
    void crawlRequestsAndTheDaysLimitAreChangedAtRunTimeAndOverARestart() throws Exception {
        HostStreams streams = start(config(false));
        streams.setCrawlEnabled(false).toCompletableFuture().join();
        assertEquals(CrawlOutcome.DISABLED, outcome(streams, "a.one.net"));
        streams.close();

        HostStreams again = start(config(false));
        assertFalse(again.crawlEnabled());
        again.setCrawlEnabled(null).toCompletableFuture().join();
        assertTrue(again.crawlEnabled());
        again.setNewHostsPerDayMax(1).toCompletableFuture().join();
        assertEquals(CrawlOutcome.ADDED, outcome(again, "a.one.net"));
        assertEquals(CrawlOutcome.DAY_FULL, outcome(again, "a.two.net"));
        again.close();

        HostStreams third = start(config(false));
        assertEquals(1, third.newHostsPerDayMax());
        assertEquals(CrawlOutcome.DAY_FULL, outcome(third, "a.two.net"));
        third.setNewHostsPerDayMax(null).toCompletableFuture().join();
        assertEquals(CrawlOutcome.ADDED, outcome(third, "a.two.net"));
    }

    @Test
    void oneDomainsNewHostsAreLimitedUnlessItsTierIsTrusted() throws Exception {
        HostStreams streams = start(config(false));
        for (int i = 0; i < 3; i++) {
            assertEquals(CrawlOutcome.ADDED, outcome(streams, "pds" + i + ".one.net"));
        }
        assertEquals(CrawlOutcome.DOMAIN_FULL, outcome(streams, "pds3.one.net"));
        assertEquals(CrawlOutcome.ADDED, outcome(streams, "pds.two.net"));
        streams.close();

        HostStreams again = start(config(false));
        assertEquals(CrawlOutcome.DOMAIN_FULL, outcome(again, "pds3.one.net"));
        assertNull(again.setTiers("mine: *.one.net; trusted | rest: *"));
        assertEquals(CrawlOutcome.ADDED, outcome(again, "pds3.one.net"));
    }

    @Test
    void tiersAreReplacedAsAWholeAndOverARestart() throws Exception {
        HostStreams streams = start(config(false));
        ask(streams, "pds.one.net");
        String refused = streams.setTiers("mine: *.one.net; eventsPerSecond=x | rest: *");
        assertNotNull(refused);
        assertTrue(refused.startsWith("tiers, line 1: eventsPerSecond=x"), refused);
        assertEquals("default", streams.tiers().of("pds.one.net").name());
        assertNull(streams.setTiers("mine: *.one.net | rest: *"));
        assertEquals("mine", streams.tiers().of("pds.one.net").name());
        streams.close();

        HostStreams again = start(config(false));
        assertEquals("mine", again.tiers().of("pds.one.net").name());
        assertEquals("mine", view(again, "pds.one.net").tier());
        assertNull(again.setTiers(null));
        assertEquals("default", again.tiers().of("pds.one.net").name());
    }

    @Test
    void theLimitOfASingleHostHoldsOverARestartAndWhateverTheTiersBecome() throws Exception {
        HostStreams streams = start(config(false));
        ask(streams, "pds.one.net");
        streams.setAccountsMax("pds.one.net", 7L).toCompletableFuture().join();
        assertNull(streams.setTiers("mine: *.one.net; accounts=3 | rest: *"));
        assertEquals(7, accountsMax(streams, "pds.one.net"));
        assertEquals(3, accountsMax(streams, "pds2.one.net"));
        assertThrows(IllegalArgumentException.class, () -> streams.setAccountsMax("pds.one.net", 0L));
        streams.close();

        HostStreams again = start(config(false));
        assertEquals(7, accountsMax(again, "pds.one.net"));
        again.setAccountsMax("pds.one.net", null).toCompletableFuture().join();
        assertEquals(3, accountsMax(again, "pds.one.net"));
    }

    @Test
    void aDisconnectedHostIsDialledAgainAndNothingIsHeldAgainstIt() throws Exception {
        AtomicInteger visits = new AtomicInteger();
        try (ScriptedHost host = new ScriptedHost(_ -> visits.incrementAndGet())) {
            HostStreams streams = start(config(true));
            assertFalse(streams.disconnect(host.hostname()));
            ask(streams, host.hostname());
            Until.holds("connected", () -> view(streams, host.hostname()).connected());
            assertTrue(streams.disconnect(host.hostname()));
            Until.holds(
                    "connected again",
                    () -> visits.get() >= 2 && view(streams, host.hostname()).connected());
            assertEquals(List.of(), view(streams, host.hostname()).errors());
        }
    }

    @Test
    void cursorIsSetDurablyAndTheHostComparedWithWhatWeHave() throws Exception {
        List<String> compared = new CopyOnWriteArrayList<>();
        world.reconciler = (hostname, cause) -> {
            compared.add(hostname + " " + cause);
            return CompletableFuture.completedStage(true);
        };
        try (ScriptedHost host = new ScriptedHost(_ -> {})) {
            HostStreams streams = start(config(true));
            ask(streams, host.hostname());
            Until.holds("connected", () -> view(streams, host.hostname()).connected());
            assertTrue(streams.resetCursor(host.hostname(), 77L)
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS));
            HostRecord stored = world.hosts.find(host.hostname());
            assertNotNull(stored);
            assertEquals(77L, stored.cursor());
            assertEquals(1L, stored.epoch());
            Until.holds("compared", () -> !compared.isEmpty());

            assertEquals(List.of(host.hostname() + " " + GapCause.CURSOR_RESET), compared);
            assertFalse(
                    streams.resetCursor("unknown.net", 1L).toCompletableFuture().join());
        }
    }

    @Test
    void journalOfAHostOutlivesARestart() throws Exception {
        HostStreams streams = start(config(true));
        ScriptedHost gone = new ScriptedHost(_ -> {});
        ask(streams, gone.hostname());
        Until.holds("connected", () -> view(streams, gone.hostname()).connected());
        gone.close();
        Until.holds("a fault", () -> !view(streams, gone.hostname()).errors().isEmpty());
        streams.close();

        HostStreams again = start(config(true));
        assertFalse(view(again, gone.hostname()).errors().isEmpty());
        assertFalse(world.journals.of(gone.hostname()).entries().isEmpty());
    }

    @Test
    void journalIsStoredNowAndThenWhileTheHostStaysAsItIs() throws Exception {
        try (ScriptedHost host = new ScriptedHost(ScriptedHost.Visit::drop)) {
            HostStreams streams =
                    start(config(true).withJournal(new IngestConfig.Journal(1_000, Duration.ofMillis(10))));
            ask(streams, host.hostname());
            Until.holds("stored", () -> world.rules.find(host.hostname()) != null);

            assertEquals(Status.ACTIVE, view(streams, host.hostname()).status());
        }
    }

    @Test
    void listOfHostsIsProbedAFewAtATimeAndReportedNameByName() throws Exception {
        probe = (name, _) -> {
            int now = probing.incrementAndGet();
            probingMost.accumulateAndGet(now, Math::max);
            return CompletableFuture.supplyAsync(() -> {
                probing.decrementAndGet();
                return name.startsWith("dead")
                        ? new HostProbe.Answer.Failed("timed out")
                        : name.startsWith("relay") ? new HostProbe.Answer.Relay() : new HostProbe.Answer.Host();
            });
        };
        HostStreams streams = start(config(false));
        ask(streams, "known.net");
        List<String> names = new ArrayList<>(List.of(
                "known.net", "dead.net", "relay.net", "10.0.0.1", "x.configured.net", "own.net", "https://ok.net"));
        for (int i = 0; i < 60; i++) {
            names.add("pds" + i + ".one.net");
        }
        names.add("dead.net");
        Map<String, CrawlOutcome> report =
                streams.addHosts(names).toCompletableFuture().get(60, TimeUnit.SECONDS);

        assertEquals(
                List.of(
                        CrawlOutcome.KNOWN,
                        CrawlOutcome.NO_ANSWER,
                        CrawlOutcome.RELAY,
                        CrawlOutcome.NOT_A_HOST,
                        CrawlOutcome.BANNED,
                        CrawlOutcome.SELF,
                        CrawlOutcome.ADDED),
                List.copyOf(report.values()).subList(0, 7));
        assertEquals(names.size() - 1, report.size());
        assertEquals(List.copyOf(report.keySet()), names.subList(0, names.size() - 1));
        assertEquals(
                61, report.values().stream().filter(CrawlOutcome.ADDED::equals).count());
        assertNotNull(world.hosts.find("ok.net"));
        assertNull(world.hosts.find("dead.net"));
        assertTrue(probingMost.get() <= 3, "at the same time: " + probingMost.get());
    }

    private HostStreams start(IngestConfig config) {
        IngestMetrics metrics = new IngestMetrics(new SimpleMeterRegistry());
        IngestParts parts = world.parts(config, (name, tls) -> probe.probe(name, tls));
        HostStreams streams = HostStreams.start(world.network(config, parts, metrics), parts, config, metrics);
        closed.add(streams);
        return streams;
    }

    private HostRecord stored(String hostname) {
        HostRecord host = world.hosts.find(hostname);
        assertNotNull(host);
        return host;
    }

    private static long accountsMax(HostStreams streams, String hostname) {
        return streams.tiers().of(hostname).accounts().accountsMax();
    }

    private static HostView view(HostStreams streams, String hostname) {
        HostView view = streams.view(hostname);
        assertNotNull(view);
        return view;
    }

    private static CrawlAnswer ask(HostStreams streams, String hostname) throws Exception {
        return streams.requestCrawl(hostname).toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private static CrawlOutcome outcome(HostStreams streams, String hostname) throws Exception {
        return streams.admit(hostname)
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS)
                .outcome();
    }

    private static IngestConfig config(boolean development) {
        IngestConfig plain = IngestConfig.defaults("test");
        return new IngestConfig(
                        development,
                        plain.userAgent(),
                        false,
                        true,
                        Set.of("own.net"),
                        Set.of("configured.net"),
                        Set.of(),
                        50,
                        2,
                        plain.sockets(),
                        plain.flight(),
                        plain.retry())
                .withLimits(new IngestConfig.Limits(plain.limits().tiers(), 3))
                .withTasks(new IngestConfig.Tasks(2, Duration.ZERO, 3, 1_000));
    }
}
