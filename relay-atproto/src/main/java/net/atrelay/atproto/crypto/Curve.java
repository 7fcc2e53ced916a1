package net.atrelay.atproto.crypto;

import java.math.BigInteger;
import java.util.HexFormat;

/// The two curves of AT Protocol, y² = x³ + ax + b over a prime field (spec: cryptography).
public enum Curve {
    /// secp256k1, `ES256K`.
    K256(
            0xe7,
            0x01,
            "fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f",
            BigInteger.ZERO,
            BigInteger.valueOf(7),
            "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141"),
    /// NIST P-256, `ES256`.
    P256(
            0x80,
            0x24,
            "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff",
            BigInteger.valueOf(-3),
            new BigInteger("5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b", 16),
            "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");

    private final byte codec0;
    private final byte codec1;
    private final BigInteger prime;
    private final BigInteger a;
    private final BigInteger b;
    private final byte[] order;
    private final byte[] halfOrder;

    Curve(int codec0, int codec1, String prime, BigInteger a, BigInteger b, String order) {
        this.codec0 = (byte) codec0;
        this.codec1 = (byte) codec1;
        this.prime = new BigInteger(prime, 16);
        this.a = a;
        this.b = b;
        this.order = HexFormat.of().parseHex(order);
        this.halfOrder = halved(this.order);
    }

    /// First byte of the multicodec varint of a public key.
    byte codec0() {
        return codec0;
    }

    /// Second byte of the multicodec varint of a public key.
    byte codec1() {
        return codec1;
    }

    /// Modulus of the field, p; p mod 4 is 3 for both curves.
    BigInteger prime() {
        return prime;
    }

    /// x³ + ax + b mod p.
    BigInteger rightSide(BigInteger x) {
        return x.multiply(x).add(a).multiply(x).add(b).mod(prime);
    }

    /// Order of the group, n, 32 bytes big-endian; never written.
    byte[] order() {
        return order;
    }

    /// ⌊n / 2⌋, 32 bytes big-endian, the largest low s; never written.
    byte[] halfOrder() {
        return halfOrder;
    }

    private static byte[] halved(byte[] number) {
        byte[] half = new byte[number.length];
        int carry = 0;
        for (int i = 0; i < number.length; i++) {
            int digit = number[i] & 0xff;
            half[i] = (byte) (carry << 7 | digit >>> 1);
            carry = digit & 1;
        }
        return half;
    }
}
