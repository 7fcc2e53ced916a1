package net.atrelay.store.host;

import org.jspecify.annotations.Nullable;

/// What an operator changed at run time; it holds over restarts until it is taken back. Null is "as configured".
///
/// @param crawlEnabled whether the public may ask for crawls
/// @param newHostsPerDayMax hosts that the public may add in one UTC day
/// @param tiers the tiers, as text
public record CrawlSettings(
        @Nullable Boolean crawlEnabled,
        @Nullable Integer newHostsPerDayMax,
        @Nullable String tiers) {
    public static final CrawlSettings AS_CONFIGURED = new CrawlSettings(null, null, null);

    public CrawlSettings withCrawlEnabled(@Nullable Boolean enabled) {
        return new CrawlSettings(enabled, newHostsPerDayMax, tiers);
    }

    public CrawlSettings withNewHostsPerDayMax(@Nullable Integer hosts) {
        return new CrawlSettings(crawlEnabled, hosts, tiers);
    }

    public CrawlSettings withTiers(@Nullable String text) {
        return new CrawlSettings(crawlEnabled, newHostsPerDayMax, text);
    }
}
