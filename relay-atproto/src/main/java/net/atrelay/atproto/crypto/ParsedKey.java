package net.atrelay.atproto.crypto;

/// What became of a text that was taken for a public key.
public sealed interface ParsedKey {
    record Usable(PublicKey key) implements ParsedKey {}

    /// No key that may sign commits.
    record Unusable(KeyReason reason) implements ParsedKey {}
}
