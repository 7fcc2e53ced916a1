package net.atrelay.store.host;

/// Shows journals of hosts.
@FunctionalInterface
public interface JournalView {
    /// The journal of a host; empty for one that nothing is known of.
    HostJournal of(String hostname);
}
