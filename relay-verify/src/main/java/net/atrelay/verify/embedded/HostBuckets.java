package net.atrelay.verify.embedded;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import net.atrelay.verify.Share;

/// One rate for each host, shared by all shards. Any thread.
final class HostBuckets {
    /// More than there are hosts; one that falls out starts again with a full bucket.
    private static final long HOSTS_MAX = 50_000;

    private final int capacity;
    private final long periodMicros;
    private final Cache<String, TokenBucket> buckets =
            Caffeine.newBuilder().maximumSize(HOSTS_MAX).executor(Runnable::run).build();

    /// @param whole so many at once, and as many again in each period, in all processes together
    /// @param share what this process has of it; at once it may have one in any case
    HostBuckets(int whole, long periodMicros, Share share) {
        capacity = Math.max(1, share.of(whole));
        // What is rounded is how many may come at once, not how many in the long run.
        this.periodMicros = Math.round(periodMicros * (capacity / (whole * share.fraction())));
    }

    boolean tryTake(String host, long nowMicros) {
        TokenBucket bucket = buckets.get(host, name -> new TokenBucket(capacity, periodMicros, nowMicros));
        synchronized (bucket) {
            return bucket.tryTake(nowMicros);
        }
    }
}
