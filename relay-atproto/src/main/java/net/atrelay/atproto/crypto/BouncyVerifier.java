package net.atrelay.atproto.crypto;

import java.math.BigInteger;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;

/// Bouncy Castle, which is pure Java and runs everywhere: what remains where no native library loads, and the second
/// opinion in tests.
final class BouncyVerifier implements CurveVerifier {
    private static final int HALF = SignatureVerifier.SIGNATURE_BYTES / 2;

    private final ECDomainParameters domain;

    BouncyVerifier(Curve curve) {
        X9ECParameters parameters = CustomNamedCurves.getByName(
                switch (curve) {
                    case K256 -> "secp256k1";
                    case P256 -> "secp256r1";
                });
        domain = new ECDomainParameters(parameters);
    }

    @Override
    public boolean verify(PublicKey key, byte[] sha256, byte[] signature) {
        ECDSASigner verifier = new ECDSASigner();
        verifier.init(false, parsed(key));
        return verifier.verifySignature(
                sha256, new BigInteger(1, signature, 0, HALF), new BigInteger(1, signature, HALF, HALF));
    }

    @Override
    public String name() {
        return "bouncycastle";
    }

    private ECPublicKeyParameters parsed(PublicKey key) {
        if (key.prepared() instanceof BouncyKey(var parameters)) {
            return parameters;
        }
        ECPublicKeyParameters parameters =
                new ECPublicKeyParameters(domain.getCurve().decodePoint(key.uncompressed()), domain);
        key.prepared(new BouncyKey(parameters));
        return parameters;
    }

    private record BouncyKey(ECPublicKeyParameters parameters) implements PublicKey.Prepared {}
}
