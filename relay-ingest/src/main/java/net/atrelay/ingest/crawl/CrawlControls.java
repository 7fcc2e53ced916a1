package net.atrelay.ingest.crawl;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import net.atrelay.ingest.IngestConfig;
import net.atrelay.store.host.CrawlRuleTable;
import net.atrelay.store.host.CrawlSettings;
import net.atrelay.store.host.tier.TierText;
import net.atrelay.store.host.tier.Tiers;
import net.atrelay.store.host.tier.TiersInForce;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What operators may change at run time. A change holds at once, is durable when its future is done, and comes
/// before the configuration until it is taken back (by null). Any thread.
final class CrawlControls {
    private static final Logger LOG = LoggerFactory.getLogger(CrawlControls.class);

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
        tiers.replace(tiersOf(settings));
    }

    boolean crawlEnabled() {
        Boolean changed = settings.crawlEnabled();
        return changed == null ? config.crawlEnabled() : changed;
    }

    int newHostsPerDayMax() {
        Integer changed = settings.newHostsPerDayMax();
        return changed == null ? config.newHostsPerDayMax() : changed;
    }

    synchronized CompletableFuture<Void> change(UnaryOperator<CrawlSettings> change) {
        CrawlSettings changed = change.apply(settings);
        settings = changed;
        tiers.replace(tiersOf(changed));
        return writer.run(() -> table.put(changed));
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
        tiers.replace(tiersOf(settings));
        return writer.run(() -> table.putAccountLimit(hostname, accountsMax));
    }

    private Tiers tiersOf(CrawlSettings now) {
        String text = now.tiers();
        Tiers written = text == null ? config.limits().tiers() : parsed(text);
        return written.withAccountLimits(accountLimits);
    }

    /// Text that an earlier version stored may not be one that this version takes; that must not stop the relay.
    private Tiers parsed(String text) {
        return switch (TierText.parse(text)) {
            case TierText.Parsed.Ok ok -> ok.tiers();
            case TierText.Parsed.Malformed malformed -> {
                LOG.atWarn().addKeyValue("reason", malformed.message()).log("stored tiers left: as configured");
                yield config.limits().tiers();
            }
        };
    }

    @Nullable
    String tiersText() {
        return settings.tiers();
    }
}
