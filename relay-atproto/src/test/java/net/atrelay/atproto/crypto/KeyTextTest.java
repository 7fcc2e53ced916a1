package net.atrelay.atproto.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import net.atrelay.atproto.Seeds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KeyTextTest {
    private static final String K256 = "did:key:zQ3shSLZGMcjepaac1GBQPn3qbrRaNyFgVGLhM8mMpDAwir7o";
    private static final String P256 = "did:key:zDnaeRkcMQwQYKY7MnhPrZVpPMk6o9qiFuyWCf2fq2niWbNTc";

    @Test
    void didKeysOfBothCurvesAreReadAndWritten() {
        PublicKey k256 = usable(DidKey.parse(K256));
        PublicKey p256 = usable(DidKey.parse(P256));
        assertEquals(Curve.K256, k256.curve());
        assertEquals(Curve.P256, p256.curve());
        assertEquals(K256, DidKey.format(k256));
        assertEquals(P256, p256.toString());
    }

    @Test
    void didKeysBelongToTheirScalars() {
        assertEquals(
                K256,
                TestSigner.ofHex(Curve.K256, "f9c5513e75483bed1d2408b59566cccc8bd48f29224df45129d89c0227da4c8c")
                        .publicKey()
                        .toString());
        assertEquals(
                P256,
                TestSigner.ofHex(Curve.P256, "88a138c85fb41d9f62523e59731f64f15db76259ad0a577e64da421161827ff2")
                        .publicKey()
                        .toString());
    }

    @ParameterizedTest
    @EnumSource
    void pointsOfBothFormsAreTheSameKey(Curve curve) {
        Seeds.forEach(300, random -> {
            PublicKey key = new TestSigner(curve, new BigInteger(256, random)).publicKey();
            assertEquals(key, usable(PublicKey.ofPoint(curve, key.uncompressed())));
            assertEquals(key, usable(PublicKey.ofPoint(curve, key.toCompressed())));
            assertEquals(key.hashCode(), usable(DidKey.parse(key.toString())).hashCode());
            assertEquals(key, usable(Multikey.parse(Multikey.TYPE, Multikey.format(key))));
            String type = curve == Curve.K256 ? Multikey.LEGACY_K256 : Multikey.LEGACY_P256;
            assertEquals(key, usable(Multikey.parse(type, "z" + Base58.encode(key.toCompressed()))));
            assertEquals(key, usable(Multikey.parse(type, "z" + Base58.encode(key.uncompressed()))));
        });
    }

    @ParameterizedTest
    @EnumSource
    void whatIsNoPointOfTheCurveIsNoKey(Curve curve) {
        byte[] prime = Arrays.copyOfRange(curve.prime().toByteArray(), 1, 33);
        byte[] xTooLarge = new byte[33];
        xTooLarge[0] = 2;
        System.arraycopy(prime, 0, xTooLarge, 1, 32);
        assertUnusable(KeyReason.OFF_CURVE, PublicKey.ofPoint(curve, xTooLarge));
        PublicKey key = new TestSigner(curve, BigInteger.TEN).publicKey();
        byte[] point = key.uncompressed().clone();
        point[64] ^= 1;
        assertUnusable(KeyReason.OFF_CURVE, PublicKey.ofPoint(curve, point));
        byte[] hybrid = key.uncompressed().clone();
        hybrid[0] = 6;
        assertUnusable(KeyReason.OFF_CURVE, PublicKey.ofPoint(curve, hybrid));
        byte[] otherSign = key.toCompressed();
        otherSign[0] ^= 1;
        assertNotEquals(key, usable(PublicKey.ofPoint(curve, otherSign)));
        byte[] unknownSign = key.toCompressed();
        unknownSign[0] = 4;
        assertUnusable(KeyReason.OFF_CURVE, PublicKey.ofPoint(curve, unknownSign));
        assertUnusable(KeyReason.POINT_LENGTH, PublicKey.ofPoint(curve, new byte[] {0}));
        assertUnusable(KeyReason.POINT_LENGTH, PublicKey.ofPoint(curve, new byte[64]));
        assertUnusable(KeyReason.OFF_CURVE, PublicKey.ofPoint(curve, new byte[65]));
    }

    @Test
    void halfOfAllNumbersAreNoCoordinate() {
        byte[] point = new byte[33];
        point[0] = 2;
        point[32] = 5;
        assertUnusable(KeyReason.OFF_CURVE, PublicKey.ofPoint(Curve.K256, point));
    }

    @Test
    void textsThatAreNoKeySayWhy() {
        assertUnusable(KeyReason.NOT_DID_KEY, DidKey.parse("did:web:example.com"));
        assertUnusable(KeyReason.NOT_DID_KEY, DidKey.parse(""));
        assertUnusable(KeyReason.MULTIBASE, DidKey.parse("did:key:"));
        assertUnusable(KeyReason.MULTIBASE, DidKey.parse("did:key:mQ3shSLZ"));
        assertUnusable(KeyReason.MULTIBASE, DidKey.parse("did:key:zQ3sh0OIl"));
        assertUnusable(KeyReason.MULTIBASE, DidKey.parse("did:key:zQ3sh\u00e9"));
        assertUnusable(KeyReason.UNKNOWN_CODEC, DidKey.parse("did:key:z"));
        assertUnusable(KeyReason.TOO_LONG, DidKey.parse("did:key:z" + "1".repeat(100)));
        // Ed25519, 0xed.
        assertUnusable(
                KeyReason.UNKNOWN_CODEC, DidKey.parse("did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK"));
        assertUnusable(KeyReason.UNKNOWN_TYPE, Multikey.parse("Ed25519VerificationKey2020", "z6Mk"));
        assertUnusable(KeyReason.MULTIBASE, Multikey.parse(Multikey.LEGACY_K256, "Q3sh"));
        assertUnusable(KeyReason.POINT_LENGTH, Multikey.parse(Multikey.LEGACY_P256, "z111"));
        assertUnusable(KeyReason.TOO_LONG, Multikey.parse(Multikey.LEGACY_P256, "z".repeat(200)));
    }

    @Test
    void aMultikeyHoldsTheShortFormOnly() {
        PublicKey key = usable(DidKey.parse(K256));
        byte[] bytes = new byte[67];
        bytes[0] = (byte) 0xe7;
        bytes[1] = 1;
        System.arraycopy(key.uncompressed(), 0, bytes, 2, 65);
        assertUnusable(KeyReason.POINT_LENGTH, Multikey.parse(Multikey.TYPE, "z" + Base58.encode(bytes)));
    }

    @Test
    void base58KeepsLeadingZeros() {
        assertEquals("", Base58.encode(new byte[0]));
        assertEquals("1", Base58.encode(new byte[1]));
        assertEquals("StV1DL6CwTryKyV", Base58.encode("hello world".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        assertEquals("11233QC4", Base58.encode(HexFormat.of().parseHex("0000287fb4cd")));
        assertArrayEquals(HexFormat.of().parseHex("0000287fb4cd"), Base58.decode("11233QC4", 0));
        assertNull(Base58.decode("0", 0));
        Seeds.forEach(2_000, random -> {
            byte[] bytes = new byte[random.nextInt(70)];
            random.nextBytes(bytes);
            Arrays.fill(bytes, 0, random.nextInt(bytes.length + 1) / 3, (byte) 0);
            assertArrayEquals(bytes, Base58.decode(Base58.encode(bytes), 0));
        });
    }

    @Test
    void randomTextsAreNeverAnException() {
        Seeds.forEach(5_000, random -> {
            StringBuilder text = new StringBuilder(random.nextBoolean() ? K256 : P256);
            for (int i = random.nextInt(4); i >= 0; i--) {
                text.setCharAt(random.nextInt(text.length()), (char) (random.nextInt(100) + 32));
            }
            text.setLength(text.length() - random.nextInt(3));
            if (DidKey.parse(text.toString()) instanceof ParsedKey.Usable(var key)) {
                assertEquals(text.toString(), key.toString());
            }
        });
    }

    private static PublicKey usable(ParsedKey parsed) {
        return assertInstanceOf(ParsedKey.Usable.class, parsed).key();
    }

    private static void assertUnusable(KeyReason reason, ParsedKey parsed) {
        assertEquals(new ParsedKey.Unusable(reason), parsed);
    }
}
