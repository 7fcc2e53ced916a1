package net.atrelay.verify;

import java.time.Duration;

/// How the account limits of hosts grow.
///
/// @param period time in good standing after which a host's account limit doubles
/// @param accountsMax accounts that a limit grows to at most; a tier's own limit may be higher. 0: none grows
public record GrowthConfig(Duration period, long accountsMax) {
    private static final Duration PERIOD_MIN = Duration.ofMillis(1);

    public GrowthConfig {
        if (period.compareTo(PERIOD_MIN) < 0) {
            throw new IllegalArgumentException("period: " + period + " (expected: at least 1 ms)");
        }
        if (accountsMax < 0) {
            throw new IllegalArgumentException("accountsMax: " + accountsMax + " (expected: not negative)");
        }
    }

    public static GrowthConfig defaults() {
        return new GrowthConfig(Duration.ofDays(7), 10_000);
    }
}
