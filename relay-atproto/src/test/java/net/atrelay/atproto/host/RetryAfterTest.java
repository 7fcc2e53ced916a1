package net.atrelay.atproto.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration MAX = Duration.ofMinutes(10);

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "0; 0",
                "120; 120",
                "' 7 '; 7",
                "999999999; 999999999",
                "Thu, 01 Jan 2026 00:01:30 GMT; 90",
                "Wed, 31 Dec 2025 23:00:00 GMT; 0"
            })
    void secondsAndDatesAreRead(String value, long seconds) {
        assertEquals(Duration.ofSeconds(seconds), RetryAfter.parse(value, NOW));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "-1", "1.5", "soon", "1234567890", "٣", "2026-01-01T00:01:30Z"})
    void othersSayNothing(String value) {
        assertNull(RetryAfter.parse(value, NOW));
        assertNull(RetryAfter.parse("Thu, 01 Jan 2026 00:01:30 GMT" + " ".repeat(100) + value, NOW));
        assertNull(RetryAfter.parse(null, NOW));
    }

    @Test
    void aWishIsGrantedUpToABoundAndOnlyToWhoSaysNotNow() {
        assertEquals(Duration.ofSeconds(5), RetryAfter.granted(429, "5", NOW, MAX));
        assertEquals(MAX, RetryAfter.granted(503, "86400", NOW, MAX));
        assertNull(RetryAfter.granted(500, "5", NOW, MAX));
        assertNull(RetryAfter.granted(200, "5", NOW, MAX));
        assertNull(RetryAfter.granted(429, null, NOW, MAX));
    }
}
