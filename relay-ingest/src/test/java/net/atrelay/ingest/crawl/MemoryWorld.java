package net.atrelay.ingest.crawl;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import net.atrelay.ingest.HostReconciler;
import net.atrelay.ingest.IngestConfig;
import net.atrelay.ingest.IngestMetrics;
import net.atrelay.ingest.host.HostNetwork;
import net.atrelay.ingest.host.LoopbackNetwork;
import net.atrelay.store.bus.RawFrame;
import net.atrelay.store.host.Bans;
import net.atrelay.store.host.CrawlRule;
import net.atrelay.store.host.CrawlRuleTable;
import net.atrelay.store.host.CrawlSettings;
import net.atrelay.store.host.HostJournal;
import net.atrelay.store.host.HostJournals;
import net.atrelay.store.host.JournalTable;
import net.atrelay.store.host.tier.TiersInForce;
import org.jspecify.annotations.Nullable;

/// What outlives one start of ingest, in memory.
final class MemoryWorld {
    final MemoryHostTable hosts = new MemoryHostTable();
    final Rules rules = new Rules();
    final List<Throwable> fatal = new CopyOnWriteArrayList<>();
    final List<RawFrame> frames = new CopyOnWriteArrayList<>();
    HostReconciler reconciler = HostReconciler.NONE;
    HostJournals journals = new HostJournals(16, 1_000);

    /// Parts of a new start: journals begin empty.
    IngestParts parts(IngestConfig config, HostProbe probe) {
        journals = new HostJournals(16, 1_000);
        return new IngestParts(
                frames::add,
                hosts,
                rules,
                rules,
                journals,
                new TiersInForce(config.limits().tiers()),
                probe,
                reconciler,
                _ -> true,
                fatal::add);
    }

    HostNetwork network(IngestConfig config, IngestParts parts, IngestMetrics metrics) {
        return LoopbackNetwork.open(config, parts.ofStreams(), metrics);
    }

    static final class Rules implements CrawlRuleTable, JournalTable {
        private final Map<String, HostJournal> stored = new ConcurrentHashMap<>();
        private final Map<String, Long> limits = new ConcurrentHashMap<>();
        private volatile Bans bans = Bans.NONE;
        private volatile CrawlSettings settings = CrawlSettings.AS_CONFIGURED;

        @Override
        public Bans bans() {
            return bans;
        }

        @Override
        public synchronized void put(CrawlRule rule) {
            switch (rule) {
                case CrawlRule.Ban(var ban) -> bans = bans.with(ban);
                case CrawlRule.Lift(var name, var scope) -> bans = bans.without(name, scope);
                case CrawlRule.AccountLimit(var hostname, var accountsMax) ->
                    limits.compute(hostname, (_, _) -> accountsMax);
                case CrawlRule.Setting setting -> settings = settings.with(setting);
            }
        }

        @Override
        public CrawlSettings settings() {
            return settings;
        }

        @Override
        public Map<String, Long> accountLimits() {
            return limits;
        }

        @Override
        public @Nullable HostJournal find(String hostname) {
            return stored.get(hostname);
        }

        @Override
        public HostJournal all(String hostname) {
            HostJournal journal = find(hostname);
            return journal == null ? new HostJournal(hostname, List.of(), null) : journal;
        }

        @Override
        public void put(List<HostJournal> journals) {
            journals.forEach(journal -> stored.put(journal.hostname(), journal));
        }
    }
}
