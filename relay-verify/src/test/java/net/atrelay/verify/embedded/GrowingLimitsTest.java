package net.atrelay.verify.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import net.atrelay.verify.GrowthConfig;
import net.atrelay.verify.core.Reason;
import org.junit.jupiter.api.Test;

class GrowingLimitsTest {
    private static final String HOST = "pds.example.com";
    private static final String TRUSTED = "big.example.com";
    private static final long DAY = 86_400_000_000L;
    private static final long START = 20_000 * DAY;

    private final AtomicLong now = new AtomicLong(START);
    private final Map<String, Long> goodSince = new ConcurrentHashMap<>(Map.of(HOST, START, TRUSTED, START));
    private final HostLimits limits = new GrowingLimits(
            host -> host.equals(TRUSTED) ? 10_000_000 : 100,
            goodSince::get,
            () -> Instant.ofEpochSecond(now.get() / 1_000_000),
            new GrowthConfig(Duration.ofDays(14), 10_000));

    @Test
    void theLimitDoublesForEachPeriodInGoodStandingUpToItsBound() {
        assertEquals(100, limits.accountsMax(HOST));
        now.set(START + 14 * DAY - 1_000_000);
        assertEquals(100, limits.accountsMax(HOST));
        now.set(START + 14 * DAY);
        assertEquals(200, limits.accountsMax(HOST));
        now.set(START + 3 * 14 * DAY);
        assertEquals(800, limits.accountsMax(HOST));
        now.set(START + 3_000 * DAY);
        assertEquals(10_000, limits.accountsMax(HOST));
    }

    @Test
    void aFaultBeginsItAnew() {
        now.set(START + 30 * DAY);
        goodSince.put(HOST, now.get() - DAY);
        assertEquals(100, limits.accountsMax(HOST));
        goodSince.put(HOST, now.get() + DAY);
        assertEquals(100, limits.accountsMax(HOST), "a clock that went back");
    }

    @Test
    void aHigherLimitOfTheTierStaysAndAHostNotKnownDoesNotGrow() {
        now.set(START + 300 * DAY);
        assertEquals(10_000_000, limits.accountsMax(TRUSTED));
        assertEquals(100, limits.accountsMax("unknown.example.com"));
    }

    @Test
    void onlyWhatAnHonestHostDoesNotSendIsAFault() {
        assertTrue(Reason.SIGNATURE_INVALID.blamesHost());
        assertTrue(Reason.TREE_INVALID.blamesHost());
        assertFalse(Reason.HOST_MISMATCH.blamesHost(), "it lags behind a migration");
        assertFalse(Reason.WAIT_EXPIRED.blamesHost(), "the directory was down");
        assertFalse(Reason.HOST_OVER_LIMIT.blamesHost(), "it has many accounts");
    }
}
