package net.atrelay.store.host.tier;

import java.util.List;

/// A named set of limits, for all hosts that its patterns match and no better pattern of another tier does.
///
/// @param name for operators; unique among [Tiers]
/// @param patterns `pds.example.com` is that host alone, `*.example.com` all names below, not the name itself, `*`
///     every host
/// @param rates what its socket is read at
/// @param accounts what the host's accounts are held to
/// @param lenient whether checks that old hosts fail only take note (protocol reference §5.6)
/// @param trusted whether the operator vouches for these hosts: they do not count as new hosts of a day
public record HostTier(
        String name, List<String> patterns, Rates rates, Accounts accounts, boolean lenient, boolean trusted) {
    /// Longest count that is told apart from "without a limit"; keeps all sums far from overflow.
    public static final long LIMIT_MAX = 1_000_000_000_000L;

    public HostTier {
        patterns = List.copyOf(patterns);
        if (patterns.isEmpty()) {
            throw new IllegalArgumentException("patterns: none (expected: at least one)");
        }
    }

    /// The same for a host with an account limit of its own: rates that follow from the limit follow, but never
    /// below those of the tier.
    HostTier withAccountsMax(long accountsMax) {
        return new HostTier(
                name,
                patterns,
                rates.atLeast(Rates.of(accountsMax)),
                new Accounts(accountsMax, Math.max(accounts.newPerDay(), accountsMax / 10), accounts.eventsPerHour()),
                lenient,
                trusted);
    }

    /// How fast one host's socket is read. Each is the size of a burst and the time in which it is made good again:
    /// after the burst the host goes on at that speed and is never stopped for the rest of an hour or a day.
    ///
    /// @param eventsPerSecond frames
    /// @param eventsPerHour frames
    /// @param eventsPerDay frames
    /// @param bytesPerSecond bytes of frames
    public record Rates(long eventsPerSecond, long eventsPerHour, long eventsPerDay, long bytesPerSecond) {
        public Rates {
            check(eventsPerSecond, "eventsPerSecond");
            check(eventsPerHour, "eventsPerHour");
            check(eventsPerDay, "eventsPerDay");
            check(bytesPerSecond, "bytesPerSecond");
        }

        private Rates atLeast(Rates other) {
            return new Rates(
                    Math.max(eventsPerSecond, other.eventsPerSecond),
                    Math.max(eventsPerHour, other.eventsPerHour),
                    Math.max(eventsPerDay, other.eventsPerDay),
                    Math.max(bytesPerSecond, other.bytesPerSecond));
        }

        /// What follows for a host that may hold this many accounts (protocol reference §5.11).
        static Rates of(long accountsMax) {
            return new Rates(
                    50 + accountsMax / 1_000,
                    atMost(2_500 + accountsMax),
                    atMost(20_000 + 10 * accountsMax),
                    atMost(2_000_000 + 1_000 * (accountsMax / 1_000)));
        }
    }

    /// What a host's accounts are held to, by the fold of an account and not by ingest.
    ///
    /// @param accountsMax accounts that count towards the host
    /// @param newPerDay accounts that it may add in one day
    /// @param eventsPerHour frames of one account
    public record Accounts(long accountsMax, long newPerDay, long eventsPerHour) {
        public Accounts {
            check(accountsMax, "accounts");
            check(newPerDay, "newAccountsPerDay");
            check(eventsPerHour, "accountEventsPerHour");
        }
    }

    private static long atMost(long limit) {
        return Math.min(limit, LIMIT_MAX);
    }

    private static void check(long limit, String name) {
        if (limit < 1 || limit > LIMIT_MAX) {
            throw new IllegalArgumentException(name + ": " + limit + " (expected: 1 to " + LIMIT_MAX + ")");
        }
    }
}
