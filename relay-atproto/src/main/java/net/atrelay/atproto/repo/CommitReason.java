package net.atrelay.atproto.repo;

/// Why a block is not a signed commit; the name is a metric label.
public enum CommitReason {
    /// Not exactly one DRISL map, or a field of another type than it must have.
    COMMIT_FORM,
    /// A version other than 3.
    COMMIT_VERSION,
    /// One of `did`, `rev`, `sig`, `data`, `prev` and `version` is not there.
    COMMIT_FIELD_MISSING,
    /// `data` or `prev` links to something else than a dag-cbor block.
    COMMIT_LINK,
    /// `sig` has not exactly 64 bytes.
    SIGNATURE_LENGTH
}
