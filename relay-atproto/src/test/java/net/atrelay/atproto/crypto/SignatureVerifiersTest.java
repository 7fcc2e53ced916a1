package net.atrelay.atproto.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.atrelay.atproto.Seeds;
import net.atrelay.atproto.cid.Sha256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SignatureVerifiersTest {
    private static final SignatureVerifier BEST = SignatureVerifiers.best();
    private static final SignatureVerifier PORTABLE = SignatureVerifiers.portable();

    @Test
    void nativeLibrariesLoadOnLinux() {
        boolean linux64 =
                "Linux".equals(System.getProperty("os.name")) && "amd64".equals(System.getProperty("os.arch"));
        assertEquals(linux64 ? "libsecp256k1" : BEST.name(Curve.K256), BEST.name(Curve.K256));
        assertEquals(linux64 ? "accp" : BEST.name(Curve.P256), BEST.name(Curve.P256));
        assertEquals("bouncycastle", PORTABLE.name(Curve.K256));
        assertEquals("bouncycastle", PORTABLE.name(Curve.P256));
    }

    @ParameterizedTest
    @EnumSource
    void librariesAgreeOnSoundAndDamagedSignatures(Curve curve) {
        Seeds.forEach(1_500, random -> {
            TestSigner signer = new TestSigner(curve, new BigInteger(256, random));
            byte[] digest = new byte[Sha256.BYTES];
            random.nextBytes(digest);
            byte[] signature = signer.sign(digest);
            PublicKey key = signer.publicKey();
            for (SignatureVerifier verifier : List.of(BEST, PORTABLE)) {
                assertTrue(verifier.verify(key, digest, signature), verifier.name(curve));
                assertFalse(verifier.verify(key, digest, signer.negated(signature)), "high s");
            }
            byte[] damaged = damaged(signature, random);
            boolean expected = Arrays.equals(damaged, signature);
            assertEquals(expected, PORTABLE.verify(key, digest, damaged));
            assertEquals(expected, BEST.verify(signer.publicKey(), digest, damaged));
            digest[random.nextInt(digest.length)] ^= (byte) (1 << random.nextInt(8));
            assertFalse(BEST.verify(key, digest, signature));
        });
    }

    @ParameterizedTest
    @EnumSource
    void rAndSHaveToBeInRange(Curve curve) {
        byte[] digest = Sha256.of(new byte[] {1}, 0, 1);
        TestSigner signer = new TestSigner(curve, BigInteger.TEN);
        BigInteger n = new BigInteger(1, curve.order());
        BigInteger one = BigInteger.ONE;
        for (SignatureVerifier verifier : List.of(BEST, PORTABLE)) {
            for (BigInteger r : List.of(BigInteger.ZERO, n, n.add(one))) {
                assertFalse(verifier.verify(signer.publicKey(), digest, TestSigner.compact(r, one)));
            }
            BigInteger half = n.shiftRight(1);
            for (BigInteger s : List.of(BigInteger.ZERO, half.add(one), n, n.subtract(one))) {
                assertFalse(verifier.verify(signer.publicKey(), digest, TestSigner.compact(one, s)));
            }
            // In range, but nobody's signature: the library decides, and does not throw.
            assertFalse(verifier.verify(signer.publicKey(), digest, TestSigner.compact(one, half)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void onlySixtyFourBytesAreASignature(Curve curve) {
        byte[] digest = Sha256.of(new byte[] {2}, 0, 1);
        TestSigner signer = new TestSigner(curve, BigInteger.TWO);
        byte[] signature = signer.sign(digest);
        assertTrue(BEST.verify(signer.publicKey(), digest, signature));
        assertFalse(BEST.verify(signer.publicKey(), digest, Arrays.copyOf(signature, 63)));
        assertFalse(BEST.verify(signer.publicKey(), digest, Arrays.copyOf(signature, 65)));
        assertFalse(BEST.verify(signer.publicKey(), digest, DerSignature.ofCompact(signature)));
        assertFalse(BEST.verify(signer.publicKey(), digest, new byte[0]));
    }

    @Test
    void aKeyOfTheOtherCurveVerifiesNothing() {
        byte[] digest = Sha256.of(new byte[] {3}, 0, 1);
        TestSigner k256 = new TestSigner(Curve.K256, BigInteger.TWO);
        TestSigner p256 = new TestSigner(Curve.P256, BigInteger.TWO);
        assertFalse(BEST.verify(p256.publicKey(), digest, k256.sign(digest)));
        assertFalse(BEST.verify(k256.publicKey(), digest, p256.sign(digest)));
    }

    @Test
    void oneKeyServesSeveralLibrariesInTurn() {
        byte[] digest = Sha256.of(new byte[] {4}, 0, 1);
        TestSigner signer = new TestSigner(Curve.P256, BigInteger.TWO);
        PublicKey key = signer.publicKey();
        byte[] signature = signer.sign(digest);
        for (SignatureVerifier verifier : List.of(BEST, PORTABLE, BEST, PORTABLE)) {
            assertTrue(verifier.verify(key, digest, signature));
        }
    }

    @Test
    void aDigestOfAnotherLengthIsAFaultOfTheCaller() {
        PublicKey key = new TestSigner(Curve.K256, BigInteger.TWO).publicKey();
        assertThrows(IllegalArgumentException.class, () -> BEST.verify(key, new byte[31], new byte[64]));
    }

    private static byte[] damaged(byte[] signature, Random random) {
        byte[] damaged = signature.clone();
        switch (random.nextInt(4)) {
            case 0 -> damaged[random.nextInt(64)] ^= (byte) (1 << random.nextInt(8));
            case 1 -> Arrays.fill(damaged, 32 * random.nextInt(2), 32 + 32 * random.nextInt(2), (byte) 0);
            case 2 -> random.nextBytes(damaged);
            default -> System.arraycopy(signature, 0, damaged, 32, 32);
        }
        return damaged;
    }
}
