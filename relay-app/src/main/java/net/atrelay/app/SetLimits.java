package net.atrelay.app;

import java.time.InstantSource;
import net.atrelay.app.config.RelayConfig;
import net.atrelay.store.host.HostJournals;
import net.atrelay.store.host.tier.TiersInForce;
import net.atrelay.store.rocks.RocksStore;
import net.atrelay.verify.embedded.GrowingLimits;
import net.atrelay.verify.embedded.HostLimits;

/// Account limits that an operator set for single hosts, which nothing grows beyond; all else is as it is without
/// them. Any thread.
///
/// @param tiers with the limits that are set
/// @param others what holds where none is
record SetLimits(TiersInForce tiers, HostLimits others) implements HostLimits {
    /// What accounts of hosts are held to: what an operator set, else the tiers in force and what has grown beyond
    /// them.
    ///
    /// @param journals have the faults that are weighed
    static HostLimits of(RelayConfig config, TiersInForce tiers, RocksStore store, HostJournals journals) {
        return new SetLimits(
                tiers,
                new GrowingLimits(
                        new TierLimits(tiers),
                        new Standings(store.hosts(), store.journals()::all, journals),
                        InstantSource.system(),
                        config.verify().growth()));
    }

    @Override
    public long accountsMax(String host) {
        Long set = tiers.now().accountLimit(host);
        return set == null ? others.accountsMax(host) : set;
    }

    @Override
    public long newAccountsPerDayMax(String host) {
        return others.newAccountsPerDayMax(host);
    }

    @Override
    public long accountFramesPerHourMax(String host) {
        return others.accountFramesPerHourMax(host);
    }

    @Override
    public boolean lenient(String host) {
        return others.lenient(host);
    }
}
