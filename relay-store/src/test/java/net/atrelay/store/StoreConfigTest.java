package net.atrelay.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class StoreConfigTest {
    private static final StoreConfig DEFAULTS = StoreConfig.defaults();

    @Test
    void theDefaultsAreThoseOfOneRelayOfTheWholeNetwork() {
        assertEquals(20_000_000_000L, DEFAULTS.seqBase());
        assertEquals(Duration.ofMillis(5), DEFAULTS.commitInterval());
        assertEquals(Duration.ofHours(72), DEFAULTS.retentionTime());
        assertEquals(64 << 20, DEFAULTS.tailBytesMax());
    }

    @Test
    void eachChangeTouchesOnlyWhatItNames() {
        StoreConfig changed = DEFAULTS.withSeqBase(7)
                .withSeqStrideEvents(8)
                .withRetention(Duration.ofHours(1), 9)
                .withBatch(Duration.ZERO, 10, 11)
                .withMemory(12, 1 << 20, 2 << 20);
        StoreConfig expected = new StoreConfig(
                7,
                8,
                Duration.ZERO,
                10,
                11,
                DEFAULTS.batchLargeBytes(),
                12,
                Duration.ofHours(1),
                9,
                DEFAULTS.retentionInterval(),
                DEFAULTS.timeIndexInterval(),
                1 << 20,
                2 << 20,
                DEFAULTS.readAheadBytes());
        assertEquals(expected, changed);
    }

    @Test
    void aValueOutOfBoundsIsRefusedByName() {
        assertRefused("seqBase: 0", () -> DEFAULTS.withSeqBase(0));
        assertRefused("seqBase: ", () -> DEFAULTS.withSeqBase(1L << 53));
        assertRefused("seqStrideEvents: 0", () -> DEFAULTS.withSeqStrideEvents(0));
        assertRefused("commitInterval: -1", () -> DEFAULTS.withBatch(Duration.ofMillis(-1), 1, 1));
        assertRefused("batchEventsMax: 0", () -> DEFAULTS.withBatch(Duration.ZERO, 0, 1));
        assertRefused("batchBytesMax: 0", () -> DEFAULTS.withBatch(Duration.ZERO, 1, 0));
        assertRefused("tailBytesMax: 0", () -> DEFAULTS.withMemory(0, 1 << 20, 1 << 20));
        assertRefused("blockCacheBytes: 1", () -> DEFAULTS.withMemory(1, 1, 1 << 20));
        assertRefused("writeBuffersBytesMax: 1", () -> DEFAULTS.withMemory(1, 1 << 20, 1));
        assertRefused("retentionTime: 0", () -> DEFAULTS.withRetention(Duration.ZERO, 1));
        assertRefused("retentionBytesMax: 0", () -> DEFAULTS.withRetention(Duration.ofHours(1), 0));
    }

    private static void assertRefused(String start, Executable change) {
        String message = assertThrows(IllegalArgumentException.class, change).getMessage();
        assertTrue(message != null && message.startsWith(start), message);
    }
}
