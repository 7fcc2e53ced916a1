package net.atrelay.ingest.host;

import java.util.random.RandomGenerator;
import net.atrelay.ingest.IngestConfig;

/// How long to wait before a host is dialled again: doubles from `first` to `longest`, of which a random upper half is
/// taken so that hosts that fell together do not come back together. Counts failures until a socket was open for
/// `stableAfter`. Owned by the host's event loop.
final class Backoff {
    private final IngestConfig.Retry retry;
    private final RandomGenerator random;
    private int failures;

    Backoff(IngestConfig.Retry retry, RandomGenerator random) {
        this.retry = retry;
        this.random = random;
    }

    /// Takes note of the end of an attempt and gives the delay before the next one, nanoseconds.
    ///
    /// @param openNanos how long the socket was open; 0 when it never was
    long afterClose(long openNanos) {
        if (openNanos >= retry.stableAfter().toNanos()) {
            failures = 0;
        }
        long full = fullDelayNanos(failures);
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

    private long fullDelayNanos(int doublings) {
        long first = retry.first().toNanos();
        long longest = retry.longest().toNanos();
        return doublings >= Long.numberOfLeadingZeros(first) - 1 ? longest : Math.min(first << doublings, longest);
    }
}
