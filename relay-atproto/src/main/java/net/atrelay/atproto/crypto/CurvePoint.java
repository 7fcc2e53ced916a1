package net.atrelay.atproto.crypto;

import java.math.BigInteger;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Public points in the forms of SEC 1 §2.3: 33 bytes (`02`/`03` ‖ x) and 65 bytes (`04` ‖ x ‖ y).
final class CurvePoint {
    static final int COORDINATE_BYTES = 32;
    static final int COMPRESSED_BYTES = 1 + COORDINATE_BYTES;
    static final int UNCOMPRESSED_BYTES = 1 + 2 * COORDINATE_BYTES;

    private static final byte EVEN = 2;
    private static final byte ODD = 3;
    private static final byte UNCOMPRESSED = 4;

    private CurvePoint() {}

    /// The point in its 65 bytes; null when the bytes have neither form or lie off the curve. The point at infinity
    /// has no such form and is no key.
    static byte @Nullable [] uncompressed(Curve curve, byte[] point) {
        return switch (point.length) {
            case COMPRESSED_BYTES -> decompressed(curve, point);
            case UNCOMPRESSED_BYTES -> isOnCurve(curve, point) ? point.clone() : null;
            default -> null;
        };
    }

    /// The 33 bytes of a point that is on its curve.
    static byte[] compressed(byte[] uncompressed) {
        byte[] point = Arrays.copyOf(uncompressed, COMPRESSED_BYTES);
        point[0] = (uncompressed[UNCOMPRESSED_BYTES - 1] & 1) == 0 ? EVEN : ODD;
        return point;
    }

    private static byte @Nullable [] decompressed(Curve curve, byte[] point) {
        BigInteger prime = curve.prime();
        BigInteger x = new BigInteger(1, point, 1, COORDINATE_BYTES);
        if ((point[0] != EVEN && point[0] != ODD) || x.compareTo(prime) >= 0) {
            return null;
        }
        BigInteger square = curve.rightSide(x);
        BigInteger root = square.modPow(prime.shiftRight(2).add(BigInteger.ONE), prime);
        if (!root.multiply(root).mod(prime).equals(square)) {
            return null;
        }
        boolean wantsOdd = point[0] == ODD;
        if (root.testBit(0) != wantsOdd) {
            root = prime.subtract(root);
        }
        byte[] result = Arrays.copyOf(point, UNCOMPRESSED_BYTES);
        result[0] = UNCOMPRESSED;
        copyNumber(root, result);
        return result;
    }

    private static boolean isOnCurve(Curve curve, byte[] point) {
        BigInteger prime = curve.prime();
        BigInteger x = new BigInteger(1, point, 1, COORDINATE_BYTES);
        BigInteger y = new BigInteger(1, point, COMPRESSED_BYTES, COORDINATE_BYTES);
        return point[0] == UNCOMPRESSED
                && x.compareTo(prime) < 0
                && y.compareTo(prime) < 0
                && y.multiply(y).mod(prime).equals(curve.rightSide(x));
    }

    /// Writes the number to the last 32 bytes of `target`.
    private static void copyNumber(BigInteger number, byte[] target) {
        byte[] bytes = number.toByteArray();
        int length = Math.min(bytes.length, COORDINATE_BYTES);
        System.arraycopy(bytes, bytes.length - length, target, target.length - length, length);
    }
}
