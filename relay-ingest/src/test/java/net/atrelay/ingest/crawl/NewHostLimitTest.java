package net.atrelay.ingest.crawl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import net.atrelay.ingest.CrawlOutcome;
import org.junit.jupiter.api.Test;

class NewHostLimitTest {
    private static final Instant NOON = Instant.parse("2026-05-05T12:00:00Z");

    private final AtomicInteger perDayMax = new AtomicInteger(4);
    private final NewHostLimit limit = new NewHostLimit(perDayMax::get, 2);

    @Test
    void oneDomainCannotUseUpTheDay() {
        assertNull(limit.tryTake("a.one.net", NOON));
        assertNull(limit.tryTake("b.one.net", NOON));
        assertEquals(CrawlOutcome.DOMAIN_FULL, limit.tryTake("c.one.net", NOON));
        assertNull(limit.tryTake("a.two.net", NOON));
        assertNull(limit.tryTake("a.three.net", NOON));
        assertEquals(CrawlOutcome.DAY_FULL, limit.tryTake("a.four.net", NOON));
    }

    @Test
    void nextDayBeginsAnew() {
        for (String name : new String[] {"a.one.net", "b.one.net", "a.two.net", "b.two.net"}) {
            assertNull(limit.tryTake(name, NOON));
        }
        Instant midnight = NOON.plus(Duration.ofHours(12));
        assertEquals(CrawlOutcome.DAY_FULL, limit.exhausted("x.net", midnight.minusNanos(1)));
        assertNull(limit.tryTake("c.one.net", midnight));
        assertEquals(43_200, NewHostLimit.secondsToNextDay(NOON));
        assertEquals(1, NewHostLimit.secondsToNextDay(midnight.minusNanos(1)));
    }

    @Test
    void hostsOfTodayAreRememberedAndOlderOnesNot() {
        limit.remember("a.one.net", NOON.minus(Duration.ofHours(1)), NOON);
        limit.remember("b.one.net", NOON.minus(Duration.ofHours(13)), NOON);
        limit.remember("c.one.net", NOON.minus(Duration.ofMinutes(1)), NOON);
        assertEquals(CrawlOutcome.DOMAIN_FULL, limit.exhausted("d.one.net", NOON));
        assertNull(limit.exhausted("a.two.net", NOON));
    }

    @Test
    void aHostThatIsToldOfAgainCountsOnce() {
        assertNull(limit.tryTake("a.one.net", NOON));
        for (int i = 0; i < 5; i++) {
            limit.remember("a.one.net", NOON, NOON);
            limit.remember("a.two.net", NOON.minusSeconds(i), NOON);
        }
        assertNull(limit.tryTake("b.one.net", NOON));
        assertNull(limit.tryTake("b.two.net", NOON));
        assertEquals(CrawlOutcome.DAY_FULL, limit.exhausted("a.three.net", NOON));
    }

    @Test
    void changedLimitHoldsAtOnce() {
        perDayMax.set(0);
        assertEquals(CrawlOutcome.DAY_FULL, limit.tryTake("a.one.net", NOON));
        perDayMax.set(1);
        assertNull(limit.tryTake("a.one.net", NOON));
    }
}
