package net.atrelay.verify.core;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPrivateKeySpec;
import java.util.Arrays;
import net.atrelay.atproto.cid.Sha256;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;

/// The P-256 key of the vectors V8 to V10 (protocol reference, appendix A), able to sign.
public final class TestKey {
    public static final String DID_KEY = "did:key:zDnaeRkcMQwQYKY7MnhPrZVpPMk6o9qiFuyWCf2fq2niWbNTc";

    /// The secp256k1 key of the vectors V1 to V7.
    static final String OTHER_DID_KEY = "did:key:zQ3shSLZGMcjepaac1GBQPn3qbrRaNyFgVGLhM8mMpDAwir7o";

    private static final BigInteger SCALAR =
            new BigInteger("88a138c85fb41d9f62523e59731f64f15db76259ad0a577e64da421161827ff2", 16);
    private static final BigInteger OTHER_SCALAR =
            new BigInteger("f9c5513e75483bed1d2408b59566cccc8bd48f29224df45129d89c0227da4c8c", 16);
    private static final BigInteger ORDER =
            new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

    private TestKey() {}

    /// A compact low-S signature.
    static byte[] sign(byte[] message) {
        try {
            var parameters = java.security.AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec("secp256r1"));
            PrivateKey key = KeyFactory.getInstance("EC")
                    .generatePrivate(new ECPrivateKeySpec(SCALAR, parameters.getParameterSpec(ECParameterSpec.class)));
            Signature signer = Signature.getInstance("SHA256withECDSAinP1363Format");
            signer.initSign(key);
            signer.update(message);
            return withS(signer.sign(), false);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Whether this key made the low-S signature; of the two keys of the vectors.
    static boolean verifies(String didKey, byte[] message, byte[] signature) {
        X9ECParameters curve = CustomNamedCurves.getByName(didKey.equals(DID_KEY) ? "secp256r1" : "secp256k1");
        BigInteger s = part(signature, 32);
        if (s.compareTo(curve.getN().shiftRight(1)) > 0) {
            return false;
        }
        byte[] digest = new byte[Sha256.BYTES];
        Sha256.into(message, 0, message.length, digest, 0);
        BigInteger scalar = didKey.equals(DID_KEY) ? SCALAR : OTHER_SCALAR;
        ECDSASigner verifier = new ECDSASigner();
        verifier.init(false, new ECPublicKeyParameters(curve.getG().multiply(scalar), new ECDomainParameters(curve)));
        return verifier.verifySignature(digest, part(signature, 0), s);
    }

    private static BigInteger part(byte[] signature, int from) {
        return new BigInteger(1, Arrays.copyOfRange(signature, from, from + 32));
    }

    /// The same signature with the other of its two values of s, which a verifier of the plain algorithm takes as
    /// well.
    static byte[] highS(byte[] signature) {
        return withS(signature, true);
    }

    private static byte[] withS(byte[] signature, boolean high) {
        BigInteger s = new BigInteger(1, Arrays.copyOfRange(signature, 32, 64));
        boolean isHigh = s.compareTo(ORDER.shiftRight(1)) > 0;
        byte[] wanted = (isHigh == high ? s : ORDER.subtract(s)).toByteArray();
        byte[] result = Arrays.copyOf(signature, 64);
        Arrays.fill(result, 32, 64, (byte) 0);
        int length = Math.min(32, wanted.length);
        System.arraycopy(wanted, wanted.length - length, result, 64 - length, length);
        return result;
    }
}
