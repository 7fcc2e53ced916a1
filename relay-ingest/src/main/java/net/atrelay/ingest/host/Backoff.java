package net.atrelay.ingest.host;

import java.util.random.RandomGenerator;
import net.atrelay.ingest.IngestConfig;

/// How long to wait before a host is dialled again, for ever: doubles from `first` to a bound, of which a random
/// upper half is taken so that hosts that fell together do not come back together. The bound is `longest` at
/// first and grows with the time that the host has been down. Failures count until a socket was open for
/// `stableAfter`. Owned by the host's event loop.
final class Backoff {
    /// The delay is at most this part of the time that a host has been down.
    private static final int DOWN_SHARE = 8;

    private final IngestConfig.Retry retry;
    private final long offlineLongestNanos;
    private final RandomGenerator random;
    private int failures;
    /// Meaningless while there are no failures.
    private long downSinceNanos;

    Backoff(IngestConfig config, RandomGenerator random) {
        retry = config.retry();
        offlineLongestNanos = config.offline().longest().toNanos();
        this.random = random;
    }

    /// Takes up a host that was offline before this process began: it is so still, since now.
    void startOffline(long nowNanos) {
        failures = retry.offlineAfter();
        downSinceNanos = nowNanos;
    }

    /// Takes note of the end of an attempt and gives the delay before the next one, nanoseconds.
    ///
    /// @param openNanos how long the socket was open; 0 when it never was
    long afterClose(long openNanos, long nowNanos) {
        if (openNanos >= retry.stableAfter().toNanos()) {
            failures = 0;
        }
        if (failures == 0) {
            downSinceNanos = nowNanos;
        }
        long full = fullDelayNanos(failures, nowNanos - downSinceNanos);
        failures = Math.min(failures + 1, Integer.MAX_VALUE - 1);
        return full / 2 + random.nextLong(full - full / 2 + 1);
    }

    /// Failures in a row; 0 after a stable socket and a clean start.
    int failures() {
        return failures;
    }

    boolean isOffline() {
        return failures >= retry.offlineAfter();
    }

    private long fullDelayNanos(int doublings, long downNanos) {
        long first = retry.first().toNanos();
        long longest = Math.max(retry.longest().toNanos(), Math.min(downNanos / DOWN_SHARE, offlineLongestNanos));
        return doublings >= Long.numberOfLeadingZeros(first) - 1 ? longest : Math.min(first << doublings, longest);
    }
}
