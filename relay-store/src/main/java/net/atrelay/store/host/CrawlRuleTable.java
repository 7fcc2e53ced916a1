package net.atrelay.store.host;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What operators decided of crawling, in records of their own: no write of a host's record can undo a ban. Reads
/// and writes block: platform threads only. Writes are durable on return.
public interface CrawlRuleTable {
    Bans bans();

    /// Adds a ban, or replaces the one of this name and scope.
    void ban(HostBan ban);

    /// Removes a ban; without effect where there is none.
    void lift(String name, HostBan.Scope scope);

    CrawlSettings settings();

    void put(CrawlSettings settings);

    /// The account limits that operators set for single hosts, by hostname.
    Map<String, Long> accountLimits();

    /// @param accountsMax from 1; null to leave it to the host's tier
    void putAccountLimit(String hostname, @Nullable Long accountsMax);
}
