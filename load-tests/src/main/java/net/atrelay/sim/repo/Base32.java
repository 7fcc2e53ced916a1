package net.atrelay.sim.repo;

/// Lower-case RFC 4648 base32 without padding.
public final class Base32 {

    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

    private Base32() {}

    /// The text of some bytes.
    public static String encode(byte[] bytes) {
        StringBuilder out = new StringBuilder((bytes.length * 8 + 4) / 5);
        int pending = 0;
        int bits = 0;
        for (byte octet : bytes) {
            pending = (pending << 8) | (octet & 0xff);
            bits += 8;
            while (bits >= 5) {
                bits -= 5;
                out.append(ALPHABET.charAt((pending >>> bits) & 31));
            }
        }
        if (bits > 0) {
            out.append(ALPHABET.charAt((pending << (5 - bits)) & 31));
        }
        return out.toString();
    }
}
