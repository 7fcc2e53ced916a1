package net.atrelay.atproto.crypto;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The text forms of a key inside `publicKeyMultibase`: `z` and base58btc of
/// - Multikey: two bytes of multicodec varint (`e7 01` K-256, `80 24` P-256) and the point in 33 bytes;
/// - the legacy types: the bare point, in 33 or 65 bytes, the curve said by the type.
public final class Multikey {
    /// Type of a verification method whose key is a Multikey.
    public static final String TYPE = "Multikey";
    /// Legacy type for K-256.
    public static final String LEGACY_K256 = "EcdsaSecp256k1VerificationKey2019";
    /// Legacy type for P-256.
    public static final String LEGACY_P256 = "EcdsaSecp256r1VerificationKey2019";

    /// Longest text that is looked at; 65 bytes need 90 characters.
    static final int LENGTH_MAX = 100;

    private static final int CODEC_BYTES = 2;
    private static final Curve[] CURVES = Curve.values();

    private Multikey() {}

    /// The key of a DID document's verification method.
    public static ParsedKey parse(String type, String multibase) {
        return switch (type) {
            case TYPE -> parse(multibase, 0);
            case LEGACY_K256 -> parseLegacy(Curve.K256, multibase);
            case LEGACY_P256 -> parseLegacy(Curve.P256, multibase);
            default -> new ParsedKey.Unusable(KeyReason.UNKNOWN_TYPE);
        };
    }

    /// The Multikey text of a key.
    public static String format(PublicKey key) {
        byte[] bytes = new byte[CODEC_BYTES + CurvePoint.COMPRESSED_BYTES];
        bytes[0] = key.curve().codec0();
        bytes[1] = key.curve().codec1();
        System.arraycopy(key.compressed(), 0, bytes, CODEC_BYTES, CurvePoint.COMPRESSED_BYTES);
        return "z" + Base58.encode(bytes);
    }

    static ParsedKey parse(String text, int from) {
        if (text.length() - from > LENGTH_MAX) {
            return new ParsedKey.Unusable(KeyReason.TOO_LONG);
        }
        byte[] bytes = decode(text, from);
        if (bytes == null) {
            return new ParsedKey.Unusable(KeyReason.MULTIBASE);
        }
        for (Curve curve : CURVES) {
            if (bytes.length > CODEC_BYTES && bytes[0] == curve.codec0() && bytes[1] == curve.codec1()) {
                return ofCompressed(curve, Arrays.copyOfRange(bytes, CODEC_BYTES, bytes.length));
            }
        }
        return new ParsedKey.Unusable(KeyReason.UNKNOWN_CODEC);
    }

    /// A Multikey holds the short form only.
    private static ParsedKey ofCompressed(Curve curve, byte[] point) {
        return point.length == CurvePoint.COMPRESSED_BYTES
                ? PublicKey.ofPoint(curve, point)
                : new ParsedKey.Unusable(KeyReason.POINT_LENGTH);
    }

    private static ParsedKey parseLegacy(Curve curve, String multibase) {
        if (multibase.length() > LENGTH_MAX) {
            return new ParsedKey.Unusable(KeyReason.TOO_LONG);
        }
        byte[] point = decode(multibase, 0);
        return point == null ? new ParsedKey.Unusable(KeyReason.MULTIBASE) : PublicKey.ofPoint(curve, point);
    }

    private static byte @Nullable [] decode(String text, int from) {
        return text.startsWith("z", from) ? Base58.decode(text, from + 1) : null;
    }
}
