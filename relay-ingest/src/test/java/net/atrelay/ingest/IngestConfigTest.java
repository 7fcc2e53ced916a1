package net.atrelay.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IngestConfigTest {
    @Test
    void defaultsAreTheAgreedOnes() {
        IngestConfig config = IngestConfig.defaults("1.2");

        assertFalse(config.development());
        assertFalse(config.relaysAllowed());
        assertTrue(config.userAgent().startsWith("atrelay/1.2 (atproto-relay; +"));
        assertEquals(50, config.newHostsPerDayMax());
        assertEquals(5_000_000, config.sockets().frameBytesMax());
        assertEquals(Duration.ofSeconds(30), config.sockets().pingEvery());
        assertEquals(Duration.ofSeconds(75), config.sockets().silenceMax());
        assertEquals(8L << 20, config.flight().hostBytesMax());
        assertEquals(256L << 20, config.flight().totalBytesMax());
        assertEquals(Duration.ofSeconds(1), config.retry().first());
        assertEquals(Duration.ofMinutes(10), config.retry().longest());
        assertEquals(Duration.ofSeconds(60), config.retry().stableAfter());
        assertEquals(50, config.retry().dialsPerSecond());
    }

    @Test
    void badValuesNameTheirRule() {
        var noToken = assertThrows(IllegalArgumentException.class, () -> withUserAgent("curl"));
        assertEquals("userAgent: out of bounds (expected: contains atproto-relay)", noToken.getMessage());
        assertThrows(IllegalArgumentException.class, () -> new IngestConfig.Flight(0, 1, 0));
        assertThrows(IllegalArgumentException.class, () -> new IngestConfig.Flight(10, 9, 0));
        assertThrows(IllegalArgumentException.class, () -> new IngestConfig.Flight(10, 20, 11));
        Duration second = Duration.ofSeconds(1);
        assertThrows(
                IllegalArgumentException.class,
                () -> new IngestConfig.Sockets(1, 1, second, 5_000_001, second, second.multipliedBy(2), 0, 1));
        assertThrows(
                IllegalArgumentException.class,
                () -> new IngestConfig.Sockets(1, 1, second, 5_000_000, second, second, 0, 1));
        assertThrows(
                IllegalArgumentException.class,
                () -> new IngestConfig.Retry(second, second.dividedBy(2), second, 1, second, second, 1));
        assertThrows(
                IllegalArgumentException.class,
                () -> new IngestConfig.Retry(second, second, second, 1, second, second, 0));
    }

    private static IngestConfig withUserAgent(String userAgent) {
        return new IngestConfig(
                false,
                userAgent,
                false,
                true,
                Set.of(),
                Set.of(),
                Set.of(),
                1,
                1,
                IngestConfig.Sockets.DEFAULTS,
                IngestConfig.Flight.DEFAULTS,
                IngestConfig.Retry.DEFAULTS);
    }
}
