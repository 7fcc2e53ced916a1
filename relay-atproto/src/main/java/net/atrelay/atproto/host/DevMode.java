package net.atrelay.atproto.host;

/// Whether this is a developer's machine. It opens `localhost:PORT` and nothing else.
public enum DevMode {
    OFF,
    ON
}
