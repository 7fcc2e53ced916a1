package net.atrelay.store.bus;

import java.util.concurrent.CompletionStage;

/// Takes `com.atproto.sync.requestCrawl` from the public API to ingest: the one edge against the flow.
public interface CrawlRequests {
    /// @param hostname as the caller wrote it, not yet checked
    CompletionStage<CrawlAnswer> requestCrawl(String hostname);
}
