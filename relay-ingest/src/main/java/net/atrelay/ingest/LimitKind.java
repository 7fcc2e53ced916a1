package net.atrelay.ingest;

/// Which limit of its tier holds a host back; the name is a metric label.
public enum LimitKind {
    EVENTS_PER_SECOND,
    EVENTS_PER_HOUR,
    EVENTS_PER_DAY,
    BYTES_PER_SECOND,
    /// The frames of one of its accounts.
    ACCOUNT_EVENTS_PER_HOUR
}
