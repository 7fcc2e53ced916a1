package net.atrelay.verify.embedded;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

/// One rate for each host, shared by all shards. Any thread.
final class HostBuckets {
    /// More than there are hosts; one that falls out starts again with a full bucket.
    private static final long HOSTS_MAX = 50_000;

    private final int capacity;
    private final long periodMicros;
    private final Cache<String, TokenBucket> buckets =
            Caffeine.newBuilder().maximumSize(HOSTS_MAX).executor(Runnable::run).build();

    HostBuckets(int capacity, long periodMicros) {
        this.capacity = capacity;
        this.periodMicros = periodMicros;
    }

    boolean tryTake(String host, long nowMicros) {
        TokenBucket bucket = buckets.get(host, name -> new TokenBucket(capacity, periodMicros, nowMicros));
        synchronized (bucket) {
            return bucket.tryTake(nowMicros);
        }
    }
}
