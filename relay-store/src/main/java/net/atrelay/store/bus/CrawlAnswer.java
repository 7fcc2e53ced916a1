package net.atrelay.store.bus;

/// What came of a crawl request (protocol reference: requestCrawl table).
public sealed interface CrawlAnswer {
    /// Connected, connecting, or will be dialled.
    record Accepted(String hostname) implements CrawlAnswer {}

    /// Not taken.
    ///
    /// @param error XRPC error name: `InvalidRequest`, `HostBanned`, `HostNotFound`, `RateLimitExceeded` or
    ///     `Forbidden`
    /// @param message fixed text for people
    /// @param retryAfterSeconds 0 where a retry is of no use
    record Refused(String error, String message, long retryAfterSeconds) implements CrawlAnswer {}
}
