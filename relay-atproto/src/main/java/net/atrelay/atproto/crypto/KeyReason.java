package net.atrelay.atproto.crypto;

/// Why a text is not a usable public key; the name is a metric label.
public enum KeyReason {
    /// A did:key without that prefix.
    NOT_DID_KEY,
    /// Not `z` and base58btc.
    MULTIBASE,
    /// Longer than any key of the two curves.
    TOO_LONG,
    /// A multicodec of neither curve.
    UNKNOWN_CODEC,
    /// A verification method type that signs no commits.
    UNKNOWN_TYPE,
    /// Not as long as a point of its form.
    POINT_LENGTH,
    /// Not on the curve, or no point at all.
    OFF_CURVE
}
