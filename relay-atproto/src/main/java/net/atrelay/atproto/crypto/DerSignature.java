package net.atrelay.atproto.crypto;

/// The ASN.1 form of an ECDSA signature, for libraries that take no other: `30 len 02 len r 02 len s`.
final class DerSignature {
    private static final int NUMBER_BYTES = SignatureVerifier.SIGNATURE_BYTES / 2;
    private static final byte SEQUENCE = 0x30;
    private static final byte INTEGER = 0x02;

    private DerSignature() {}

    /// The DER form of 64 bytes whose two numbers are not zero.
    static byte[] ofCompact(byte[] compact) {
        int rFrom = firstNonZero(compact, 0);
        int sFrom = firstNonZero(compact, NUMBER_BYTES);
        int rLength = lengthOf(compact, rFrom, NUMBER_BYTES);
        int sLength = lengthOf(compact, sFrom, compact.length);
        byte[] der = new byte[6 + rLength + sLength];
        der[0] = SEQUENCE;
        der[1] = (byte) (der.length - 2);
        int at = putNumber(compact, rFrom, NUMBER_BYTES, rLength, der, 2);
        putNumber(compact, sFrom, compact.length, sLength, der, at);
        return der;
    }

    private static int firstNonZero(byte[] compact, int from) {
        int at = from;
        while (compact[at] == 0) {
            at++;
        }
        return at;
    }

    /// A number with its top bit set needs a zero byte before it, lest it be negative.
    private static int lengthOf(byte[] compact, int from, int end) {
        return end - from + (compact[from] < 0 ? 1 : 0);
    }

    private static int putNumber(byte[] compact, int from, int end, int length, byte[] der, int offset) {
        der[offset] = INTEGER;
        der[offset + 1] = (byte) length;
        int after = offset + 2 + length;
        System.arraycopy(compact, from, der, after - (end - from), end - from);
        return after;
    }
}
