package net.atrelay.fanout;

/// Why a connection was closed without the answer that it waited for; the name is a metric label.
public enum HttpCut {
    /// The request was not whole in time.
    SLOW_REQUEST,
    /// The answer was not taken in time.
    SLOW_READER,
    /// Too many requests were sent ahead.
    PIPELINE_FULL,
    /// A fault of this program.
    FAULT
}
