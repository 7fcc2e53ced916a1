package net.atrelay.app;

import net.atrelay.store.host.tier.HostTier;
import net.atrelay.store.host.tier.TiersInForce;
import net.atrelay.verify.embedded.HostLimits;

/// What the tiers in force say of a host's accounts. Any thread.
///
/// @param tiers replaced by ingest when an operator changes them
record TierLimits(TiersInForce tiers) implements HostLimits {
    @Override
    public long accountsMax(String host) {
        return tier(host).accounts().accountsMax();
    }

    @Override
    public long newAccountsPerDayMax(String host) {
        return tier(host).accounts().newPerDay();
    }

    @Override
    public long accountFramesPerHourMax(String host) {
        return tier(host).accounts().eventsPerHour();
    }

    @Override
    public boolean lenient(String host) {
        return tier(host).lenient();
    }

    private HostTier tier(String host) {
        return tiers.now().of(host);
    }
}
