package net.atrelay.ingest.crawl;

import java.util.function.Consumer;
import java.util.function.Predicate;
import net.atrelay.ingest.HostReconciler;
import net.atrelay.ingest.host.NetworkParts;
import net.atrelay.store.bus.RawBus;
import net.atrelay.store.host.CrawlRuleTable;
import net.atrelay.store.host.HostJournals;
import net.atrelay.store.host.HostTable;
import net.atrelay.store.host.JournalTable;
import net.atrelay.store.host.tier.TiersInForce;

/// What ingest works with and does not own.
///
/// @param bus takes the frames
/// @param hosts the hosts
/// @param rules bans, and settings changed at run time
/// @param journalTable journals as they outlive a restart
/// @param journals takes the faults of hosts
/// @param tiers limits of each host; replaced by ingest when an operator changes them
/// @param probe asks names whether they are hosts
/// @param reconciler compares a host's accounts with ours
/// @param read hosts that are read here at the start; of others nothing is dialled
/// @param onFatal told when going on would lose something: the process must end
public record IngestParts(
        RawBus bus,
        HostTable hosts,
        CrawlRuleTable rules,
        JournalTable journalTable,
        HostJournals journals,
        TiersInForce tiers,
        HostProbe probe,
        HostReconciler reconciler,
        Predicate<String> read,
        Consumer<Throwable> onFatal) {
    /// What the streams of hosts need of it.
    NetworkParts ofStreams() {
        return new NetworkParts(bus, hosts, journals, tiers, onFatal);
    }
}
