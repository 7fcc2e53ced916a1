package net.atrelay.ingest.crawl;

import java.util.concurrent.CompletionStage;

/// Asks a name for `com.atproto.server.describeServer`, behind an address guard of its own (protocol reference
/// §7.6).
public interface HostProbe {
    /// Asks once.
    ///
    /// @param hostname lower case, with a port only in development
    /// @param tls false only for development hosts
    CompletionStage<Answer> probe(String hostname, boolean tls);

    /// What the name turned out to be.
    sealed interface Answer {
        /// It answers like a host.
        record Host() implements Answer {}

        /// Its `Server` header says that it is a relay.
        record Relay() implements Answer {}

        /// Unreachable, or no host.
        ///
        /// @param detail for logs
        record Failed(String detail) implements Answer {}
    }
}
