package net.atrelay.store.rocks;

import static net.atrelay.store.rocks.StoreFixture.BASE;
import static net.atrelay.store.rocks.StoreFixture.appendEvents;
import static net.atrelay.store.rocks.StoreFixture.readFrom;
import static net.atrelay.store.rocks.StoreFixture.seqIn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import net.atrelay.store.StoreConfig;
import net.atrelay.store.log.EventLog;
import net.atrelay.store.log.LogReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.FlushOptions;
import org.rocksdb.LiveFileMetaData;
import org.rocksdb.RocksDBException;

class RetentionTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final StoreConfig BY_AGE = StoreFixture.CONFIG.withRetention(HOUR.multipliedBy(3), Long.MAX_VALUE);
    private static final int PER_HOUR = 20;

    private final MovingClock clock = new MovingClock();

    @TempDir
    Path directory;

    @Test
    void nothingLeavesBeforeItsTime() {
        try (RocksStore store = openAt(BY_AGE)) {
            appendHours(store, 3);
            store.retention().retain();
            assertEquals(BASE, store.log().firstSeq());
        }
    }

    @Test
    void eventsLeaveByAgeAndTheFirstSeqIsTheSameAfterARestart() {
        try (RocksStore store = openAt(BY_AGE)) {
            appendHours(store, 10);
            store.retention().retain();
            assertWindow(store, 7 * PER_HOUR, 10 * PER_HOUR);
        }
        try (RocksStore store = openAt(BY_AGE)) {
            assertWindow(store, 7 * PER_HOUR, 10 * PER_HOUR);
            appendHours(store, 1);
            store.retention().retain();
            assertWindow(store, 8 * PER_HOUR, 11 * PER_HOUR);
        }
    }

    @Test
    void aReaderThatFellBehindTheWindowIsToldSo() {
        try (RocksStore store = openAt(BY_AGE)) {
            appendHours(store, 10);
            try (LogReader behind = store.log().read(BASE);
                    LogReader inside = store.log().read(BASE + 7L * PER_HOUR)) {
                assertNotNull(behind.next(1));
                assertNotNull(inside.next(1));
                store.retention().retain();
                assertThrows(EventLog.WindowPassed.class, () -> behind.next(1));
                assertNotNull(inside.next(1));
            }
            assertThrows(EventLog.WindowPassed.class, () -> store.log().read(BASE));
        }
    }

    @Test
    void wholeFilesLeaveByBytesAndWhatIsServedStaysDense() throws RocksDBException {
        long bytesMax = 300_000;
        try (RocksStore store = openAt(StoreFixture.CONFIG.withRetention(HOUR, bytesMax))) {
            for (int file = 0; file < 10; file++) {
                appendEvents(store, 20, file * 20L, 5_000);
                flush(store);
            }
            long before = eventFiles(store).size();
            store.retention().retain();
            long first = store.log().firstSeq();
            assertTrue(first > BASE && first < BASE + 200, "first " + first);
            assertEquals(0, (first - BASE) % 20);
            assertTrue(
                    eventFiles(store).size() < before,
                    "files " + eventFiles(store).size());
            assertWindow(store, (int) (first - BASE), 200);
            long[] kept =
                    eventFiles(store).stream().mapToLong(LiveFileMetaData::size).toArray();
            long largest = Arrays.stream(kept).max().orElseThrow();
            assertTrue(Arrays.stream(kept).sum() + largest > bytesMax, "no more leaves than has to");

            store.retention().retain();
            assertEquals(first, store.log().firstSeq());
        }
    }

    @Test
    void theNewestFileIsNeverDroppedForItsBytes() throws RocksDBException {
        try (RocksStore store = openAt(StoreFixture.CONFIG.withRetention(HOUR, 1))) {
            appendEvents(store, 20, 0, 5_000);
            flush(store);
            store.retention().retain();
            assertEquals(BASE, store.log().firstSeq());
        }
    }

    @Test
    void flushedEventsAreMovedDownAndNotWrittenAgain() throws RocksDBException {
        try (RocksStore store = openAt(BY_AGE)) {
            for (int file = 0; file < 12; file++) {
                appendEvents(store, 20, 0, 500);
                flush(store);
            }
            List<LiveFileMetaData> files = eventFiles(store);
            assertEquals(12, files.size(), "merged files");
        }
    }

    private RocksStore openAt(StoreConfig config) {
        RocksStore.Setup setup = StoreFixture.setup(config, StoreFixture.failTheTest());
        return RocksStore.open(
                directory,
                new RocksStore.Setup(setup.config(), setup.metrics(), setup.fatal(), clock, setup.wrapWriter(), false));
    }

    private void appendHours(RocksStore store, int hours) {
        for (int hour = 0; hour < hours; hour++) {
            appendEvents(store, PER_HOUR, hour, 100);
            clock.now = clock.now.plus(HOUR);
        }
    }

    private static void assertWindow(RocksStore store, int from, int to) {
        assertEquals(BASE + from, store.log().firstSeq());
        List<byte[]> frames = readFrom(store, BASE + from);
        assertEquals(to - from, frames.size());
        assertEquals(BASE + from, seqIn(frames.getFirst()));
        assertEquals(BASE + to - 1, seqIn(frames.getLast()));
    }

    private static void flush(RocksStore store) throws RocksDBException {
        try (FlushOptions options = new FlushOptions().setWaitForFlush(true)) {
            store.database().db().flush(options, store.database().handle(Family.EVENTS));
        }
    }

    private static List<LiveFileMetaData> eventFiles(RocksStore store) {
        return store.database().db().getLiveFilesMetaData().stream()
                .filter(file -> new String(file.columnFamilyName(), StandardCharsets.US_ASCII).equals("events"))
                .toList();
    }

    private static final class MovingClock implements InstantSource {
        private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");

        @Override
        public Instant instant() {
            return now;
        }
    }
}
