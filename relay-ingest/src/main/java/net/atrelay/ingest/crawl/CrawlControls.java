package net.atrelay.ingest.crawl;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import net.atrelay.ingest.IngestConfig;
import net.atrelay.store.host.CrawlRule;
import net.atrelay.store.host.CrawlRuleTable;
import net.atrelay.store.host.CrawlSettings;
import net.atrelay.store.host.tier.TiersInForce;
import org.jspecify.annotations.Nullable;

/// What operators may change at run time. A change holds at once, is durable when its future is done, and comes
/// before the configuration until it is taken back (by null). Any thread.
final class CrawlControls {
    private final IngestConfig config;
    private final CrawlRuleTable table;
    private final TiersInForce tiers;
    private final RecordWriter writer;
    /// Changed under this object's lock, in the order in which the writes are handed over.
    private volatile CrawlSettings settings;
    /// Account limits of single hosts; changed as the settings.
    private volatile Map<String, Long> accountLimits;

    /// Reads the table. Blocks.
    CrawlControls(IngestConfig config, CrawlRuleTable table, TiersInForce tiers, RecordWriter writer) {
        this.config = config;
        this.table = table;
        this.tiers = tiers;
        this.writer = writer;
        settings = table.settings();
        accountLimits = table.accountLimits();
        tiers.take(settings.tiers(), accountLimits);
    }

    boolean crawlEnabled() {
        Boolean changed = settings.crawlEnabled();
        return changed == null ? config.crawlEnabled() : changed;
    }

    int newHostsPerDayMax() {
        Integer changed = settings.newHostsPerDayMax();
        return changed == null ? config.newHostsPerDayMax() : changed;
    }

    synchronized CompletableFuture<Void> change(CrawlRule.Setting change) {
        settings = settings.with(change);
        tiers.take(settings.tiers(), accountLimits);
        return writer.run(() -> table.put(change));
    }

    /// @param accountsMax null to leave it to the host's tier
    synchronized CompletableFuture<Void> setAccountsMax(String hostname, @Nullable Long accountsMax) {
        Map<String, Long> changed = new HashMap<>(accountLimits);
        if (accountsMax == null) {
            changed.remove(hostname);
        } else {
            changed.put(hostname, accountsMax);
        }
        accountLimits = Map.copyOf(changed);
        tiers.take(settings.tiers(), accountLimits);
        return writer.run(() -> table.put(new CrawlRule.AccountLimit(hostname, accountsMax)));
    }

    /// Takes what the table has now, since another process has changed it. Blocks.
    synchronized void reload() {
        settings = table.settings();
        accountLimits = table.accountLimits();
        tiers.take(settings.tiers(), accountLimits);
    }
}
