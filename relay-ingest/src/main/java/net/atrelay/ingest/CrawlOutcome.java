package net.atrelay.ingest;

/// What became of a name that was asked for as a host; the name is a metric label.
public enum CrawlOutcome {
    /// New, stored, and dialled soon.
    ADDED,
    /// Known before; dialled soon unless it is connected.
    KNOWN,
    /// Crawl requests are not taken.
    DISABLED,
    /// Not the name of a public host.
    NOT_A_HOST,
    /// This relay itself, or one of its siblings.
    SELF,
    /// Another relay.
    RELAY,
    /// The host or a domain above it is banned.
    BANNED,
    /// It does not answer like a host.
    NO_ANSWER,
    /// Too many new hosts today.
    DAY_FULL,
    /// Too many new hosts of this domain today.
    DOMAIN_FULL,
    /// Too many probes at the moment.
    BUSY,
    /// It could not be stored.
    FAILED
}
