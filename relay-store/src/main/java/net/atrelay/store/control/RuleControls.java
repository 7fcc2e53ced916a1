package net.atrelay.store.control;

import java.util.List;
import java.util.concurrent.CompletionStage;
import net.atrelay.store.host.HostBan;
import net.atrelay.store.host.tier.Tiers;
import org.jspecify.annotations.Nullable;

/// What holds for many hosts, for the operator: who may come, which domains may not, and the tiers. A change comes
/// before the configuration, over restarts, until it is taken back by null. Any thread that may block.
public interface RuleControls {
    /// Whether the public may ask for crawls.
    boolean crawlEnabled();

    /// @param enabled null for as configured
    CompletionStage<Void> setCrawlEnabled(@Nullable Boolean enabled);

    /// Hosts that the public may add in one UTC day.
    int newHostsPerDayMax();

    /// @param hosts from 0; null for as configured
    CompletionStage<Void> setNewHostsPerDayMax(@Nullable Integer hosts);

    /// A domain in the one form that bans have; null when the text is none.
    @Nullable
    String domainOf(String written);

    /// Stops all hosts of a domain, those to come as well.
    ///
    /// @param domain the name itself and all names below it
    void banDomain(String domain);

    /// Lifts the ban of a domain; hosts that no other ban covers go on. A ban of the configuration stays.
    void unbanDomain(String domain);

    /// Bans of domains, those of the configuration too; in no order.
    List<HostBan> domainBans();

    /// The tiers that hold now.
    Tiers tiers();

    /// Replaces all tiers.
    ///
    /// @param text as in [net.atrelay.store.host.tier.TierText]; null for as configured
    /// @return null when they were taken, else one line for the operator
    @Nullable
    String setTiers(@Nullable String text);
}
