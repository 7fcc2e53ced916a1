package net.atrelay.verify.identity.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import net.atrelay.atproto.host.RetryAfter;

/// Servers that wish to be left alone for a while, each by name and port: names of one domain may belong to
/// strangers. Bounded in servers and in time; who is forgotten is asked again and says so again. Any thread.
final class HoldOffs {
    private final Duration max;
    private final RequestClock clock;
    private final Cache<String, Long> untilNanos;

    /// @param max longest wish that is granted
    /// @param serversMax servers that are remembered
    HoldOffs(Duration max, long serversMax, RequestClock clock) {
        this.max = max;
        this.clock = clock;
        untilNanos = Caffeine.newBuilder()
                .maximumSize(serversMax)
                .executor(Runnable::run)
                .build();
    }

    boolean holds(Target target) {
        String server = serverOf(target);
        Long until = untilNanos.getIfPresent(server);
        if (until == null) {
            return false;
        }
        if (until - clock.nanos() > 0) {
            return true;
        }
        untilNanos.invalidate(server);
        return false;
    }

    void heard(Target target, Fetched fetched) {
        if (!(fetched instanceof Fetched.Answered answered)) {
            return;
        }
        Instant now = Instant.EPOCH.plus(clock.micros(), ChronoUnit.MICROS);
        Duration granted = RetryAfter.granted(answered.status(), answered.retryAfter(), now, max);
        if (granted != null && granted.isPositive()) {
            untilNanos.put(serverOf(target), clock.nanos() + granted.toNanos());
        }
    }

    private static String serverOf(Target target) {
        return target.hostname() + ":" + target.port();
    }
}
