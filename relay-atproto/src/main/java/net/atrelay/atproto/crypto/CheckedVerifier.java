package net.atrelay.atproto.crypto;

import java.util.Arrays;
import net.atrelay.atproto.cid.Sha256;

/// Checks lengths, ranges and low-S itself and leaves the arithmetic to one library per curve, since the libraries
/// differ in what they let pass.
final class CheckedVerifier implements SignatureVerifier {
    private static final int HALF = SIGNATURE_BYTES / 2;

    private final CurveVerifier k256;
    private final CurveVerifier p256;

    CheckedVerifier(CurveVerifier k256, CurveVerifier p256) {
        this.k256 = k256;
        this.p256 = p256;
    }

    @Override
    public boolean verify(PublicKey key, byte[] sha256, byte[] signature) {
        if (sha256.length != Sha256.BYTES) {
            throw new IllegalArgumentException("sha256.length: " + sha256.length + " (expected: 32)");
        }
        return signature.length == SIGNATURE_BYTES
                && isInRange(key.curve(), signature)
                && verifierOf(key.curve()).verify(key, sha256, signature);
    }

    @Override
    public String name(Curve curve) {
        return verifierOf(curve).name();
    }

    private CurveVerifier verifierOf(Curve curve) {
        return switch (curve) {
            case K256 -> k256;
            case P256 -> p256;
        };
    }

    private static boolean isInRange(Curve curve, byte[] signature) {
        return !isZero(signature, 0)
                && !isZero(signature, HALF)
                && Arrays.compareUnsigned(signature, 0, HALF, curve.order(), 0, HALF) < 0
                && Arrays.compareUnsigned(signature, HALF, SIGNATURE_BYTES, curve.halfOrder(), 0, HALF) <= 0;
    }

    private static boolean isZero(byte[] signature, int from) {
        int any = 0;
        for (int i = from; i < from + HALF; i++) {
            any |= signature[i];
        }
        return any == 0;
    }
}
