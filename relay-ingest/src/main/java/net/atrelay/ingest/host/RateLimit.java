package net.atrelay.ingest.host;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import net.atrelay.ingest.LimitKind;
import net.atrelay.store.host.tier.HostTier;
import net.atrelay.store.host.tier.Tiers;
import net.atrelay.store.host.tier.TiersInForce;
import org.jspecify.annotations.Nullable;

/// What one host may send by its tier. Takes up other tiers by itself, with full buckets where the host's rates
/// changed. Owned by the host's event loop.
final class RateLimit {
    private final String hostname;
    private final TiersInForce inForce;
    private final Map<LimitKind, TokenBucket> buckets = new EnumMap<>(LimitKind.class);
    private Tiers tiers;
    private HostTier tier;
    /// Until when the host waits for the sake of one of its accounts; null for not at all.
    private @Nullable Long accountUntilNanos;

    RateLimit(String hostname, TiersInForce inForce, long nowNanos) {
        this.hostname = hostname;
        this.inForce = inForce;
        tiers = inForce.now();
        tier = tiers.of(hostname);
        fill(nowNanos);
    }

    String tier() {
        return tier.name();
    }

    /// One frame was read.
    void onFrame(int bytes, long nowNanos) {
        followTiers(nowNanos);
        buckets.forEach((kind, bucket) -> bucket.take(kind == LimitKind.BYTES_PER_SECOND ? bytes : 1, nowNanos));
    }

    /// One account of the host has sent more than its tier lets one.
    ///
    /// @param waitNanos until it is within its rate again
    void onAccountOver(long waitNanos, long nowNanos) {
        followTiers(nowNanos);
        accountUntilNanos = nowNanos + Math.max(waitNanos, accountWaitNanos(nowNanos));
    }

    /// The limit that is used up; null for none.
    @Nullable
    LimitKind exceeded(long nowNanos) {
        if (accountWaitNanos(nowNanos) > 0) {
            return LimitKind.ACCOUNT_EVENTS_PER_HOUR;
        }
        for (Map.Entry<LimitKind, TokenBucket> limit : buckets.entrySet()) {
            if (limit.getValue().isEmpty(nowNanos)) {
                return limit.getKey();
            }
        }
        return null;
    }

    /// Time until no limit holds the host back; 0 for now.
    long waitNanos(long nowNanos) {
        followTiers(nowNanos);
        long wait = accountWaitNanos(nowNanos);
        for (TokenBucket bucket : buckets.values()) {
            wait = Math.max(wait, bucket.waitNanos(nowNanos));
        }
        return wait;
    }

    private long accountWaitNanos(long nowNanos) {
        Long until = accountUntilNanos;
        return until == null ? 0 : Math.max(0, until - nowNanos);
    }

    private void followTiers(long nowNanos) {
        Tiers now = inForce.now();
        if (now.equals(tiers)) {
            return;
        }
        HostTier before = tier;
        tiers = now;
        tier = now.of(hostname);
        if (!tier.rates().equals(before.rates())) {
            fill(nowNanos);
        }
        if (tier.accounts().eventsPerHour() != before.accounts().eventsPerHour()) {
            accountUntilNanos = null;
        }
    }

    private void fill(long nowNanos) {
        HostTier.Rates rates = tier.rates();
        put(LimitKind.EVENTS_PER_DAY, rates.eventsPerDay(), TimeUnit.DAYS, nowNanos);
        put(LimitKind.EVENTS_PER_HOUR, rates.eventsPerHour(), TimeUnit.HOURS, nowNanos);
        put(LimitKind.EVENTS_PER_SECOND, rates.eventsPerSecond(), TimeUnit.SECONDS, nowNanos);
        put(LimitKind.BYTES_PER_SECOND, rates.bytesPerSecond(), TimeUnit.SECONDS, nowNanos);
    }

    private void put(LimitKind kind, long capacity, TimeUnit per, long nowNanos) {
        buckets.put(kind, new TokenBucket(capacity, per.toNanos(1), nowNanos));
    }
}
