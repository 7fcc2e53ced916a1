package net.atrelay.fuzz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.atrelay.atproto.crypto.Multikey;
import net.atrelay.atproto.crypto.ParsedKey;
import net.atrelay.atproto.crypto.PublicKey;
import net.atrelay.atproto.crypto.SignatureVerifier;
import net.atrelay.atproto.crypto.SignatureVerifiers;
import net.atrelay.sim.repo.Base58;
import net.atrelay.sim.repo.Hash;
import net.atrelay.sim.repo.SigningKey;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECPoint;
import org.jspecify.annotations.Nullable;

/// Keys and signatures, against BouncyCastle and arithmetic of the library.
final class KeyTargets {
    private static final String ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private static final X9ECParameters K256 = CustomNamedCurves.getByName("secp256k1");
    private static final X9ECParameters P256 = CustomNamedCurves.getByName("P-256");
    private static final SignatureVerifier BEST = SignatureVerifiers.best();
    private static final SignatureVerifier PORTABLE = SignatureVerifiers.portable();
    private static final int KEY_CHARS_MAX = 100;

    private KeyTargets() {}

    static List<FuzzTarget> all() {
        return List.of(
                new FuzzTarget("did-key", didKeys(), 5_000, KeyTargets::keysArePoints),
                new FuzzTarget("legacy-key", legacyKeys(), 5_000, KeyTargets::legacyKeysArePoints),
                new FuzzTarget("signature", signatures(), 50_000, KeyTargets::verifiersAgree));
    }

    private static List<byte[]> didKeys() {
        return Seeds.ofTexts(
                RepoTargets.didKey(SampleFrames.K256),
                RepoTargets.didKey(SampleFrames.P256),
                "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK");
    }

    /// A key is usable exactly when it names a point of its curve, and has one text.
    private static void keysArePoints(byte[] input) {
        String text = Seeds.text(input);
        PublicKey key = RepoTargets.parsed(text);
        ECPoint expected = text.startsWith("did:key:z") && text.length() <= "did:key:".length() + KEY_CHARS_MAX
                ? multikeyPoint(base58(text.substring("did:key:z".length())))
                : null;
        assertEquals(expected != null, key != null, () -> "text: " + text);
        if (key != null && expected != null) {
            assertEquals(text, key.toString());
            assertArrayEquals(expected.getEncoded(true), key.toCompressed());
        }
    }

    private static List<byte[]> legacyKeys() {
        List<byte[]> seeds = new ArrayList<>();
        for (X9ECParameters curve : List.of(K256, P256)) {
            ECPoint point = curve.getG().multiply(BigInteger.TEN).normalize();
            seeds.addAll(Seeds.ofTexts(
                    "z" + Base58.encode(point.getEncoded(true)), "z" + Base58.encode(point.getEncoded(false))));
        }
        return seeds;
    }

    private static void legacyKeysArePoints(byte[] input) {
        String text = Seeds.text(input);
        byte[] bytes = text.startsWith("z") && text.length() <= KEY_CHARS_MAX ? base58(text.substring(1)) : null;
        assertLegacy(Multikey.parse(Multikey.LEGACY_K256, text), bytes == null ? null : point(K256, bytes, 0));
        assertLegacy(Multikey.parse(Multikey.LEGACY_P256, text), bytes == null ? null : point(P256, bytes, 0));
    }

    private static void assertLegacy(ParsedKey parsed, @Nullable ECPoint expected) {
        assertEquals(expected != null, parsed instanceof ParsedKey.Usable);
        if (parsed instanceof ParsedKey.Usable(PublicKey key) && expected != null) {
            assertArrayEquals(expected.getEncoded(true), key.toCompressed());
        }
    }

    private static @Nullable ECPoint multikeyPoint(byte @Nullable [] bytes) {
        if (bytes == null || bytes.length != 35) {
            return null;
        }
        return switch ((bytes[0] & 0xff) << 8 | bytes[1] & 0xff) {
            case 0xe701 -> point(K256, bytes, 2);
            case 0x8024 -> point(P256, bytes, 2);
            default -> null;
        };
    }

    private static @Nullable ECPoint point(X9ECParameters curve, byte[] bytes, int from) {
        byte[] encoded = Arrays.copyOfRange(bytes, from, bytes.length);
        boolean hasForm =
                encoded.length == 33 && (encoded[0] == 2 || encoded[0] == 3) || encoded.length == 65 && encoded[0] == 4;
        try {
            return hasForm ? curve.getCurve().decodePoint(encoded).normalize() : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static byte @Nullable [] base58(String text) {
        BigInteger number = BigInteger.ZERO;
        int zeros = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = ALPHABET.indexOf(text.charAt(i));
            if (digit < 0) {
                return null;
            }
            zeros += digit == 0 && zeros == i ? 1 : 0;
            number = number.multiply(BigInteger.valueOf(ALPHABET.length())).add(BigInteger.valueOf(digit));
        }
        byte[] digits = number.toByteArray();
        int first = digits[0] == 0 ? 1 : 0;
        byte[] bytes = new byte[zeros + digits.length - first];
        System.arraycopy(digits, first, bytes, zeros, digits.length - first);
        return bytes;
    }

    private static List<byte[]> signatures() {
        List<byte[]> seeds = new ArrayList<>();
        for (SigningKey key : List.of(SampleFrames.K256, SampleFrames.P256)) {
            byte[] digest = Hash.sha256("signed");
            byte[] sound = key.sign(digest);
            for (byte[] signature : List.of(sound, key.highS(sound), new byte[64])) {
                byte[] seed = Arrays.copyOf(signature, 96);
                System.arraycopy(digest, 0, seed, 64, 32);
                seeds.add(seed);
            }
        }
        return seeds;
    }

    /// The fast libraries and the portable one take the same signatures, of two with one meaning only one.
    private static void verifiersAgree(byte[] input) {
        int digestAt = Math.max(0, input.length - 32);
        byte[] digest = Arrays.copyOf(Arrays.copyOfRange(input, digestAt, input.length), 32);
        byte[] signature = Arrays.copyOf(input, digestAt);
        for (SigningKey signer : List.of(SampleFrames.K256, SampleFrames.P256)) {
            PublicKey key = RepoTargets.publicKey(signer);
            boolean isTaken = BEST.verify(key, digest, signature);
            assertEquals(PORTABLE.verify(key, digest, signature), isTaken);
            if (isTaken) {
                assertFalse(BEST.verify(key, digest, signer.highS(signature)));
            }
        }
    }
}
