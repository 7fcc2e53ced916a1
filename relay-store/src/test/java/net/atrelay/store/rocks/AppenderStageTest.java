package net.atrelay.store.rocks;

import static net.atrelay.store.rocks.StoreFixture.BASE;
import static net.atrelay.store.rocks.StoreFixture.appendDurably;
import static net.atrelay.store.rocks.StoreFixture.appendEvents;
import static net.atrelay.store.rocks.StoreFixture.deferring;
import static net.atrelay.store.rocks.StoreFixture.did;
import static net.atrelay.store.rocks.StoreFixture.event;
import static net.atrelay.store.rocks.StoreFixture.outcome;
import static net.atrelay.store.rocks.StoreFixture.payloadIn;
import static net.atrelay.store.rocks.StoreFixture.rawFrame;
import static net.atrelay.store.rocks.StoreFixture.readFrom;
import static net.atrelay.store.rocks.StoreFixture.releasing;
import static net.atrelay.store.rocks.StoreFixture.settling;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.store.FatalHandler;
import net.atrelay.store.account.AccountState;
import net.atrelay.store.bus.RawFrame;
import net.atrelay.store.host.HostRecord;
import net.atrelay.store.log.DeferredFrame;
import net.atrelay.store.log.HostCursor;
import net.atrelay.store.log.LogBatch;
import net.atrelay.store.log.LogWriter;
import net.atrelay.store.log.Outcome;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AppenderStageTest {
    @TempDir
    Path directory;

    @Test
    void eventsOfManyShardsAreDenseAndKeepEachAccountsOrder() throws InterruptedException {
        int shards = 3;
        int each = 2_000;
        try (RocksStore store = StoreFixture.open(directory)) {
            List<Thread> threads = new ArrayList<>();
            for (int shard = 0; shard < shards; shard++) {
                Did did = did(shard);
                long payload = shard * 1_000_000L;
                threads.add(Thread.ofPlatform().start(() -> {
                    for (int i = 0; i < each; i++) {
                        store.outcomes().append(outcome(did, List.of(event(did, payload + i, 20)), null));
                    }
                }));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            appendEvents(store, 1, 99_000_000, 0);

            Map<Long, Long> next = new HashMap<>();
            List<byte[]> frames = readFrom(store, BASE);
            assertEquals(shards * each + 1, frames.size());
            for (byte[] frame : frames) {
                long shard = payloadIn(frame) / 1_000_000;
                assertEquals(next.getOrDefault(shard, shard * 1_000_000), payloadIn(frame));
                next.put(shard, payloadIn(frame) + 1);
            }
        }
    }

    @Test
    void theNewestStateOfAnAccountIsTheOneThatStays() {
        Did did = did(1);
        AccountState first = AccountState.unknown(did).withHost("a.test");
        AccountState second = first.withHost("b.test");
        try (RocksStore store = StoreFixture.open(directory)) {
            store.outcomes().append(outcome(did, List.of(), first));
            appendDurably(store, outcome(did, List.of(), second));
            assertEquals(second, store.accounts().find(did));
            assertNull(store.accounts().find(did(2)));
        }
        try (RocksStore store = StoreFixture.open(directory)) {
            assertEquals(second, store.accounts().find(did));
        }
    }

    @Test
    void accountsAreListedInTheOrderOfTheirDids() {
        try (RocksStore store = StoreFixture.open(directory)) {
            for (int i = 30; i > 0; i--) {
                appendDurably(store, outcome(did(i), List.of(), AccountState.unknown(did(i))));
            }
            List<AccountState> firstTen = store.accounts().list(null, 10);
            assertEquals(did(1), firstTen.getFirst().did());
            assertEquals(did(10), firstTen.getLast().did());
            List<AccountState> rest = store.accounts().list(did(10), 100);
            assertEquals(did(11), rest.getFirst().did());
            assertEquals(20, rest.size());
        }
    }

    @Test
    void accountsOfAHostAreCountedExactlyAcrossMovesAndRestarts() {
        try (RocksStore store = StoreFixture.open(directory)) {
            for (int i = 0; i < 10; i++) {
                store.outcomes()
                        .append(outcome(
                                did(i), List.of(), AccountState.unknown(did(i)).withHost("a.test")));
            }
            store.outcomes()
                    .append(outcome(
                            did(3), List.of(), AccountState.unknown(did(3)).withHost("b.test")));
            store.outcomes()
                    .append(outcome(
                            did(3), List.of(), AccountState.unknown(did(3)).withHost("a.test")));
            appendDurably(
                    store,
                    outcome(did(4), List.of(), AccountState.unknown(did(4)).withHost("b.test")));
            assertEquals(9, store.hosts().accountCount("a.test"));
            assertEquals(1, store.hosts().accountCount("b.test"));
        }
        try (RocksStore store = StoreFixture.open(directory)) {
            appendDurably(
                    store,
                    outcome(did(5), List.of(), AccountState.unknown(did(5)).withHost("b.test")));
            assertEquals(8, store.hosts().accountCount("a.test"));
            assertEquals(2, store.hosts().accountCount("b.test"));
            assertEquals(0, store.hosts().accountCount("c.test"));
        }
    }

    @Test
    void waitingFramesStayUntilTheyAreReleased() {
        try (RocksStore store = StoreFixture.open(directory)) {
            store.outcomes().append(deferring(did(2), waiting(0, did(2), 0)));
            store.outcomes().append(deferring(did(2), waiting(1, did(2), 1)));
            store.outcomes().append(deferring(did(1), waiting(0, did(1), 2)));
            appendDurably(store, releasing(did(2), 0));
        }
        try (RocksStore store = StoreFixture.open(directory)) {
            List<String> seen = new ArrayList<>();
            store.deferred().forEach(frame -> seen.add(frame.frame().did() + " " + frame.number()));
            assertEquals(List.of(did(1) + " 0", did(2) + " 1"), seen);
        }
    }

    @Test
    void aHostsCursorMovesWithWhatIsSettledAndItsSendersHearOfIt() {
        AtomicInteger frames = new AtomicInteger();
        AtomicInteger bytes = new AtomicInteger();
        try (RocksStore store = StoreFixture.open(directory)) {
            store.onSettled((host, count, size) -> {
                frames.addAndGet(count);
                bytes.addAndGet((int) size);
            });
            store.hosts().put(host("a.test", 7, 40L), false);
            appendDurably(store, settling(rawFrame("a.test", 42, 1, did(1)), List.of(), null));
            assertCursor(store, 40L);
            appendDurably(store, settling(rawFrame("a.test", 41, 0, did(2)), List.of(), null));
            assertCursor(store, 42L);
            appendEvents(store, 1, 0, 0); // a batch later: acknowledgements of the one before are done
            assertEquals(2, frames.get());
            assertEquals(6, bytes.get());
        }
    }

    @Test
    void aPutKeepsTheCursorUnlessItIsToldToResetIt() {
        try (RocksStore store = StoreFixture.open(directory)) {
            store.hosts().put(host("a.test", 7, null), false);
            appendDurably(store, settling(rawFrame("a.test", 500, 0, did(1)), List.of(), null));

            store.hosts().put(host("a.test", 7, 3L), false);
            assertCursor(store, 500L);

            HostRecord reset = new HostRecord("a.test", true, HostRecord.Status.ACTIVE, 1, 3L, 7, "FutureCursor");
            store.hosts().put(reset, true);
            assertEquals(reset, store.hosts().find("a.test"));

            appendDurably(store, settling(rawFrame("a.test", 501, 1, did(1)), List.of(), null));
            assertCursor(store, 3L);
        }
        try (RocksStore store = StoreFixture.open(directory)) {
            assertCursor(store, 3L);
            assertNull(store.hosts().find("b.test"));
        }
    }

    @Test
    void aCrashBeforeItsFirstFrameIsSettledHasANewHostReadFromBeforeThatFrame() {
        try (RocksStore store = StoreFixture.open(directory)) {
            store.hosts().put(host("a.test", 1, null), false);
            store.hosts().begin("a.test", 0, 99);
            appendDurably(store, settling(rawFrame("a.test", 101, 1, did(1)), List.of(), null));
            assertCursor(store, 99L);
        }
        try (RocksStore store = StoreFixture.open(directory)) {
            assertCursor(store, 99L);
            store.hosts().begin("a.test", 0, 300);
            appendDurably(store, settling(rawFrame("a.test", 100, 0, did(1)), List.of(), null));
            assertCursor(store, 100L);
        }
    }

    @Test
    void hostsAreListedInTheOrderOfTheirAdding() {
        try (RocksStore store = StoreFixture.open(directory)) {
            store.hosts().put(host("c.test", 1, null), false);
            store.hosts().put(host("a.test", 2, null), false);
            store.hosts().put(host("b.test", 2, null), false);
            store.hosts().put(host("c.test", 1, null), false);
            assertEquals(
                    List.of("c.test", "a.test", "b.test"), names(store.hosts().list(null, 10)));
            assertEquals(List.of("a.test"), names(store.hosts().list("c.test", 1)));
            assertEquals(List.of(), names(store.hosts().list("b.test", 10)));
            assertEquals(List.of(), names(store.hosts().list("x.test", 10)));
            store.hosts().put(host("c.test", 3, null), false);
            assertEquals(
                    List.of("a.test", "b.test", "c.test"), names(store.hosts().list(null, 10)));
        }
    }

    @Test
    void aCopyKeepsItsTablesAndTakesNoEvents() throws Exception {
        StoreFixture.RecordedFatal fatal = new StoreFixture.RecordedFatal();
        try (RocksStore store = openCopy(fatal)) {
            store.hosts().put(host("a.test", 1, null), false);
        }
        try (RocksStore store = openCopy(fatal)) {
            assertEquals(List.of("a.test"), names(store.hosts().list(null, 10)));
            store.outcomes().append(StoreFixture.outcome(did(1), List.of(StoreFixture.event(did(1), 0, 0)), null));
            assertTrue(fatal.what.get(30, TimeUnit.SECONDS).startsWith("the appender failed"));
            assertInstanceOf(IllegalStateException.class, fatal.cause.get());
            assertEquals(BASE - 1, store.log().tip());
        }
    }

    private RocksStore openCopy(FatalHandler fatal) {
        return RocksStore.openCopy(directory, StoreFixture.CONFIG, StoreFixture.metrics(), fatal, writer -> writer);
    }

    @Test
    void aFailedWriteEndsTheProcessPublishesNothingAndLosesNothing() throws Exception {
        StoreFixture.RecordedFatal fatal = new StoreFixture.RecordedFatal();
        FailingWriter[] failing = new FailingWriter[1];
        RocksStore.Setup healthy = StoreFixture.setup(StoreFixture.CONFIG, fatal);
        RocksStore.Setup setup = new RocksStore.Setup(
                healthy.config(),
                healthy.metrics(),
                fatal,
                healthy.clock(),
                writer -> {
                    failing[0] = new FailingWriter(writer);
                    return failing[0];
                },
                false);
        AtomicInteger acknowledged = new AtomicInteger();
        try (RocksStore store = RocksStore.open(directory, setup)) {
            appendEvents(store, 10, 0, 0);
            store.onSettled((host, frames, bytes) -> acknowledged.incrementAndGet());
            failing[0].fails = true;
            store.outcomes().append(acknowledging(rawFrame("a.test", 1, 0, did(1)), acknowledged));
            assertTrue(fatal.what.get(30, TimeUnit.SECONDS).startsWith("the appender failed"));
            assertInstanceOf(StoreFailedException.class, fatal.cause.get());

            store.outcomes().append(acknowledging(rawFrame("a.test", 2, 1, did(1)), acknowledged));
            assertThrows(IllegalStateException.class, () -> store.hosts().put(host("a.test", 1, null), false));
            assertEquals(BASE + 9, store.tail().tip());
            assertEquals(BASE + 9, store.log().tip());
            assertNull(store.tail().holding(BASE + 10));
        }
        assertEquals(0, acknowledged.get());
        try (RocksStore store = StoreFixture.open(directory)) {
            assertEquals(10, readFrom(store, BASE).size());
            appendEvents(store, 1, 10, 0);
            assertEquals(BASE + 10, store.log().tip());
        }
    }

    @Test
    void theTailHoldsWhatTheLogHolds() {
        try (RocksStore store = StoreFixture.open(directory)) {
            appendEvents(store, 100, 0, 10);
            List<byte[]> frames = readFrom(store, BASE);
            for (int i = 0; i < 100; i++) {
                var batch = store.tail().holding(BASE + i);
                assertNotNull(batch);
                assertEquals(payloadIn(frames.get(i)), payloadIn(batch.frames()[(int) (BASE + i - batch.firstSeq())]));
            }
        }
    }

    private static Outcome acknowledging(RawFrame frame, AtomicInteger acknowledged) {
        return new Outcome(
                frame.did(),
                frame,
                List.of(event(frame.did(), 77, 0)),
                null,
                null,
                null,
                acknowledged::incrementAndGet);
    }

    private static DeferredFrame waiting(long number, Did did, long ordinal) {
        return new DeferredFrame(number, rawFrame("a.test", 5 + ordinal, ordinal, did), 9);
    }

    private static HostRecord host(String name, long addedAtMicros, @Nullable Long cursor) {
        return new HostRecord(name, true, HostRecord.Status.ACTIVE, 0, cursor, addedAtMicros, null);
    }

    private static void assertCursor(RocksStore store, Long expected) {
        HostRecord host = store.hosts().find("a.test");
        assertNotNull(host);
        assertEquals(expected, host.cursor());
    }

    private static List<String> names(List<HostRecord> hosts) {
        return hosts.stream().map(HostRecord::hostname).toList();
    }

    /// Passes everything on until it is told to fail.
    private static final class FailingWriter implements LogWriter {
        private final LogWriter writer;
        private volatile boolean fails;

        FailingWriter(LogWriter writer) {
            this.writer = writer;
        }

        @Override
        public long nextSeq() {
            return writer.nextSeq();
        }

        @Override
        public @Nullable HostCursor cursor(String host) {
            return writer.cursor(host);
        }

        @Override
        public void write(LogBatch batch) {
            if (fails) {
                throw new StoreFailedException("no space left", new IOException("injected"));
            }
            writer.write(batch);
        }
    }
}
