package net.atrelay.store.host.tier;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What was written of one tier so far; what is missing follows from its accounts.
final class TierDraft {
    private static final long ACCOUNTS = 100;
    private static final long NEW_ACCOUNTS_PER_DAY_MIN = 100;
    /// What the hosts that most accounts are on allow one account, in points for writes.
    private static final long ACCOUNT_EVENTS_PER_HOUR = 50_000;

    private static final List<String> KEYS = List.of(
            "accounts",
            "eventsPerSecond",
            "eventsPerHour",
            "eventsPerDay",
            "bytesPerSecond",
            "newAccountsPerDay",
            "accountEventsPerHour");
    private static final List<String> FLAGS = List.of("lenient", "trusted");

    private final Map<String, Long> limits = new HashMap<>();
    private final Set<String> flags = new HashSet<>();

    /// Takes one `key=number` or flag.
    void set(String part) {
        int equals = part.indexOf('=');
        if (equals < 0) {
            if (!FLAGS.contains(part) || !flags.add(part)) {
                throw new IllegalArgumentException(part + ": unknown or twice (expected: one of " + FLAGS + ")");
            }
            return;
        }
        String key = part.substring(0, equals).strip();
        if (!KEYS.contains(key)) {
            throw new IllegalArgumentException(key + ": unknown (expected: one of " + KEYS + ")");
        }
        if (limits.put(key, number(key, part.substring(equals + 1).strip())) != null) {
            throw new IllegalArgumentException(key + ": twice (expected: once)");
        }
    }

    HostTier finish(String name, List<String> patterns) {
        long accounts = limit("accounts", ACCOUNTS);
        HostTier.Rates usual = HostTier.Rates.of(accounts);
        return new HostTier(
                name,
                patterns,
                new HostTier.Rates(
                        limit("eventsPerSecond", usual.eventsPerSecond()),
                        limit("eventsPerHour", usual.eventsPerHour()),
                        limit("eventsPerDay", usual.eventsPerDay()),
                        limit("bytesPerSecond", usual.bytesPerSecond())),
                new HostTier.Accounts(
                        accounts,
                        limit("newAccountsPerDay", Math.max(NEW_ACCOUNTS_PER_DAY_MIN, accounts / 10)),
                        limit("accountEventsPerHour", ACCOUNT_EVENTS_PER_HOUR)),
                flags.contains("lenient"),
                flags.contains("trusted"));
    }

    private long limit(String key, long otherwise) {
        return limits.getOrDefault(key, otherwise);
    }

    private static long number(String key, String text) {
        long number = text.matches("[0-9]{1,13}") ? Long.parseLong(text) : 0;
        if (number < 1 || number > HostTier.LIMIT_MAX) {
            throw new IllegalArgumentException(
                    key + "=" + text + " (expected: a whole number from 1 to " + HostTier.LIMIT_MAX + ")");
        }
        return number;
    }
}
