package net.atrelay.ingest.crawl;

import java.time.Instant;
import net.atrelay.ingest.CrawlOutcome;
import net.atrelay.store.bus.CrawlAnswer;

/// What became of a name.
///
/// @param hostname as it is or would be stored; as it was written when it is none
/// @param outcome what became of it
record Admission(String hostname, CrawlOutcome outcome) {
    private static final long BUSY_RETRY_SECONDS = 60;

    /// What the one who asked is told: fixed texts (protocol reference §7.3).
    CrawlAnswer answer(Instant now) {
        return switch (outcome) {
            case ADDED, KNOWN -> new CrawlAnswer.Accepted(hostname);
            case DISABLED -> CrawlAnswer.Refused.DISABLED;
            case NOT_A_HOST -> CrawlAnswer.Refused.NOT_A_HOST;
            case SELF, RELAY -> refused("InvalidRequest", "hostname: a relay, not a host", 0);
            case BANNED -> CrawlAnswer.Refused.BANNED;
            case NO_ANSWER -> refused("HostNotFound", "com.atproto.server.describeServer gave no answer", 0);
            case DAY_FULL -> tomorrow("too many new hosts today", now);
            case DOMAIN_FULL -> tomorrow("too many new hosts of this domain today", now);
            case BUSY -> refused("RateLimitExceeded", "too many crawl requests at the moment", BUSY_RETRY_SECONDS);
            case FAILED -> CrawlAnswer.Refused.NOT_STORED;
        };
    }

    private static CrawlAnswer tomorrow(String message, Instant now) {
        return refused("RateLimitExceeded", message, NewHostLimit.secondsToNextDay(now));
    }

    private static CrawlAnswer refused(String error, String message, long retryAfterSeconds) {
        return new CrawlAnswer.Refused(error, message, retryAfterSeconds);
    }
}
