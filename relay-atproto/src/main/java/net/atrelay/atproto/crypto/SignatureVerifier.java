package net.atrelay.atproto.crypto;

/// Verifies compact ECDSA signatures on both curves (spec: cryptography). Safe for use by any number of threads at
/// once; they share no lock.
public interface SignatureVerifier {
    /// Length of a signature: r and s, 32 bytes each, big-endian.
    int SIGNATURE_BYTES = 64;

    /// Whether the holder of `key` signed what has this digest. False for every signature that is not exactly 64 bytes
    /// with 1 ≤ r < n and 1 ≤ s ≤ n/2 (low-S, demanded on both curves).
    ///
    /// @param sha256 32 bytes
    boolean verify(PublicKey key, byte[] sha256, byte[] signature);

    /// The library that does the work for a curve; for a log line and a metric label.
    String name(Curve curve);
}
