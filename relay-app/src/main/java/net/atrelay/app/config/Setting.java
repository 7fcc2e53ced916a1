package net.atrelay.app.config;

/// What the operator has set on the command line, which stands before the environment.
///
/// @param name as the operator wrote it: `--listen`
/// @param value not yet read
public record Setting(String name, String value) {}
