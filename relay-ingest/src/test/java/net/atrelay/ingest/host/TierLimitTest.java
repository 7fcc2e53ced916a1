package net.atrelay.ingest.host;

import static net.atrelay.ingest.host.TestFrames.identity;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.ingest.IngestConfig;
import net.atrelay.ingest.LimitKind;
import net.atrelay.store.host.JournalEntry;
import org.junit.jupiter.api.Test;

class TierLimitTest {
    private static final String ROOMY = "; accounts=1000000000; bytesPerSecond=1000000000000";

    private static final Did ACCOUNT = new Did(TestFrames.DID);

    @Test
    void hostOverItsEventsPerSecondIsReadAtThatSpeedAndNothingIsLost() {
        try (Bench bench = bench("all: *" + ROOMY + "; eventsPerSecond=10");
                ScriptedHost host = new ScriptedHost(visit -> flood(visit, 95))) {
            HostStream stream = bench.open(host, null);
            for (int burst = 1; burst <= 9; burst++) {
                awaitHeldBack(bench, stream, LimitKind.EVENTS_PER_SECOND, burst * 10);
                Until.holds("looks again", () -> bench.clock.waiting() == 2);
                bench.clock.advance(Duration.ofSeconds(1));
            }
            bench.awaitFrames(95);

            assertEquals(LongStream.rangeClosed(1, 95).boxed().toList(), bench.seqs());
            Until.holds(
                    "let go",
                    () -> stream.view().heldBackBy() == null && heldBack(bench, LimitKind.EVENTS_PER_SECOND) == 0);
            assertTrue(host.visit(1).isOpen());
        }
    }

    @Test
    void hostThatHasUsedUpADayGoesOnAtTheDaysAverage() {
        try (Bench bench = bench("all: *" + ROOMY + "; eventsPerDay=24");
                ScriptedHost host = new ScriptedHost(visit -> flood(visit, 30))) {
            HostStream stream = bench.open(host, null);
            awaitHeldBack(bench, stream, LimitKind.EVENTS_PER_DAY, 24);
            for (int event = 25; event <= 27; event++) {
                bench.clock.advance(Duration.ofMinutes(59));
                awaitHeldBack(bench, stream, LimitKind.EVENTS_PER_DAY, event - 1);
                Until.holds("looks again", () -> bench.clock.waiting() == 2);
                bench.clock.advance(Duration.ofMinutes(1));
                awaitHeldBack(bench, stream, LimitKind.EVENTS_PER_DAY, event);
            }
        }
    }

    @Test
    void frameLargerThanTheBytesOfASecondPassesAndIsWaitedForAfterwards() {
        try (Bench bench = bench("all: *; accounts=1000000; bytesPerSecond=1000");
                ScriptedHost host = new ScriptedHost(visit -> visit.send(identity(1, 5_000), identity(2)))) {
            HostStream stream = bench.open(host, null);
            awaitHeldBack(bench, stream, LimitKind.BYTES_PER_SECOND, 1);
            bench.clock.advance(Duration.ofSeconds(3));
            Until.holds("looks again", () -> bench.clock.waiting() == 2);
            awaitHeldBack(bench, stream, LimitKind.BYTES_PER_SECOND, 1);
            bench.clock.advance(Duration.ofSeconds(3));
            bench.awaitFrames(2);
        }
    }

    @Test
    void raisedLimitsReachAHostThatWaits() {
        try (Bench bench = bench("all: *" + ROOMY + "; eventsPerHour=2");
                ScriptedHost host = new ScriptedHost(visit -> flood(visit, 500))) {
            HostStream stream = bench.open(host, null);
            awaitHeldBack(bench, stream, LimitKind.EVENTS_PER_HOUR, 2);

            bench.tiers.replace(Bench.tiers("small: *; eventsPerHour=2 | big: localhost" + ROOMY));
            bench.clock.advance(Duration.ofSeconds(1));
            bench.awaitFrames(500);

            assertEquals("big", stream.view().tier());
        }
    }

    @Test
    void loweredLimitsHoldFromTheNextFrameOn() {
        try (Bench bench = bench("all: *" + ROOMY);
                ScriptedHost host = new ScriptedHost(visit -> flood(visit, 5))) {
            HostStream stream = bench.open(host, null);
            bench.awaitFrames(5);
            host.visit(1).awaitDealtWith();
            assertNull(stream.view().heldBackBy());

            bench.tiers.replace(Bench.tiers("all: *" + ROOMY + "; eventsPerHour=1"));
            host.visit(1).send(identity(6), identity(7), identity(8));

            awaitHeldBack(bench, stream, LimitKind.EVENTS_PER_HOUR, 6);
        }
    }

    @Test
    void hostIsStillHeldBackOnItsNextSocket() {
        try (Bench bench = bench("all: *" + ROOMY + "; eventsPerHour=3");
                ScriptedHost host = new ScriptedHost(visit -> {
                    long from = visit.cursor == null ? 1 : visit.cursor + 1;
                    for (long seq = from; seq <= 5; seq++) {
                        visit.send(identity(seq));
                    }
                })) {
            HostStream stream = bench.open(host, null);
            awaitHeldBack(bench, stream, LimitKind.EVENTS_PER_HOUR, 3);
            stream.resetCursor(3L, () -> {});
            host.visit(2);
            Until.holds("connected", () -> stream.view().connected());

            assertEquals(LimitKind.EVENTS_PER_HOUR, stream.view().heldBackBy());
            assertEquals(List.of(1L, 2L, 3L), bench.seqs());
            Until.holds("looks again", () -> bench.clock.waiting() == 2);
            bench.clock.advance(Duration.ofHours(1));
            bench.awaitFrames(5);
            assertEquals(List.of(1L, 2L, 3L, 4L, 5L), bench.seqs());
        }
    }

    @Test
    void hostThatIsHeldBackCostsNoOther() {
        try (Bench bench = bench("slow: localhost; eventsPerHour=1 | all: *" + ROOMY);
                ScriptedHost slow = new ScriptedHost(visit -> flood(visit, 500));
                ScriptedHost fast = new ScriptedHost(visit -> flood(visit, 500))) {
            bench.tiers.replace(Bench.tiers("slow: " + slow.hostname() + "; eventsPerHour=1 | all: *" + ROOMY));
            HostStream held = bench.open(slow, null);
            awaitHeldBack(bench, held, LimitKind.EVENTS_PER_HOUR, 1);
            bench.open(fast, null);
            bench.awaitFrames(501);

            assertEquals(
                    LongStream.rangeClosed(1, 500).boxed().toList(),
                    bench.frames.stream()
                            .filter(frame -> frame.host().equals(fast.hostname()))
                            .map(frame -> frame.hostSeq())
                            .toList());
        }
    }

    @Test
    void hostWithAnAccountOverItsRateIsReadAgainAfterThatTimeAndNoOtherIsSlowed() {
        try (Bench bench = bench("all: *" + ROOMY);
                ScriptedHost slow = new ScriptedHost(visit -> visit.send(identity(1)));
                ScriptedHost fast = new ScriptedHost(visit -> flood(visit, 500))) {
            HostStream held = bench.open(slow, null);
            bench.awaitFrames(1);
            held.slowForAccount(ACCOUNT, Duration.ofSeconds(30).toNanos());
            held.slowForAccount(ACCOUNT, Duration.ofSeconds(20).toNanos());
            awaitHeldBack(bench, held, LimitKind.ACCOUNT_EVENTS_PER_HOUR, 1);
            slow.visit(1).send(identity(2), identity(3));
            bench.open(fast, null);
            bench.awaitFrames(501);
            assertEquals(
                    1,
                    bench.frames.stream()
                            .filter(frame -> frame.host().equals(slow.hostname()))
                            .count());

            List<JournalEntry> lines = held.view().errors();
            assertEquals(1, lines.size());
            assertEquals("ACCOUNT_EVENTS_PER_HOUR", lines.getFirst().reason());
            assertEquals(ACCOUNT, lines.getFirst().did());

            bench.clock.advance(Duration.ofSeconds(29));
            awaitHeldBack(bench, held, LimitKind.ACCOUNT_EVENTS_PER_HOUR, 501);
            bench.clock.advance(Duration.ofSeconds(1));
            bench.awaitFrames(503);
            Until.holds("let go", () -> heldBack(bench, LimitKind.ACCOUNT_EVENTS_PER_HOUR) == 0);
        }
    }

    @Test
    void anotherRateForAccountsLetsAHostGo() {
        try (Bench bench = bench("all: *" + ROOMY);
                ScriptedHost host = new ScriptedHost(visit -> visit.send(identity(1)))) {
            HostStream stream = bench.open(host, null);
            bench.awaitFrames(1);
            stream.slowForAccount(ACCOUNT, Duration.ofHours(1).toNanos());
            awaitHeldBack(bench, stream, LimitKind.ACCOUNT_EVENTS_PER_HOUR, 1);
            host.visit(1).send(identity(2));

            bench.tiers.replace(Bench.tiers("all: *" + ROOMY + "; accountEventsPerHour=1000000"));
            Until.holds("looks again", () -> bench.clock.waiting() == 2);
            bench.clock.advance(Duration.ofSeconds(1));
            bench.awaitFrames(2);
        }
    }

    private static void awaitHeldBack(Bench bench, HostStream stream, LimitKind kind, int frames) {
        Until.holds(
                frames + " frames, then held back",
                () -> bench.frames.size() == frames
                        && stream.view().heldBackBy() == kind
                        && heldBack(bench, kind) == 1);
    }

    private static double heldBack(Bench bench, LimitKind kind) {
        return bench.meters
                .get("relay_ingest_held_back_hosts")
                .tag("reason", kind.name())
                .gauge()
                .value();
    }

    private static void flood(ScriptedHost.Visit visit, int to) {
        for (long seq = 1; seq <= to; seq++) {
            visit.send(identity(seq));
        }
    }

    private static Bench bench(String tiers) {
        return new Bench(Bench.config().withLimits(new IngestConfig.Limits(Bench.tiers(tiers), 10)));
    }
}
