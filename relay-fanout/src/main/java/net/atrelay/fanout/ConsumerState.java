package net.atrelay.fanout;

/// Where a consumer stands; the name is a metric label.
public enum ConsumerState {
    /// Its upgrade is not done yet.
    OPENING,
    /// Accepted, but only to be closed after a while.
    HELD,
    /// Has been sent everything, and waits for more.
    LIVE,
    /// Behind, reading from memory.
    TAIL,
    /// Behind the hot tail, reading the log.
    REPLAYING,
    /// Has been told that it is over.
    CLOSING
}
