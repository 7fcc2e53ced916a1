package net.atrelay.atproto.crypto;

/// One library's ECDSA on one curve. Lengths and ranges have been checked before.
interface CurveVerifier {
    boolean verify(PublicKey key, byte[] sha256, byte[] signature);

    String name();
}
