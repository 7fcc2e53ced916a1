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

    /// The same with one of them changed.
    public CrawlSettings with(CrawlRule.Setting change) {
        return switch (change) {
            case CrawlRule.CrawlEnabled(var enabled) -> new CrawlSettings(enabled, newHostsPerDayMax, tiers);
            case CrawlRule.NewHostsPerDay(var hostsMax) -> new CrawlSettings(crawlEnabled, hostsMax, tiers);
            case CrawlRule.TierList(var text) -> new CrawlSettings(crawlEnabled, newHostsPerDayMax, text);
        };
    }
}
