package net.atrelay.verify.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.store.account.ForcedLookUps;
import net.atrelay.verify.Share;
import org.jspecify.annotations.Nullable;

/// How many look-ups may be forced: one of a DID in a while by the same host, and a token bucket for each host that
/// causes them. So a host that sends junk about foreign DIDs cannot turn the relay on the directory or on a
/// domain, and does not keep another host from being heard. Any thread.
final class ForcedBudget {
    /// Those who ask count the gap from when they decided to, a moment before they ask.
    private static final long SLACK_MICROS = TimeUnit.SECONDS.toMicros(1);

    private final long gapMicros;
    private final double burst;
    private final double perNano;
    private final Cache<Did, ForcedLookUps> forced;
    private final Cache<String, Bucket> buckets;
    private volatile Share share = Share.WHOLE;

    private record Bucket(double tokens, long atNanos) {}

    /// What became of a wish to force a look-up.
    enum Grant {
        GRANTED,
        /// The host has caused another one of this DID a moment ago, or one that is to come.
        DID_GAP,
        /// The host has caused too many.
        HOST_BUDGET
    }

    ForcedBudget(IdentityConfig.Forced limits) {
        gapMicros = TimeUnit.NANOSECONDS.toMicros(limits.didGap().toNanos());
        burst = limits.hostBurst();
        perNano = limits.hostPerSecond() / (double) TimeUnit.SECONDS.toNanos(1);
        forced = Caffeine.newBuilder()
                .maximumSize(limits.trackedMax())
                .executor(Runnable::run)
                .build();
        buckets = Caffeine.newBuilder()
                .maximumSize(limits.trackedMax())
                .executor(Runnable::run)
                .build();
    }

    /// From now on hosts may cause so much of what is configured here. A DID's gap is kept where its account is judged.
    void shareIs(Share now) {
        share = now;
    }

    /// @param atMicros when the look-up is to begin, wall clock
    /// @param nowNanos of the steady clock
    Grant take(Did did, String host, long atMicros, long nowNanos) {
        ForcedLookUps before = forced.getIfPresent(did);
        Long last = before == null ? null : before.atMicros(host);
        if (last != null && Math.abs(atMicros - last) < gapMicros - SLACK_MICROS) {
            return Grant.DID_GAP;
        }
        if (!takeToken(host, nowNanos)) {
            return Grant.HOST_BUDGET;
        }
        forced.put(did, (before == null ? ForcedLookUps.NONE : before).with(host, atMicros));
        return Grant.GRANTED;
    }

    /// The look-up has taught nothing: the next one need not wait for the gap.
    void failed(Did did) {
        forced.invalidate(did);
    }

    private boolean takeToken(String host, long nowNanos) {
        Share now = share;
        if (now.owned() == 0) {
            return false;
        }
        AtomicBoolean taken = new AtomicBoolean();
        buckets.asMap().compute(host, (_, bucket) -> {
            double tokens = tokens(bucket, now.fraction(), nowNanos);
            taken.set(tokens >= 1);
            return new Bucket(taken.get() ? tokens - 1 : tokens, nowNanos);
        });
        return taken.get();
    }

    private double tokens(@Nullable Bucket bucket, double part, long nowNanos) {
        double most = Math.max(1, burst * part);
        return bucket == null
                ? most
                : Math.min(most, bucket.tokens() + Math.max(0, nowNanos - bucket.atNanos()) * perNano * part);
    }
}
