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
    record Refused(String error, String message, long retryAfterSeconds) implements CrawlAnswer {
        /// Requests of the public are not taken.
        public static final Refused DISABLED = new Refused("Forbidden", "crawl requests are not taken here", 0);

        /// A ban covers the host.
        public static final Refused BANNED = new Refused("HostBanned", "this host is banned", 0);

        /// What was written is no hostname.
        public static final Refused NOT_A_HOST = new Refused("InvalidRequest", "hostname: not the name of a host", 0);

        /// A fault of the relay's.
        public static final Refused NOT_STORED = new Refused("InternalServerError", "the host could not be stored", 0);
    }
}
