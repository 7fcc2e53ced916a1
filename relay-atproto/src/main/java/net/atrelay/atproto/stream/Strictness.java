package net.atrelay.atproto.stream;

/// How much is asked of a payload; a policy per host. Framing, types and syntax of identifiers are asked in either
/// case.
public enum Strictness {
    /// All that the lexicon and Sync 1.1 require.
    STRICT,
    /// As old hosts send: `rebase`, `tooBig` and `blobs` may be missing, `time` malformed, `prev` of an op missing.
    LENIENT
}
