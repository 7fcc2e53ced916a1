package net.atrelay.store.rocks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import net.atrelay.store.audit.AuditEntry;
import net.atrelay.store.audit.AuditOutcome;
import net.atrelay.store.audit.AuditRecord;
import net.atrelay.store.record.AuditCodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RocksAuditTest {
    private static final int MANY = 1_000;

    @TempDir
    Path directory;

    @Test
    void numbersGoOnWithoutGapOverRestarts() {
        for (long number = 1; number <= 3; number++) {
            try (RocksStore store = StoreFixture.open(directory)) {
                assertEquals(number, store.audit().add(record("a" + number), MANY));
            }
        }
        try (RocksStore store = StoreFixture.open(directory)) {
            assertEquals(List.of(3L, 2L, 1L), numbers(store.audit().list(null, MANY)));
            assertEquals(record("a3"), store.audit().list(null, 1).getFirst().record());
        }
    }

    @Test
    void anEndedRecordTakesThePlaceOfTheBegunOne() {
        AuditRecord begun = record("a");
        AuditRecord ended = begun.ended("active", "banned", AuditOutcome.DONE, null);
        try (RocksStore store = StoreFixture.open(directory)) {
            long number = store.audit().add(begun, MANY);
            store.audit().add(record("b"), MANY);
            store.audit().end(number, ended);
        }
        try (RocksStore store = StoreFixture.open(directory)) {
            assertEquals(new AuditEntry(1, ended), store.audit().list(2L, MANY).getFirst());
            assertEquals(2, store.audit().list(null, MANY).size());
        }
    }

    @Test
    void theOldestLeaveBeyondTheLimit() {
        try (RocksStore store = StoreFixture.open(directory)) {
            for (int i = 0; i < 10; i++) {
                store.audit().add(record("a" + i), 4);
            }
            assertEquals(List.of(10L, 9L, 8L, 7L), numbers(store.audit().list(null, MANY)));
        }
        try (RocksStore store = StoreFixture.open(directory)) {
            store.audit().add(record("lower"), 2);
            assertEquals(List.of(11L, 10L), numbers(store.audit().list(null, MANY)));
        }
    }

    @Test
    void pagesCoverEveryRecordOnce() {
        try (RocksStore store = StoreFixture.open(directory)) {
            for (int i = 0; i < 7; i++) {
                store.audit().add(record("a" + i), MANY);
            }
            List<Long> seen = new ArrayList<>();
            Long below = null;
            for (List<AuditEntry> page = store.audit().list(null, 3);
                    !page.isEmpty();
                    page = store.audit().list(below, 3)) {
                seen.addAll(numbers(page));
                below = page.getLast().number();
            }
            assertEquals(List.of(7L, 6L, 5L, 4L, 3L, 2L, 1L), seen);
            assertEquals(List.of(), store.audit().list(1L, 3));
            assertEquals(List.of(), store.audit().list(0L, 3));
        }
    }

    @Test
    void whoWritesAtTheSameTimeGetsNumbersOfTheirOwn() throws InterruptedException {
        Set<Long> given = ConcurrentHashMap.newKeySet();
        try (RocksStore store = StoreFixture.open(directory)) {
            List<Thread> writers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                writers.add(Thread.ofPlatform().start(() -> {
                    for (int j = 0; j < 25; j++) {
                        given.add(store.audit().add(record("a"), MANY));
                    }
                }));
            }
            for (Thread writer : writers) {
                writer.join();
            }
            assertEquals(100, given.size());
            assertEquals(100, store.audit().list(null, MANY).getFirst().number());
        }
    }

    @Test
    void recordsDoNotMeetTheMarksOfTheLog() {
        try (RocksStore store = StoreFixture.open(directory)) {
            store.audit().add(record("a"), MANY);
            store.retention().retain();
            assertEquals(1, store.audit().list(null, MANY).size());
        }
    }

    @Test
    void textsArePrintableAndBounded() {
        AuditRecord record = new AuditRecord(
                1, "a\nb", "x".repeat(400), "y", "z", "\u00e9", "w".repeat(20_000), AuditOutcome.REFUSED, null);
        assertEquals("a\\u000ab", record.actor());
        assertEquals("\\u00e9", record.before());
        assertTrue(record.address().length() == 300
                && String.valueOf(record.after()).length() == 16_000);
        assertEquals(record, AuditCodec.decode(AuditCodec.encode(record)));
    }

    private static AuditRecord record(String target) {
        return new AuditRecord(
                1_000_000, "console", "127.0.0.1", "pds/block", target, null, null, AuditOutcome.BEGUN, null);
    }

    private static List<Long> numbers(List<AuditEntry> entries) {
        return entries.stream().map(AuditEntry::number).toList();
    }
}
