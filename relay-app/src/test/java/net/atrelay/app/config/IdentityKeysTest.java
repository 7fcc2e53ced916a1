package net.atrelay.app.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.atrelay.verify.identity.IdentityConfig;
import net.atrelay.verify.identity.http.HttpLimits;
import net.atrelay.verify.identity.http.LaneLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdentityKeysTest {
    private static final Map<String, String> EVERY_KEY = Map.ofEntries(
            Map.entry("RELAY_IDENTITY_PLC_URL", "http://localhost:2582"),
            Map.entry("RELAY_IDENTITY_DOCUMENT_TIMEOUT", "1s"),
            Map.entry("RELAY_IDENTITY_HOST_TIMEOUT", "2s"),
            Map.entry("RELAY_IDENTITY_HTTP_NAME_TIMEOUT", "3s"),
            Map.entry("RELAY_IDENTITY_HTTP_CONNECT_TIMEOUT", "4s"),
            Map.entry("RELAY_IDENTITY_HTTP_BODY_BYTES_MAX", "5KiB"),
            Map.entry("RELAY_IDENTITY_HTTP_HEADER_LINE_BYTES_MAX", "6KiB"),
            Map.entry("RELAY_IDENTITY_HTTP_HEADERS_MAX", "7"),
            Map.entry("RELAY_IDENTITY_HTTP_ADDRESSES_MAX", "8"),
            Map.entry("RELAY_IDENTITY_HTTP_RESOLVER_THREADS", "9"),
            Map.entry("RELAY_IDENTITY_HTTP_RETRY_AFTER_MAX", "33m"),
            Map.entry("RELAY_IDENTITY_DIRECTORY_IN_FLIGHT_MAX", "10"),
            Map.entry("RELAY_IDENTITY_DIRECTORY_QUEUED_MAX", "11"),
            Map.entry("RELAY_IDENTITY_DIRECTORY_PER_SECOND", "12"),
            Map.entry("RELAY_IDENTITY_DIRECTORY_PAUSE_FIRST", "13s"),
            Map.entry("RELAY_IDENTITY_DIRECTORY_PAUSE_MAX", "14s"),
            Map.entry("RELAY_IDENTITY_DOMAINS_IN_FLIGHT_MAX", "16"),
            Map.entry("RELAY_IDENTITY_DOMAINS_IN_FLIGHT_PER_TARGET_MAX", "15"),
            Map.entry("RELAY_IDENTITY_DOMAINS_QUEUED_MAX", "18"),
            Map.entry("RELAY_IDENTITY_DOMAINS_QUEUED_PER_TARGET_MAX", "17"),
            Map.entry("RELAY_IDENTITY_HOSTS_IN_FLIGHT_MAX", "20"),
            Map.entry("RELAY_IDENTITY_HOSTS_IN_FLIGHT_PER_TARGET_MAX", "19"),
            Map.entry("RELAY_IDENTITY_HOSTS_QUEUED_MAX", "22"),
            Map.entry("RELAY_IDENTITY_HOSTS_QUEUED_PER_TARGET_MAX", "21"),
            Map.entry("RELAY_IDENTITY_ANSWERS_REMEMBERED_MAX", "23"),
            Map.entry("RELAY_IDENTITY_ANSWERS_DOCUMENT_FOR", "24s"),
            Map.entry("RELAY_IDENTITY_ANSWERS_NOT_FOUND_FOR", "25s"),
            Map.entry("RELAY_IDENTITY_ANSWERS_FAILED_FIRST", "26s"),
            Map.entry("RELAY_IDENTITY_ANSWERS_FAILED_LAST", "27s"),
            Map.entry("RELAY_IDENTITY_ANSWERS_PENDING_MAX", "28"),
            Map.entry("RELAY_IDENTITY_FORCED_DID_GAP", "29s"),
            Map.entry("RELAY_IDENTITY_FORCED_HOST_BURST", "30"),
            Map.entry("RELAY_IDENTITY_FORCED_HOST_PER_SECOND", "31"),
            Map.entry("RELAY_IDENTITY_FORCED_TRACKED_MAX", "32"));

    @Test
    void nothingSetGivesTheDefaults() {
        RelayConfig config = Keys.read(Map.of());
        assertEquals(IdentityConfig.defaults(Release.version()), config.identity());
        assertEquals(config.ingest().userAgent(), config.identity().userAgent());
    }

    @Test
    void everyKeyReachesItsComponent() {
        Keys.assertWhole("RELAY_IDENTITY_", EVERY_KEY);
        Map<String, String> variables = new HashMap<>(EVERY_KEY);
        variables.put("RELAY_DEVELOPMENT", "true");
        variables.put("RELAY_USER_AGENT", "atproto-relay of a test");
        IdentityConfig expected = new IdentityConfig(
                URI.create("http://localhost:2582"),
                true,
                "atproto-relay of a test",
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                new HttpLimits(
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(4),
                        5 << 10,
                        6 << 10,
                        7,
                        8,
                        9,
                        Duration.ofMinutes(33)),
                new IdentityConfig.Directory(10, 11, 12, Duration.ofSeconds(13), Duration.ofSeconds(14)),
                new LaneLimits(16, 15, 18, 17),
                new LaneLimits(20, 19, 22, 21),
                new IdentityConfig.Answers(
                        23,
                        Duration.ofSeconds(24),
                        Duration.ofSeconds(25),
                        Duration.ofSeconds(26),
                        Duration.ofSeconds(27),
                        28),
                new IdentityConfig.Forced(Duration.ofSeconds(29), 30, 31, 32));
        assertEquals(expected, Keys.read(variables).identity());
    }

    @ParameterizedTest
    @CsvSource({
        "PLC_URL, plc.directory",
        "PLC_URL, http://plc.directory",
        "PLC_URL, http://localhost:2582",
        "DOCUMENT_TIMEOUT, 0s",
        "HTTP_BODY_BYTES_MAX, 17MiB",
        "HTTP_ADDRESSES_MAX, 0",
        "DIRECTORY_PER_SECOND, 0",
        "DOMAINS_IN_FLIGHT_MAX, 0",
        "HOSTS_QUEUED_MAX, -1",
        "ANSWERS_REMEMBERED_MAX, 0",
        "FORCED_DID_GAP, 0s",
        "FORCED_HOST_BURST, 0"
    })
    void aBadValueIsRefused(String key, String value) {
        Keys.assertRefused("RELAY_IDENTITY_" + key, value);
    }

    @Test
    void whatDoesNotGoTogetherIsToldInTheNamesOfKeys() {
        assertEquals(
                List.of("RELAY_IDENTITY_DOMAINS_IN_FLIGHT_PER_TARGET_MAX: 65"
                        + " (expected: 1 to RELAY_IDENTITY_DOMAINS_IN_FLIGHT_MAX)"),
                Keys.problems(Map.of("RELAY_IDENTITY_DOMAINS_IN_FLIGHT_PER_TARGET_MAX", "65")));
    }
}
