package net.atrelay.store.log;

import net.atrelay.store.audit.AuditEntry;
import net.atrelay.store.host.CrawlRule;
import net.atrelay.store.host.HostActivity;
import net.atrelay.store.host.HostJournal;

/// What other processes tell beside accounts, events and host records. To take one over twice, or older ones of the
/// same thing again before the newest, changes nothing in the end.
public sealed interface Note {
    /// What is crawled.
    record Rule(CrawlRule rule) implements Note {}

    /// What an operator did.
    record Audit(AuditEntry entry) implements Note {}

    /// How a host stands.
    record Activity(HostActivity activity) implements Note {}

    /// Faults of a host.
    ///
    /// @param writer name of the node that saw them while it judged; empty for the one that reads the host
    record Journal(HostJournal journal, String writer) implements Note {}

    /// What became of a wish.
    ///
    /// @param wish token of the wish
    record Answer(String wish, WishAnswer answer) implements Note {}
}
