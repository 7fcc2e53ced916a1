package net.atrelay.store.rocks;

import static net.atrelay.store.rocks.StoreFixture.BASE;
import static net.atrelay.store.rocks.StoreFixture.appendDurably;
import static net.atrelay.store.rocks.StoreFixture.appendEvents;
import static net.atrelay.store.rocks.StoreFixture.did;
import static net.atrelay.store.rocks.StoreFixture.event;
import static net.atrelay.store.rocks.StoreFixture.outcome;
import static net.atrelay.store.rocks.StoreFixture.payloadIn;
import static net.atrelay.store.rocks.StoreFixture.readFrom;
import static net.atrelay.store.rocks.StoreFixture.seqIn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.List;
import net.atrelay.store.log.EventLog;
import net.atrelay.store.log.LogReader;
import net.atrelay.store.tail.TailBatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

class RocksLogTest {
    @TempDir
    Path directory;

    @Test
    void anEmptyLogStandsOneBelowItsBase() {
        try (RocksStore store = StoreFixture.open(directory)) {
            assertEquals(BASE, store.log().firstSeq());
            assertEquals(BASE - 1, store.log().tip());
            assertEquals(BASE - 1, store.tail().tip());
            try (LogReader reader = store.log().read(BASE)) {
                assertNull(reader.next(1_000));
            }
        }
    }

    @Test
    void everyEventIsReadBackDenseWithItsSeqInIt() {
        try (RocksStore store = StoreFixture.open(directory)) {
            appendEvents(store, 1_000, 70, 100);

            List<byte[]> frames = readFrom(store, BASE);

            assertEquals(1_000, frames.size());
            for (int i = 0; i < frames.size(); i++) {
                assertEquals(BASE + i, seqIn(frames.get(i)));
                assertEquals(70 + i, payloadIn(frames.get(i)));
            }
            assertEquals(BASE + 999, store.log().tip());
        }
    }

    @Test
    void aReopenedLogGoesOnWithTheNextSeq() {
        for (int round = 0; round < 4; round++) {
            try (RocksStore store = StoreFixture.open(directory)) {
                assertEquals(BASE + round * 10L - 1, store.log().tip());
                appendEvents(store, 10, round * 10L, 50);
            }
        }
        try (RocksStore store = StoreFixture.open(directory)) {
            List<byte[]> frames = readFrom(store, BASE);
            assertEquals(40, frames.size());
            assertEquals(39, payloadIn(frames.get(39)));
        }
    }

    @Test
    void aReaderThatWaitedAtTheTipSeesWhatCameLater() {
        try (RocksStore store = StoreFixture.open(directory)) {
            try (LogReader reader = store.log().read(BASE)) {
                for (int i = 0; i < 5; i++) {
                    assertNull(reader.next(1));
                    appendEvents(store, 2, i, 10);
                    TailBatch first = reader.next(1);
                    TailBatch second = reader.next(1);
                    assertNotNull(first);
                    assertNotNull(second);
                    assertEquals(1, first.frames().length);
                    assertEquals(BASE + 2L * i, first.firstSeq());
                    assertEquals(BASE + 2L * i + 1, second.firstSeq());
                }
            }
        }
    }

    @Test
    void aReadBelowTheWindowIsRefused() {
        try (RocksStore store = StoreFixture.open(directory)) {
            appendEvents(store, 3, 0, 10);
            assertThrows(EventLog.WindowPassed.class, () -> store.log().read(BASE - 1));
        }
    }

    @Test
    void aHoleEndsTheProcess() throws RocksDBException {
        StoreFixture.RecordedFatal fatal = new StoreFixture.RecordedFatal();
        try (RocksStore store = RocksStore.open(directory, StoreFixture.setup(StoreFixture.CONFIG, fatal))) {
            appendEvents(store, 10, 0, 10);
            try (WriteBatch batch = new WriteBatch()) {
                batch.delete(store.database().handle(Family.EVENTS), Keys.number(BASE + 5));
                store.database().write(batch);
            }
            try (LogReader reader = store.log().read(BASE)) {
                assertThrows(IllegalStateException.class, () -> reader.next(100_000));
            }
            assertEquals("the event log has a hole", fatal.what.getNow("nothing"));
        }
    }

    @Test
    void manyEventsOfOneOutcomeStayTogether() {
        try (RocksStore store = StoreFixture.open(directory)) {
            appendDurably(
                    store,
                    outcome(did(1), List.of(event(did(1), 1, 0), event(did(1), 2, 0), event(did(1), 3, 0)), null));
            TailBatch batch = store.tail().holding(BASE + 1);
            assertNotNull(batch);
            assertEquals(BASE, batch.firstSeq());
            assertEquals(BASE + 2, batch.lastSeq());
        }
    }

    @Test
    void aClosedStoreRefusesReadsInsteadOfCrashing() {
        RocksStore store = StoreFixture.open(directory);
        appendEvents(store, 3, 0, 10);
        LogReader reader = store.log().read(BASE);
        assertNotNull(reader.next(1));
        store.close();
        assertThrows(IllegalStateException.class, () -> reader.next(1));
        assertThrows(IllegalStateException.class, () -> store.accounts().find(did(1)));
        reader.close();
    }
}
