package net.atrelay.app;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import net.atrelay.atproto.host.Hostname;
import net.atrelay.ingest.IngestConfig;
import net.atrelay.store.control.RuleControls;
import net.atrelay.store.host.CrawlRule;
import net.atrelay.store.host.CrawlRuleTable;
import net.atrelay.store.host.HostBan;
import net.atrelay.store.host.HostBan.Scope;
import net.atrelay.store.host.tier.TierText;
import net.atrelay.store.host.tier.Tiers;
import net.atrelay.store.host.tier.TiersInForce;
import org.jspecify.annotations.Nullable;

/// What holds for many hosts, as operators see and change it at a node of a cluster. Any thread that may block.
///
/// @param rules of the cluster: what is put there holds on all nodes
/// @param config has what holds where no rule says otherwise
record ClusterRuleControls(CrawlRuleTable rules, ShownBans bans, TiersInForce inForce, IngestConfig config)
        implements RuleControls {
    /// Why an operator's bans hold.
    static final String REASON = "banned by the operator";

    @Override
    public boolean crawlEnabled() {
        Boolean changed = rules.settings().crawlEnabled();
        return changed == null ? config.crawlEnabled() : changed;
    }

    @Override
    public CompletionStage<Void> setCrawlEnabled(@Nullable Boolean enabled) {
        return put(new CrawlRule.CrawlEnabled(enabled));
    }

    @Override
    public int newHostsPerDayMax() {
        Integer changed = rules.settings().newHostsPerDayMax();
        return changed == null ? config.newHostsPerDayMax() : changed;
    }

    @Override
    public CompletionStage<Void> setNewHostsPerDayMax(@Nullable Integer hosts) {
        return put(new CrawlRule.NewHostsPerDay(hosts));
    }

    @Override
    public @Nullable String domainOf(String written) {
        return Hostname.domain(written);
    }

    @Override
    public void banDomain(String domain) {
        long now = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
        rules.put(new CrawlRule.Ban(new HostBan(domain, Scope.DOMAIN, now, REASON)));
    }

    @Override
    public void unbanDomain(String domain) {
        rules.put(new CrawlRule.Lift(domain, Scope.DOMAIN));
    }

    @Override
    public List<HostBan> domainBans() {
        return bans.list(Scope.DOMAIN);
    }

    @Override
    public Tiers tiers() {
        return inForce.now();
    }

    @Override
    public @Nullable String setTiers(@Nullable String text) {
        if (text != null && TierText.parse(text) instanceof TierText.Parsed.Malformed malformed) {
            return malformed.message();
        }
        rules.put(new CrawlRule.TierList(text));
        return null;
    }

    private CompletionStage<Void> put(CrawlRule rule) {
        rules.put(rule);
        return CompletableFuture.completedFuture(null);
    }
}
