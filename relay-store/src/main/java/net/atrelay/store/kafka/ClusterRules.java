package net.atrelay.store.kafka;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import net.atrelay.store.host.Bans;
import net.atrelay.store.host.CrawlRule;
import net.atrelay.store.host.CrawlRuleTable;
import net.atrelay.store.host.CrawlSettings;

/// The rules of a cluster: read as this node has followed them, written for all nodes.
///
/// @param own this node's table
/// @param awaiting waits until a rule that was sent is in it
record ClusterRules(CrawlRuleTable own, AdminTopic topic, Consumer<CompletableFuture<Void>> awaiting)
        implements CrawlRuleTable {
    @Override
    public Bans bans() {
        return own.bans();
    }

    @Override
    public CrawlSettings settings() {
        return own.settings();
    }

    @Override
    public Map<String, Long> accountLimits() {
        return own.accountLimits();
    }

    @Override
    public void put(CrawlRule rule) {
        awaiting.accept(topic.put(rule));
    }
}
