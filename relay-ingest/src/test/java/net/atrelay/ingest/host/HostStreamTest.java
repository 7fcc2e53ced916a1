package net.atrelay.ingest.host;

import static net.atrelay.ingest.host.TestFrames.identity;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import net.atrelay.ingest.CloseReason;
import net.atrelay.ingest.GapCause;
import net.atrelay.ingest.SkipReason;
import net.atrelay.store.host.HostRecord;
import net.atrelay.store.host.JournalEntry;
import net.atrelay.store.host.JournalStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HostStreamTest {
    private final Bench bench = new Bench(Bench.config());

    @AfterEach
    void close() {
        bench.close();
        assertEquals(List.of(), bench.fatal);
    }

    @Test
    void newHostIsAskedForItsTip() {
        try (ScriptedHost host = new ScriptedHost(visit -> visit.send(identity(7)))) {
            bench.open(host, null);
            bench.awaitFrames(1);

            assertNull(host.visit(1).cursor);
            assertEquals(host.hostname(), bench.frames.getFirst().host());
            assertEquals(TestFrames.DID, bench.frames.getFirst().did().value());
            assertArrayEquals(identity(7), bench.frames.getFirst().bytes());
            assertTrue(host.visit(1).headers.get("User-Agent").contains("atproto-relay"));
            assertEquals(host.hostname(), host.visit(1).headers.get("Host"));
        }
    }

    @Test
    void aPlaceIsToldAheadOfTheFirstFrameOfANewHostAndOnlyOfThat() {
        try (ScriptedHost host = new ScriptedHost(visit -> visit.send(identity(7), identity(8)))) {
            bench.open(host, null);
            bench.awaitFrames(2);

            assertEquals(List.of(host.hostname() + " 0 6"), bench.begun);
            assertEquals(List.of(0), bench.framesBefore);
        }
    }

    @Test
    void ofAHostThatCountsFromOneItIsThePlaceFromWhichAllIsRead() {
        try (ScriptedHost host = new ScriptedHost(visit -> visit.send(identity(1)))) {
            bench.open(host, null);
            bench.awaitFrames(1);

            assertEquals(List.of(host.hostname() + " 0 0"), bench.begun);
        }
    }

    @Test
    void aHostThatIsReadFromZeroIsGivenWhatItCountsFromOneOn() {
        try (ScriptedHost host = new ScriptedHost(visit -> visit.send(identity(1), identity(2)))) {
            bench.open(host, 0L);
            bench.awaitFrames(2);

            assertEquals(0L, host.visit(1).cursor);
            assertEquals(List.of(1L, 2L), bench.seqs());
            assertEquals(List.of(0L, 0L), bench.epochs());
            assertEquals(List.of(), bench.begun, "there was a place");
        }
    }

    @Test
    void knownHostIsAskedForWhatLiesBehindItsCursor() {
        try (ScriptedHost host = new ScriptedHost(visit -> visit.send(identity(42)))) {
            bench.open(host, 41L);
            bench.awaitFrames(1);

            assertEquals(41L, host.visit(1).cursor);
            assertEquals(List.of(0L), bench.epochs());
        }
    }

    @Test
    void reconnectGoesOnBehindTheNewestFrameThatWasRead() {
        try (ScriptedHost host = new ScriptedHost(visit -> {
            if (visit.number == 1) {
                visit.send(identity(10), identity(11)).drop();
            } else {
                visit.send(identity(12));
            }
        })) {
            HostStream stream = bench.open(host, null);
            bench.awaitFrames(2);
            bench.retry(stream);
            bench.awaitFrames(3);

            assertEquals(11L, host.visit(2).cursor);
            assertEquals(List.of(10L, 11L, 12L), bench.seqs());
            assertEquals(List.of(0L, 1L, 2L), bench.ordinals());
            assertEquals(List.of(0L, 0L, 0L), bench.epochs());
        }
    }

    @Test
    void droppedSocketIsNotDialledAgainAtOnce() {
        try (ScriptedHost host = new ScriptedHost(ScriptedHost.Visit::drop)) {
            HostStream stream = bench.open(host, null);
            Until.holds(
                    "a dial is due",
                    () -> stream.view().nextDialAtMicros() != null
                            && stream.view().failures() == 1);
            long waitMicros = Objects.requireNonNull(stream.view().nextDialAtMicros()) - bench.clock.micros();

            assertTrue(waitMicros >= 500_000 && waitMicros <= 1_000_000, "waitMicros: " + waitMicros);
            assertEquals(1, host.requests.get());
        }
    }

    @Test
    void seqThatDoesNotIncreaseIsSkippedAndGapsAreFine() {
        try (ScriptedHost host = new ScriptedHost(
                visit -> visit.send(identity(5), identity(5), identity(3), identity(900), identity(901)))) {
            bench.open(host, null);
            bench.awaitFrames(3);

            assertEquals(List.of(5L, 900L, 901L), bench.seqs());
            assertEquals(2, bench.skipped(SkipReason.SEQ_NOT_INCREASING));
            assertTrue(host.visit(1).isOpen());
        }
    }

    @Test
    void tooManyFramesOutOfOrderEndTheSocket() {
        try (ScriptedHost host = new ScriptedHost(
                visit -> visit.send(identity(5), identity(1), identity(2), identity(3), identity(4)))) {
            HostStream stream = bench.open(host, null);

            assertEquals(CloseReason.SEQ_NOT_INCREASING, bench.awaitError(stream));
            assertEquals(List.of(5L), bench.seqs());
        }
    }

    @Test
    void firstFrameBelowTheCursorBeginsAnEpoch() {
        try (ScriptedHost host = new ScriptedHost(visit -> visit.send(identity(3), identity(4)))) {
            bench.open(host, 1_000L);
            bench.awaitFrames(2);

            assertEquals(List.of(1L, 1L), bench.epochs());
            assertEquals(List.of(3L, 4L), bench.seqs());
        }
    }

    @Test
    void frameAtTheCursorIsAReplayAndNoEpoch() {
        try (ScriptedHost host = new ScriptedHost(visit -> visit.send(identity(1_000), identity(1_001)))) {
            bench.open(host, 1_000L);
            bench.awaitFrames(1);

            assertEquals(List.of(0L), bench.epochs());
            assertEquals(List.of(1_001L), bench.seqs());
        }
    }

    @Test
    void futureCursorMakesTheHostIdleThenItsTipIsAskedForInANewEpoch() {
        try (ScriptedHost host = new ScriptedHost(visit -> {
            if (visit.number == 1) {
                visit.send(TestFrames.error("FutureCursor"));
            } else {
                visit.send(identity(2));
            }
        })) {
            HostStream stream = bench.open(host, 1_000L);
            assertEquals(CloseReason.FUTURE_CURSOR, bench.awaitError(stream));
            Until.holds("idle", () -> stream.view().status() == HostRecord.Status.IDLE);
            assertEquals(HostRecord.Status.IDLE, bench.records.getLast().status());
            assertEquals(1L, bench.records.getLast().epoch());
            assertNull(bench.records.getLast().cursor());
            assertTrue(bench.resets.getLast());

            bench.clock.advance(Duration.ofMinutes(9));
            assertEquals(1, host.requests.get());
            bench.retry(stream);
            bench.awaitFrames(1);

            assertNull(host.visit(2).cursor);
            assertEquals(List.of(1L), bench.epochs());
            Until.holds("active", () -> stream.view().status() == HostRecord.Status.ACTIVE);
        }
    }

    @Test
    void crawlRequestWakesAnIdleHost() {
        try (ScriptedHost host = new ScriptedHost(visit -> visit.send(identity(2)))) {
            HostStream stream =
                    bench.open(new HostRecord(host.hostname(), false, HostRecord.Status.IDLE, 4, 9L, 0, null));
            Until.holds("the hold-off runs", () -> stream.view().nextDialAtMicros() != null);
            assertEquals(0, host.requests.get());

            stream.dialSoon();
            bench.awaitFrames(1);

            assertEquals(List.of(5L), bench.epochs());
        }
    }

    @Test
    void otherErrorFrameIsKeptByNameAndTheHostDialledAgain() {
        try (ScriptedHost host = new ScriptedHost(visit -> visit.send(TestFrames.error("ConsumerTooSlow")))) {
            HostStream stream = bench.open(host, 3L);

            assertEquals(CloseReason.ERROR_FRAME, bench.awaitError(stream));
            assertEquals("ConsumerTooSlow", stream.view().errors().getFirst().detail());
            bench.retry(stream);
            assertEquals(3L, host.visit(2).cursor);
        }
    }

    @Test
    void whatIsNotForwardedIsCountedAndTheStreamGoesOn() {
        try (ScriptedHost host = new ScriptedHost(visit -> visit.send(
                TestFrames.info("OutdatedCursor"),
                TestFrames.info("Hello"),
                TestFrames.unknownType(),
                TestFrames.unknownOp(),
                TestFrames.withoutSeq(),
                identity(1)))) {
            bench.open(host, null);
            bench.awaitFrames(1);

            for (SkipReason reason : SkipReason.values()) {
                assertEquals(reason == SkipReason.SEQ_NOT_INCREASING ? 0 : 1, bench.skipped(reason), reason.name());
            }
            assertEquals(List.of(1L), bench.seqs());
        }
    }

    @Test
    void hostThatWasReadAnewAfterAFutureCursorIsToldToHaveAGap() {
        try (ScriptedHost host = new ScriptedHost(visit -> {
            if (visit.number == 1) {
                visit.send(TestFrames.error("FutureCursor"));
            } else {
                visit.send(identity(2));
            }
        })) {
            HostStream stream = bench.open(host, 1_000L);
            Until.holds("idle", () -> stream.view().status() == HostRecord.Status.IDLE);
            assertEquals(List.of(), bench.gaps);
            bench.retry(stream);
            bench.awaitFrames(1);

            assertEquals(List.of(GapCause.FUTURE_CURSOR), bench.gaps);
        }
    }

    @Test
    void hostWhoseSeqWentBackOrWhoForgotWhatWeMissedHasAGap() {
        try (ScriptedHost host = new ScriptedHost(
                visit -> visit.send(identity(3), identity(4), TestFrames.info("OutdatedCursor"), identity(5)))) {
            bench.open(host, 1_000L);
            bench.awaitFrames(3);

            assertEquals(List.of(GapCause.SEQ_WENT_BACK, GapCause.OUTDATED_CURSOR), bench.gaps);
        }
    }

    @Test
    void cursorSetByAnOperatorIsStoredBeforeAnyFrameComesFromThere() {
        try (ScriptedHost host = new ScriptedHost(visit -> {
            long from = visit.cursor == null ? 900 : visit.cursor + 1;
            visit.send(identity(from), identity(from + 1));
        })) {
            HostStream stream = bench.open(host, 500L);
            bench.awaitFrames(2);
            bench.storesSlowly = true;
            AtomicBoolean told = new AtomicBoolean();
            stream.resetCursor(100L, () -> told.set(true));
            Until.holds("closed", () -> !host.visit(1).isOpen());
            Until.holds("to be stored", () -> bench.stored.size() == 1);
            bench.clock.advance(Duration.ofMinutes(11));
            assertEquals(1, host.requests.get());
            assertFalse(told.get());
            assertEquals(100L, bench.records.getLast().cursor());
            assertEquals(1L, bench.records.getLast().epoch());
            assertEquals(List.of(true), bench.resets);

            bench.stored.getFirst().run();
            bench.awaitFrames(4);

            assertTrue(told.get());
            assertEquals(List.of(501L, 502L, 101L, 102L), bench.seqs());
            assertEquals(List.of(0L, 0L, 1L, 1L), bench.epochs());
            assertEquals(List.of(0L, 1L, 2L, 3L), bench.ordinals());
            assertEquals(List.of(GapCause.CURSOR_RESET), bench.gaps);
            assertEquals(0, stream.view().failures());
        }
    }

    @Test
    void cursorMayBeSetToTheTip() {
        try (ScriptedHost host = new ScriptedHost(visit -> visit.send(identity(visit.cursor == null ? 7 : 900)))) {
            HostStream stream = bench.open(host, 500L);
            bench.awaitFrames(1);
            stream.resetCursor(null, () -> {});
            bench.awaitFrames(2);

            assertNull(host.visit(2).cursor);
            assertEquals(List.of(900L, 7L), bench.seqs());
            assertEquals(List.of(0L, 1L), bench.epochs());
        }
    }

    @Test
    void framesThatAreSkippedAreInTheJournal() {
        try (ScriptedHost host = new ScriptedHost(
                visit -> visit.send(identity(5), identity(4), TestFrames.withoutSeq(), identity(3), identity(6)))) {
            HostStream stream = bench.open(host, null);
            bench.awaitFrames(2);

            List<JournalEntry> entries = stream.view().errors();
            assertEquals(
                    List.of("SEQ_NOT_INCREASING", "MALFORMED_PAYLOAD"),
                    entries.stream().map(JournalEntry::reason).toList());
            assertEquals(2, entries.getFirst().count());
            assertEquals(JournalStage.FRAME, entries.getFirst().stage());
            assertEquals(
                    TestFrames.DID,
                    Objects.requireNonNull(entries.getFirst().did()).value());
            assertNotNull(entries.getFirst().frameDigest());
        }
    }

    @Test
    void journalTellsWhenTheHostIsDialledNext() {
        try (ScriptedHost host = new ScriptedHost(ScriptedHost.Visit::drop)) {
            HostStream stream = bench.open(host, null);
            Until.holds("a dial is due", () -> stream.view().failures() == 1);

            assertEquals(
                    stream.view().nextDialAtMicros(),
                    bench.journals.of(host.hostname()).nextRetryAtMicros());
            assertNotNull(stream.view().nextDialAtMicros());
        }
    }

    @Test
    void relayThatWasCutOffDoesNotWaitForTheHostsItReachesAgain() {
        try (ScriptedHost host = new ScriptedHost(_ -> {})) {
            HostStream stream = bench.open(host, null);
            host.visit(1).drop();
            bench.retry(stream);
            host.visit(2);
            Until.holds("told", () -> bench.timesReachable.get() == 1);
            host.visit(2).drop();
            Until.holds("a dial is due", () -> stream.view().nextDialAtMicros() != null);
            bench.clock.advance(Duration.ofSeconds(5));
            host.visit(3);
            Until.holds("connected", () -> stream.view().connected());

            // Not again so soon.
            assertEquals(1, bench.timesReachable.get());
        }
    }

    @Test
    void longRunKeepsEveryFrameOnceInOrder() {
        long[] seqs = LongStream.rangeClosed(1, 2_000).toArray();
        try (ScriptedHost host = new ScriptedHost(visit -> {
            for (long seq : seqs) {
                visit.send(identity(seq));
            }
        })) {
            bench.open(host, null);
            bench.awaitFrames(2_000);

            assertEquals(LongStream.of(seqs).boxed().toList(), bench.seqs());
        }
    }
}
