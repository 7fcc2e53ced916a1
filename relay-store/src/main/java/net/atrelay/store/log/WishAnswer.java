package net.atrelay.store.log;

import net.atrelay.store.bus.CrawlAnswer;

/// What became of a wish for a host.
public sealed interface WishAnswer {
    /// It was done, and is durable.
    record Done() implements WishAnswer {}

    /// The node that reads the host knows no such host, or has no socket of it open.
    record NothingThere() implements WishAnswer {}

    /// The host is not taken in.
    record Refused(CrawlAnswer.Refused why) implements WishAnswer {}
}
