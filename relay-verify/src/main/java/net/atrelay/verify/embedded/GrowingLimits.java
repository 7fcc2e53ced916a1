package net.atrelay.verify.embedded;

import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import net.atrelay.verify.GrowthConfig;

/// Limits that let a host grow without its operator having to ask: the account limit of its tier doubles for each full
/// period in good standing, up to a bound that a higher limit of the tier itself is not held to. With a fault of the
/// host's it begins again; accounts that are in stay in. Any thread.
public final class GrowingLimits implements HostLimits {
    private static final int DOUBLINGS_MAX = 40;

    private final HostLimits tiers;
    private final HostStandings standings;
    private final InstantSource clock;
    private final long periodMicros;
    private final long grownAccountsMax;

    /// @param tiers the limits that growth starts from; all but the account limit stays as it is there
    public GrowingLimits(HostLimits tiers, HostStandings standings, InstantSource clock, GrowthConfig growth) {
        this.tiers = tiers;
        this.standings = standings;
        this.clock = clock;
        this.periodMicros = TimeUnit.NANOSECONDS.toMicros(growth.period().toNanos());
        this.grownAccountsMax = growth.accountsMax();
    }

    @Override
    public long accountsMax(String host) {
        long base = tiers.accountsMax(host);
        if (base >= grownAccountsMax) {
            return base;
        }
        Long goodSince = standings.goodSinceMicros(host);
        long good = goodSince == null ? 0 : Math.max(0, Micros.of(clock.instant()) - goodSince);
        long grown = base;
        for (long i = Math.min(DOUBLINGS_MAX, good / periodMicros); i > 0 && grown < grownAccountsMax; i--) {
            grown *= 2;
        }
        return Math.min(grown, grownAccountsMax);
    }

    @Override
    public long newAccountsPerDayMax(String host) {
        return tiers.newAccountsPerDayMax(host);
    }

    @Override
    public long accountFramesPerHourMax(String host) {
        return tiers.accountFramesPerHourMax(host);
    }

    @Override
    public boolean lenient(String host) {
        return tiers.lenient(host);
    }
}
