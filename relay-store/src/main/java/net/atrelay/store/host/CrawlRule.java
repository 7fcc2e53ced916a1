package net.atrelay.store.host;

import org.jspecify.annotations.Nullable;

/// One decision of an operator, or of the relay itself, on what is crawled. It takes the place of the one before it
/// about the same thing.
public sealed interface CrawlRule {
    /// A name is not crawled.
    record Ban(HostBan ban) implements CrawlRule {}

    /// A ban holds no more.
    record Lift(String name, HostBan.Scope scope) implements CrawlRule {}

    /// How many accounts one host may have.
    ///
    /// @param accountsMax from 1; null to leave it to the host's tier
    record AccountLimit(String hostname, @Nullable Long accountsMax) implements CrawlRule {}

    /// One of [CrawlSettings]; null is "as configured".
    sealed interface Setting extends CrawlRule {}

    /// Whether the public may ask for crawls.
    record CrawlEnabled(@Nullable Boolean enabled) implements Setting {}

    /// Hosts that the public may add in one UTC day.
    record NewHostsPerDay(@Nullable Integer hostsMax) implements Setting {}

    /// The tiers, as text.
    record TierList(@Nullable String text) implements Setting {}
}
