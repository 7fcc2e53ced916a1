package net.atrelay.fanout.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import net.atrelay.fanout.http.Reply.Header;

/// An allowance of requests for each client that fills up evenly: a token bucket, kept as the one time at which
/// it will be full again. Takes no lock; any thread.
final class ClientRate {
    private final int requestsMax;
    private final Duration window;
    private final long requestNanos;
    private final Cache<Client, AtomicLong> fullAtNanos;

    /// @param requestsMax size of the allowance
    /// @param window time in which a used-up allowance is full again
    /// @param clientsMax clients that are remembered
    ClientRate(int requestsMax, Duration window, int clientsMax) {
        this.requestsMax = requestsMax;
        this.window = window;
        requestNanos = Math.max(1, window.toNanos() / requestsMax);
        fullAtNanos = Caffeine.newBuilder()
                .maximumSize(clientsMax)
                .expireAfterAccess(window)
                .build();
    }

    /// Takes one request out of the client's allowance if there is one.
    ///
    /// @param nowNanos of a clock that never goes back
    Grant take(InetAddress address, long nowNanos) {
        AtomicLong fullAt = fullAtNanos.get(Client.of(address), _ -> new AtomicLong(nowNanos));
        while (true) {
            long seen = fullAt.get();
            long usedNanos = Math.max(0, seen - nowNanos);
            long thenNanos = usedNanos + requestNanos;
            if (thenNanos > requestNanos * requestsMax) {
                return grant(false, usedNanos, thenNanos - requestNanos * requestsMax);
            }
            if (fullAt.compareAndSet(seen, nowNanos + thenNanos)) {
                return grant(true, thenNanos, 0);
            }
        }
    }

    /// How it stands with the client's next request; takes nothing.
    Grant look(InetAddress address, long nowNanos) {
        AtomicLong fullAt = fullAtNanos.getIfPresent(Client.of(address));
        long usedNanos = fullAt == null ? 0 : Math.max(0, fullAt.get() - nowNanos);
        long overNanos = usedNanos + requestNanos - requestNanos * requestsMax;
        return grant(overNanos <= 0, usedNanos, Math.max(0, overNanos));
    }

    private Grant grant(boolean allowed, long usedNanos, long waitNanos) {
        int remaining = requestsMax - (int) ceilDiv(usedNanos, requestNanos);
        return new Grant(allowed, this, Math.max(0, remaining), seconds(usedNanos), seconds(waitNanos));
    }

    private static long seconds(long nanos) {
        return ceilDiv(nanos, 1_000_000_000L);
    }

    private static long ceilDiv(long number, long divisor) {
        return (number + divisor - 1) / divisor;
    }

    /// Whether a request may pass, and how the client's allowance stands.
    ///
    /// @param fullInSeconds until the allowance is whole
    /// @param retryAfterSeconds until one request may pass; 0 if this one may
    record Grant(boolean allowed, ClientRate rate, int remaining, long fullInSeconds, long retryAfterSeconds) {
        /// What the client is told (protocol reference §7.1).
        List<Header> headers(long nowUnixSeconds) {
            return List.of(
                    new Header("RateLimit-Limit", Integer.toString(rate.requestsMax)),
                    new Header("RateLimit-Remaining", Integer.toString(remaining)),
                    new Header("RateLimit-Reset", Long.toString(nowUnixSeconds + fullInSeconds)),
                    new Header("RateLimit-Policy", rate.requestsMax + ";w=" + rate.window.toSeconds()));
        }
    }

    /// Who shares one allowance: an IPv4 address, or the /64 of an IPv6 address, as one customer has all of it.
    private record Client(boolean v6, long bits) {
        static Client of(InetAddress address) {
            ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
            return address instanceof Inet6Address
                    ? new Client(true, bytes.getLong(0))
                    : new Client(false, bytes.getInt(0));
        }
    }
}
