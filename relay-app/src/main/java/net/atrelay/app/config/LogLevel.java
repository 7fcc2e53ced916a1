package net.atrelay.app.config;

/// The least level that is logged.
public enum LogLevel {
    ERROR,
    WARN,
    INFO,
    DEBUG
}
