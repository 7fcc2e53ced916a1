package net.atrelay.atproto.crypto;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Provider;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;

/// AWS-LC through the Amazon Corretto Crypto Provider, used by itself and never registered. Each thread has one
/// signature object; a key keeps its parsed form.
final class CorrettoP256Verifier implements CurveVerifier {
    private static final String ALGORITHM = "NONEwithECDSA";
    /// SubjectPublicKeyInfo of a P-256 key up to the 65 bytes of its point (RFC 5480).
    private static final byte[] SPKI_HEAD =
            HexFormat.of().parseHex("3059301306072a8648ce3d020106082a8648ce3d030107034200");

    private final Provider provider;
    private final ThreadLocal<Signature> signatures;

    /// @throws GeneralSecurityException where the provider has not loaded its native library
    CorrettoP256Verifier() throws GeneralSecurityException {
        provider = AmazonCorrettoCryptoProvider.INSTANCE;
        if (AmazonCorrettoCryptoProvider.INSTANCE.getLoadingError() != null) {
            throw new GeneralSecurityException(AmazonCorrettoCryptoProvider.INSTANCE.getLoadingError());
        }
        Signature.getInstance(ALGORITHM, provider);
        signatures = ThreadLocal.withInitial(this::newSignature);
    }

    @Override
    public boolean verify(PublicKey key, byte[] sha256, byte[] signature) {
        try {
            Signature verifier = signatures.get();
            verifier.initVerify(parsed(key));
            verifier.update(sha256);
            return verifier.verify(DerSignature.ofCompact(signature));
        } catch (SignatureException refused) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a point on the curve is a key of " + provider.getName(), e);
        }
    }

    @Override
    public String name() {
        return "accp";
    }

    private java.security.PublicKey parsed(PublicKey key) throws GeneralSecurityException {
        if (key.prepared() instanceof CorrettoKey(var parsed)) {
            return parsed;
        }
        byte[] spki = new byte[SPKI_HEAD.length + CurvePoint.UNCOMPRESSED_BYTES];
        System.arraycopy(SPKI_HEAD, 0, spki, 0, SPKI_HEAD.length);
        System.arraycopy(key.uncompressed(), 0, spki, SPKI_HEAD.length, CurvePoint.UNCOMPRESSED_BYTES);
        java.security.PublicKey parsed =
                KeyFactory.getInstance("EC", provider).generatePublic(new X509EncodedKeySpec(spki));
        key.prepared(new CorrettoKey(parsed));
        return parsed;
    }

    private Signature newSignature() {
        try {
            return Signature.getInstance(ALGORITHM, provider);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(provider.getName() + " had " + ALGORITHM + " before", e);
        }
    }

    private record CorrettoKey(java.security.PublicKey parsed) implements PublicKey.Prepared {}
}
