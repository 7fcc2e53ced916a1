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

/// The P-256 key of the vectors V8 to V10 (protocol reference, appendix A), able to sign.
public final class TestKey {
    public static final String DID_KEY = "did:key:zDnaeRkcMQwQYKY7MnhPrZVpPMk6o9qiFuyWCf2fq2niWbNTc";

    /// The secp256k1 key of the vectors V1 to V7.
    public static final String OTHER_DID_KEY = "did:key:zQ3shSLZGMcjepaac1GBQPn3qbrRaNyFgVGLhM8mMpDAwir7o";

    private static final BigInteger SCALAR =
            new BigInteger("88a138c85fb41d9f62523e59731f64f15db76259ad0a577e64da421161827ff2", 16);
    private static final BigInteger ORDER =
            new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

    private static final BigInteger OTHER_ORDER =
            new BigInteger("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16);

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
            return withS(signer.sign(), false, ORDER);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The same signature with the other of its two values of s, which a verifier of the plain algorithm takes as
    /// well.
    static byte[] highS(byte[] signature) {
        return withS(signature, true, ORDER);
    }

    /// The same for a signature by the secp256k1 key.
    static byte[] highSOfOther(byte[] signature) {
        return withS(signature, true, OTHER_ORDER);
    }

    private static byte[] withS(byte[] signature, boolean high, BigInteger order) {
        BigInteger s = new BigInteger(1, Arrays.copyOfRange(signature, 32, 64));
        boolean isHigh = s.compareTo(order.shiftRight(1)) > 0;
        byte[] wanted = (isHigh == high ? s : order.subtract(s)).toByteArray();
        byte[] result = Arrays.copyOf(signature, 64);
        Arrays.fill(result, 32, 64, (byte) 0);
        int length = Math.min(32, wanted.length);
        System.arraycopy(wanted, wanted.length - length, result, 64 - length, length);
        return result;
    }
}
