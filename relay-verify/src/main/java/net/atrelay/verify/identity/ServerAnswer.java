package net.atrelay.verify.identity;

/// What a name turned out to be when it was asked to describe itself (lexicon: com.atproto.server.describeServer).
public sealed interface ServerAnswer {
    /// It answers like a host.
    record Host() implements ServerAnswer {}

    /// Its `Server` header says that it is a relay.
    record Relay() implements ServerAnswer {}

    /// Unreachable, or no host.
    ///
    /// @param detail for logs
    record Failed(String detail) implements ServerAnswer {}
}
