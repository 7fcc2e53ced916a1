package net.atrelay.fanout.http;

import java.util.function.BooleanSupplier;
import net.atrelay.store.account.AccountTable;
import net.atrelay.store.account.CollectionIndex;
import net.atrelay.store.bus.CrawlRequests;
import net.atrelay.store.host.HostTable;

/// Where the public listener's answers come from.
///
/// @param healthy whether the relay can serve; must not block
public record Sources(
        AccountTable accounts,
        CollectionIndex collections,
        HostTable hosts,
        CrawlRequests crawls,
        BooleanSupplier healthy) {}
