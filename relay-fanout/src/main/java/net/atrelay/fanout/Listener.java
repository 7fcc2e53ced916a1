package net.atrelay.fanout;

/// The addresses that are listened on; the name is a metric label.
public enum Listener {
    /// Everybody: the stream and the sync queries.
    PUBLIC,
    /// The operator of this relay: metrics and health.
    OPERATOR
}
