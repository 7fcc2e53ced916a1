package net.atrelay.ingest.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.random.RandomGenerator;
import net.atrelay.ingest.IngestConfig;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private static final IngestConfig CONFIG = IngestConfig.defaults("test");
    private static final IngestConfig.Retry RETRY = CONFIG.retry();

    /// Draws the greatest value that is asked for.
    private static final class Greatest implements RandomGenerator {
        @Override
        public long nextLong() {
            return 0;
        }

        @Override
        public long nextLong(long bound) {
            return bound - 1;
        }
    }

    @Test
    void delayDoublesToItsBoundAndStaysThereForEver() {
        Backoff backoff = new Backoff(CONFIG, new Greatest());
        long[] seconds = {1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 600, 600, 600};
        for (long expected : seconds) {
            assertEquals(Duration.ofSeconds(expected).toNanos(), backoff.afterClose(0, 0));
        }
        for (int i = 0; i < 1_000; i++) {
            assertEquals(Duration.ofMinutes(10).toNanos(), backoff.afterClose(0, 0));
        }
    }

    @Test
    void hostThatHasBeenDownForDaysIsDialledAFewTimesADay() {
        Backoff backoff = new Backoff(CONFIG, new Greatest());
        long now = 0;
        long dials = 0;
        long last = 0;
        while (now < Duration.ofDays(30).toNanos()) {
            last = backoff.afterClose(0, now);
            assertTrue(last <= Math.max(RETRY.longest().toNanos(), now / 8), "delay " + last + " after " + now);
            now += last;
            dials++;
        }
        assertEquals(Duration.ofHours(6).toNanos(), last);
        assertTrue(dials > 100 && dials < 250, "dials: " + dials);
    }

    @Test
    void hostThatWasOfflineBeforeTheStartIsNotDialledEverySecond() {
        Backoff backoff = new Backoff(CONFIG, new Greatest());
        backoff.startOffline(5);
        assertTrue(backoff.isOffline());
        assertEquals(Duration.ofMinutes(10).toNanos(), backoff.afterClose(0, 6));
        assertEquals(
                Duration.ofHours(1).toNanos(),
                backoff.afterClose(0, 5 + Duration.ofHours(8).toNanos()));
    }

    @Test
    void jitterStaysInTheUpperHalf() {
        long seed = 42;
        Backoff backoff = new Backoff(CONFIG, new java.util.Random(seed));
        long full = Duration.ofSeconds(1).toNanos();
        for (int i = 0; i < 9; i++) {
            long delay = backoff.afterClose(0, 0);
            assertTrue(delay >= full / 2 && delay <= full, "seed " + seed + ", delay " + delay + " of " + full);
            full *= 2;
        }
    }

    @Test
    void onlyAStableSocketStartsTheCountAnew() {
        Backoff backoff = new Backoff(CONFIG, new Greatest());
        long stable = RETRY.stableAfter().toNanos();
        for (int i = 0; i < 5; i++) {
            backoff.afterClose(0, 0);
        }
        assertEquals(Duration.ofSeconds(32).toNanos(), backoff.afterClose(stable - 1, 0));
        assertEquals(Duration.ofSeconds(1).toNanos(), backoff.afterClose(stable, 0));
        assertEquals(Duration.ofSeconds(2).toNanos(), backoff.afterClose(0, 0));
    }

    @Test
    void hostIsOfflineAfterTheSetNumberOfFailures() {
        Backoff backoff = new Backoff(CONFIG, new Greatest());
        for (int i = 1; i < RETRY.offlineAfter(); i++) {
            backoff.afterClose(0, 0);
        }
        assertFalse(backoff.isOffline());
        backoff.afterClose(0, 0);
        assertTrue(backoff.isOffline());
    }
}
