package net.atrelay.store.host;

import java.util.Map;

/// What operators decided of crawling, in records of their own: no write of a host's record can undo a ban. Reads
/// and writes block: platform threads only.
public interface CrawlRuleTable {
    Bans bans();

    CrawlSettings settings();

    /// The account limits that operators set for single hosts, by hostname.
    Map<String, Long> accountLimits();

    /// Has a rule hold from now on. On return it is durable, and read.
    void put(CrawlRule rule);
}
