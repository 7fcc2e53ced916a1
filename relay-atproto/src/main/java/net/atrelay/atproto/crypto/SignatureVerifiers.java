package net.atrelay.atproto.crypto;

import java.security.GeneralSecurityException;

/// The verifiers there are.
public final class SignatureVerifiers {
    private SignatureVerifiers() {}

    /// For each curve the fastest library that loads on this machine. Loading one may unpack a file; call it once.
    public static SignatureVerifier best() {
        return new CheckedVerifier(bestK256(), bestP256());
    }

    /// Pure Java for both curves.
    public static SignatureVerifier portable() {
        return new CheckedVerifier(new BouncyVerifier(Curve.K256), new BouncyVerifier(Curve.P256));
    }

    private static CurveVerifier bestK256() {
        try {
            return new NativeK256Verifier();
        } catch (LinkageError | RuntimeException unavailable) {
            return new BouncyVerifier(Curve.K256);
        }
    }

    private static CurveVerifier bestP256() {
        try {
            return new CorrettoP256Verifier();
        } catch (LinkageError | GeneralSecurityException | RuntimeException unavailable) {
            return new BouncyVerifier(Curve.P256);
        }
    }
}
