package net.atrelay.sim.repo;

import fr.acinq.secp256k1.Secp256k1;
import java.math.BigInteger;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;

/// An account's private signing key on one of the two curves atproto knows (spec: cryptography).
///
/// Signatures are 64 bytes, r then s, low-S and deterministic (RFC 6979), so that one seed gives one world.
public sealed interface SigningKey {

    /// Signs a SHA-256 digest.
    byte[] sign(byte[] digest);

    /// The public key as DID documents carry it: `z` + base58 of curve prefix and compressed point.
    String multikey();

    /// The order of the key's group, which tells low from high s.
    BigInteger order();

    /// The same signature with s in the upper half: mathematically valid, forbidden by the specification.
    default byte[] highS(byte[] signature) {
        return Signatures.compact(Signatures.part(signature, 0), order().subtract(Signatures.part(signature, 32)));
    }

    /// A key on curve secp256k1 (ES256K). `scalar` is 32 bytes, not zero and below the group's order.
    static SigningKey k256(byte[] scalar) {
        return new K256(scalar);
    }

    /// A key on curve P-256 (ES256). `scalar` is 32 bytes, not zero and below the group's order.
    static SigningKey p256(byte[] scalar) {
        return new P256(scalar);
    }

    /// Signs with libsecp256k1, whose signatures are low-S.
    record K256(byte[] scalar) implements SigningKey {

        private static final BigInteger ORDER =
                new BigInteger("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16);

        @Override
        public byte[] sign(byte[] digest) {
            return Secp256k1.get().sign(digest, scalar, null);
        }

        @Override
        public String multikey() {
            byte[] point = Secp256k1.get().pubKeyCompress(Secp256k1.get().pubkeyCreate(scalar));
            return Signatures.multikey(0xe7, 0x01, point);
        }

        @Override
        public BigInteger order() {
            return ORDER;
        }
    }

    /// Signs with BouncyCastle and turns s to its lower form.
    record P256(byte[] scalar) implements SigningKey {

        private static final X9ECParameters CURVE = CustomNamedCurves.getByName("P-256");
        private static final ECDomainParameters DOMAIN = new ECDomainParameters(CURVE);

        @Override
        public byte[] sign(byte[] digest) {
            ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
            signer.init(true, new ECPrivateKeyParameters(new BigInteger(1, scalar), DOMAIN));
            BigInteger[] pair = signer.generateSignature(digest);
            BigInteger s = pair[1];
            boolean high = s.compareTo(order().shiftRight(1)) > 0;
            return Signatures.compact(pair[0], high ? order().subtract(s) : s);
        }

        @Override
        public String multikey() {
            byte[] point = DOMAIN.getG()
                    .multiply(new BigInteger(1, scalar))
                    .normalize()
                    .getEncoded(true);
            return Signatures.multikey(0x80, 0x24, point);
        }

        @Override
        public BigInteger order() {
            return DOMAIN.getN();
        }
    }
}
