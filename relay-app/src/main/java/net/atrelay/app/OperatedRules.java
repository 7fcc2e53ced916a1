package net.atrelay.app;

import java.util.List;
import java.util.concurrent.CompletionStage;
import net.atrelay.atproto.host.Hostname;
import net.atrelay.ingest.crawl.HostStreams;
import net.atrelay.store.control.RuleControls;
import net.atrelay.store.host.HostBan;
import net.atrelay.store.host.tier.Tiers;
import org.jspecify.annotations.Nullable;

/// What holds for many hosts, as operators see and change it. Any thread that may block.
record OperatedRules(HostStreams streams) implements RuleControls {
    @Override
    public boolean crawlEnabled() {
        return streams.crawlEnabled();
    }

    @Override
    public CompletionStage<Void> setCrawlEnabled(@Nullable Boolean enabled) {
        return streams.setCrawlEnabled(enabled);
    }

    @Override
    public int newHostsPerDayMax() {
        return streams.newHostsPerDayMax();
    }

    @Override
    public CompletionStage<Void> setNewHostsPerDayMax(@Nullable Integer hosts) {
        return streams.setNewHostsPerDayMax(hosts);
    }

    @Override
    public @Nullable String domainOf(String written) {
        return Hostname.domain(written);
    }

    @Override
    public void banDomain(String domain) {
        OperatedHosts.require(streams.banDomain(domain), domain);
    }

    @Override
    public void unbanDomain(String domain) {
        OperatedHosts.require(streams.unbanDomain(domain), domain);
    }

    @Override
    public List<HostBan> domainBans() {
        return streams.domainBans();
    }

    @Override
    public Tiers tiers() {
        return streams.tiers();
    }

    @Override
    public @Nullable String setTiers(@Nullable String text) {
        return streams.setTiers(text);
    }
}
