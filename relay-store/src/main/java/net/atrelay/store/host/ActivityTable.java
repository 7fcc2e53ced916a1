package net.atrelay.store.host;

/// What other processes say of the hosts that they read. Reads block: platform threads only.
@FunctionalInterface
public interface ActivityTable {
    /// The newest that is known.
    HostActivity find(String hostname);
}
