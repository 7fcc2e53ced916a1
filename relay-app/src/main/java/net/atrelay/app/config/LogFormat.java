package net.atrelay.app.config;

/// How a line of the log is written.
public enum LogFormat {
    /// `key=value` pairs.
    TEXT,
    /// One JSON object.
    JSON
}
