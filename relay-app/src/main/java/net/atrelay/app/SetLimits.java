package net.atrelay.app;

import net.atrelay.store.host.tier.TiersInForce;
import net.atrelay.verify.embedded.HostLimits;

/// Account limits that an operator set for single hosts, which nothing grows beyond; all else is as it is without
/// them. Any thread.
///
/// @param tiers with the limits that are set
/// @param others what holds where none is
record SetLimits(TiersInForce tiers, HostLimits others) implements HostLimits {
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
