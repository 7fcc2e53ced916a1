package net.atrelay.app.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import net.atrelay.verify.GrowthConfig;
import net.atrelay.verify.ListingConfig;
import net.atrelay.verify.PaceConfig;
import net.atrelay.verify.VerifyConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerifyKeysTest {
    private static final Map<String, String> EVERY_KEY = Map.ofEntries(
            Map.entry("RELAY_VERIFY_SHARDS", "3"),
            Map.entry("RELAY_VERIFY_CACHED_ACCOUNTS", "4"),
            Map.entry("RELAY_VERIFY_WAITING_FRAMES_PER_ACCOUNT_MAX", "5"),
            Map.entry("RELAY_VERIFY_WAITING_BYTES_PER_ACCOUNT_MAX", "6KiB"),
            Map.entry("RELAY_VERIFY_WAITING_BYTES_PER_HOST_MAX", "7MiB"),
            Map.entry("RELAY_VERIFY_WAITING_BYTES_MAX", "8GiB"),
            Map.entry("RELAY_VERIFY_WAITING_TIME_MAX", "9h"),
            Map.entry("RELAY_VERIFY_RETRY_FIRST", "10ms"),
            Map.entry("RELAY_VERIFY_RETRY_MAX", "11m"),
            Map.entry("RELAY_VERIFY_HOST_STATUS_GAP", "12s"),
            Map.entry("RELAY_VERIFY_PACES_ACCOUNT_EVENTS_PER_HOUR_MAX", "13"),
            Map.entry("RELAY_VERIFY_PACES_FOREIGN_IDENTITIES_PER_MINUTE_MAX", "14"),
            Map.entry("RELAY_VERIFY_PACES_STATUS_QUESTIONS_PER_MINUTE_MAX", "15"),
            Map.entry("RELAY_VERIFY_PACES_SWEPT_ACCOUNTS_PER_MINUTE", "0"),
            Map.entry("RELAY_VERIFY_COLLECTION_NAMES_BYTES_MAX", "18KiB"),
            Map.entry("RELAY_VERIFY_GROWTH_PERIOD", "16h"),
            Map.entry("RELAY_VERIFY_GROWTH_ACCOUNTS_MAX", "17"),
            Map.entry("RELAY_VERIFY_LISTING_PAGE_EVERY", "18ms"),
            Map.entry("RELAY_VERIFY_LISTING_PAGES_MAX", "19"),
            Map.entry("RELAY_VERIFY_LISTING_BYTES_MAX", "20MiB"),
            Map.entry("RELAY_VERIFY_LISTING_TIME_MAX", "21m"),
            Map.entry("RELAY_VERIFY_LISTING_ATTEMPTS_MAX", "22"));

    @Test
    void nothingSetGivesTheDefaults() {
        assertEquals(VerifyConfig.defaults(), Keys.read(Map.of()).verify());
    }

    @Test
    void everyKeyReachesItsComponent() {
        Keys.assertWhole("RELAY_VERIFY_", EVERY_KEY);
        VerifyConfig expected = new VerifyConfig(
                3,
                4,
                5,
                6L << 10,
                7L << 20,
                8L << 30,
                Duration.ofHours(9),
                Duration.ofMillis(10),
                Duration.ofMinutes(11),
                Duration.ofSeconds(12),
                VerifyConfig.FORCED_GAP,
                18 << 10,
                new PaceConfig(13, 14, 15, 0),
                new GrowthConfig(Duration.ofHours(16), 17),
                new ListingConfig(Duration.ofMillis(18), 19, 20L << 20, Duration.ofMinutes(21), 22));
        assertEquals(expected, Keys.read(EVERY_KEY).verify());
    }

    @Test
    void theGapOfForcedLookUpsIsThatOfIdentities() {
        RelayConfig config = Keys.read(Map.of("RELAY_IDENTITY_FORCED_DID_GAP", "29s"));
        assertEquals(Duration.ofSeconds(29), config.verify().forcedGap());
        assertEquals(Duration.ofSeconds(29), config.identity().forced().didGap());
        assertEquals(
                VerifyConfig.defaults().forcedGap(),
                Keys.read(Map.of()).identity().forced().didGap());
    }

    @ParameterizedTest
    @CsvSource({
        "SHARDS, 0",
        "SHARDS, 1025",
        "SHARDS, two",
        "CACHED_ACCOUNTS, 0",
        "WAITING_FRAMES_PER_ACCOUNT_MAX, 0",
        "WAITING_BYTES_PER_ACCOUNT_MAX, 0B",
        "WAITING_BYTES_PER_HOST_MAX, 64mb",
        "WAITING_BYTES_MAX, ''",
        "WAITING_TIME_MAX, 0s",
        "RETRY_FIRST, 0s",
        "RETRY_MAX, 25h",
        "HOST_STATUS_GAP, 1 m",
        "PACES_ACCOUNT_EVENTS_PER_HOUR_MAX, 0",
        "PACES_SWEPT_ACCOUNTS_PER_MINUTE, -1",
        "GROWTH_PERIOD, 0ms",
        "GROWTH_PERIOD, 7d",
        "GROWTH_ACCOUNTS_MAX, -1",
        "LISTING_PAGE_EVERY, -1ms",
        "LISTING_PAGES_MAX, 0",
        "LISTING_BYTES_MAX, 0B",
        "LISTING_TIME_MAX, 0s",
        "LISTING_ATTEMPTS_MAX, 0"
    })
    void aBadValueIsRefused(String key, String value) {
        Keys.assertRefused("RELAY_VERIFY_" + key, value);
    }

    @Test
    void whatDoesNotGoTogetherIsToldInTheNamesOfKeys() {
        List<String> problems = Keys.problems(Map.of("RELAY_VERIFY_WAITING_BYTES_PER_ACCOUNT_MAX", "65MiB"));
        assertEquals(
                List.of("RELAY_VERIFY_WAITING_BYTES_PER_ACCOUNT_MAX: 65MiB"
                        + " (expected: 1 to RELAY_VERIFY_WAITING_BYTES_PER_HOST_MAX)"),
                problems);
    }
}
