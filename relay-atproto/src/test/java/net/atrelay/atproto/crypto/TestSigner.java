package net.atrelay.atproto.crypto;

import java.math.BigInteger;
import java.util.Arrays;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.jspecify.annotations.NullMarked;

/// A private key for tests. Signatures are deterministic (RFC 6979).
@NullMarked
public final class TestSigner {
    private static final int HALF = 32;

    private final Curve curve;
    private final BigInteger scalar;
    private final X9ECParameters parameters;

    public TestSigner(Curve curve, BigInteger scalar) {
        this.curve = curve;
        this.parameters = CustomNamedCurves.getByName(curve == Curve.K256 ? "secp256k1" : "secp256r1");
        this.scalar = scalar.mod(parameters.getN().subtract(BigInteger.ONE)).add(BigInteger.ONE);
    }

    /// The key whose scalar is this hex number.
    public static TestSigner ofHex(Curve curve, String scalar) {
        return new TestSigner(curve, new BigInteger(scalar, 16).subtract(BigInteger.ONE));
    }

    public PublicKey publicKey() {
        byte[] point = parameters.getG().multiply(scalar).getEncoded(true);
        return switch (PublicKey.ofPoint(curve, point)) {
            case ParsedKey.Usable(var key) -> key;
            case ParsedKey.Unusable(var reason) -> throw new AssertionError(reason);
        };
    }

    /// A compact signature with low s.
    public byte[] sign(byte[] sha256) {
        ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
        signer.init(true, new ECPrivateKeyParameters(scalar, new ECDomainParameters(parameters)));
        BigInteger[] pair = signer.generateSignature(sha256);
        BigInteger negated = parameters.getN().subtract(pair[1]);
        return compact(pair[0], pair[1].min(negated));
    }

    /// The signature with n − s for s.
    public byte[] negated(byte[] signature) {
        BigInteger s = new BigInteger(1, signature, HALF, HALF);
        return compact(new BigInteger(1, signature, 0, HALF), parameters.getN().subtract(s));
    }

    public static byte[] compact(BigInteger r, BigInteger s) {
        byte[] signature = new byte[2 * HALF];
        put(r, signature, 0);
        put(s, signature, HALF);
        return signature;
    }

    private static void put(BigInteger number, byte[] target, int offset) {
        byte[] bytes = number.toByteArray();
        byte[] digits = bytes.length > HALF ? Arrays.copyOfRange(bytes, bytes.length - HALF, bytes.length) : bytes;
        System.arraycopy(digits, 0, target, offset + HALF - digits.length, digits.length);
    }
}
