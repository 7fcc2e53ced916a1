package net.atrelay.store.kafka;

import java.util.Set;
import java.util.function.Predicate;

/// What reads the hosts that the group gives to this node. Called on one thread.
public interface HostsReader {
    /// From now on these hosts are read here, and no others.
    ///
    /// @return hosts that were read here before and are not any more; no frame of theirs is offered any more
    Set<String> read(Predicate<String> hosts);

    /// The public has asked for a crawl of the host. Must not block.
    void requestCrawl(String hostname);

    /// An operator adds the host. Must not block.
    void add(String hostname);
}
