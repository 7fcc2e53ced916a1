package net.atrelay.app.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Map;
import net.atrelay.store.StoreConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoreKeysTest {
    private static final Map<String, String> EVERY_KEY = Map.ofEntries(
            Map.entry("RELAY_STORE_SEQ_BASE", "7"),
            Map.entry("RELAY_STORE_SEQ_STRIDE_EVENTS", "8"),
            Map.entry("RELAY_STORE_COMMIT_INTERVAL", "9ms"),
            Map.entry("RELAY_STORE_BATCH_EVENTS_MAX", "10"),
            Map.entry("RELAY_STORE_BATCH_BYTES_MAX", "11"),
            Map.entry("RELAY_STORE_BATCH_LARGE_BYTES", "20KiB"),
            Map.entry("RELAY_STORE_TAIL_BYTES_MAX", "12MiB"),
            Map.entry("RELAY_STORE_RETENTION_TIME", "13h"),
            Map.entry("RELAY_STORE_RETENTION_BYTES_MAX", "14GiB"),
            Map.entry("RELAY_STORE_RETENTION_INTERVAL", "15s"),
            Map.entry("RELAY_STORE_TIME_INDEX_INTERVAL", "16m"),
            Map.entry("RELAY_STORE_BLOCK_CACHE_BYTES", "17MiB"),
            Map.entry("RELAY_STORE_WRITE_BUFFERS_BYTES_MAX", "18MiB"),
            Map.entry("RELAY_STORE_READ_AHEAD_BYTES", "19KiB"));

    @Test
    void nothingSetGivesTheDefaults() {
        assertEquals(StoreConfig.defaults(), Keys.read(Map.of()).store());
    }

    @Test
    void everyKeyReachesItsComponent() {
        Keys.assertWhole("RELAY_STORE_", EVERY_KEY);
        StoreConfig expected = new StoreConfig(
                7,
                8,
                Duration.ofMillis(9),
                10,
                11,
                20 << 10,
                12L << 20,
                Duration.ofHours(13),
                14L << 30,
                Duration.ofSeconds(15),
                Duration.ofMinutes(16),
                17L << 20,
                18L << 20,
                19 << 10);
        assertEquals(expected, Keys.read(EVERY_KEY).store());
    }

    @ParameterizedTest
    @CsvSource({
        "SEQ_BASE, 0",
        "SEQ_BASE, -1",
        "SEQ_BASE, 4503599627370496",
        "SEQ_STRIDE_EVENTS, 0",
        "COMMIT_INTERVAL, 5",
        "COMMIT_INTERVAL, 11s",
        "BATCH_EVENTS_MAX, 0",
        "BATCH_EVENTS_MAX, many",
        "BATCH_BYTES_MAX, 2GiB",
        "BATCH_BYTES_MAX, 0",
        "BATCH_LARGE_BYTES, 0",
        "BATCH_LARGE_BYTES, 2GiB",
        "TAIL_BYTES_MAX, 0B",
        "RETENTION_TIME, 0h",
        "RETENTION_TIME, 72",
        "RETENTION_BYTES_MAX, 640GB",
        "RETENTION_INTERVAL, 0ms",
        "TIME_INDEX_INTERVAL, 1.5s",
        "BLOCK_CACHE_BYTES, 1023KiB",
        "WRITE_BUFFERS_BYTES_MAX, 99999999999999999999",
        "READ_AHEAD_BYTES, -1"
    })
    void aBadValueIsRefused(String key, String value) {
        Keys.assertRefused("RELAY_STORE_" + key, value);
    }
}
