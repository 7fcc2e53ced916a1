package net.atrelay.ingest.crawl;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.IntSupplier;
import net.atrelay.ingest.CrawlOutcome;
import org.jspecify.annotations.Nullable;

/// How many hosts the public may still add in this UTC day, of all domains and of each registrable one. After a
/// restart it is told of the hosts that were added before. Any thread.
final class NewHostLimit {
    private final IntSupplier perDayMax;
    private final int perDomainMax;
    private final Map<String, Integer> takenOfDomain = new HashMap<>();
    /// The hosts of this day that are counted, since each may be told of more than once.
    private final Set<String> counted = new HashSet<>();
    private long day = Long.MIN_VALUE;

    /// @param perDayMax asked each time, since it may be changed
    NewHostLimit(IntSupplier perDayMax, int perDomainMax) {
        this.perDayMax = perDayMax;
        this.perDomainMax = perDomainMax;
    }

    /// Counts a host that is known to have been added at `when`, unless it is counted already.
    synchronized void remember(String hostname, Instant when, Instant now) {
        if (dayOf(when) == dayOf(now)) {
            turnTo(now);
            count(hostname);
        }
    }

    /// Why a further host would not be taken now; null when it would.
    synchronized @Nullable CrawlOutcome exhausted(String hostname, Instant now) {
        turnTo(now);
        if (counted.size() >= perDayMax.getAsInt()) {
            return CrawlOutcome.DAY_FULL;
        }
        int ofDomain = takenOfDomain.getOrDefault(RegistrableDomain.of(hostname), 0);
        return ofDomain >= perDomainMax ? CrawlOutcome.DOMAIN_FULL : null;
    }

    /// Takes one; gives why not, or null when it was taken.
    synchronized @Nullable CrawlOutcome tryTake(String hostname, Instant now) {
        CrawlOutcome exhausted = exhausted(hostname, now);
        if (exhausted == null) {
            count(hostname);
        }
        return exhausted;
    }

    /// Seconds until the next UTC day, at least 1.
    static long secondsToNextDay(Instant now) {
        Instant next = now.truncatedTo(ChronoUnit.DAYS).plus(1, ChronoUnit.DAYS);
        return Math.max(1, now.until(next, ChronoUnit.SECONDS));
    }

    private void count(String hostname) {
        if (counted.add(hostname)) {
            takenOfDomain.merge(RegistrableDomain.of(hostname), 1, Integer::sum);
        }
    }

    private void turnTo(Instant now) {
        if (dayOf(now) != day) {
            day = dayOf(now);
            counted.clear();
            takenOfDomain.clear();
        }
    }

    private static long dayOf(Instant when) {
        return Math.floorDiv(when.getEpochSecond(), 86_400L);
    }
}
