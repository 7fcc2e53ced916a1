package net.atrelay.atproto.cid;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Base32 of RFC 4648, lower case, without padding, as CID strings use it.
final class Base32 {
    private static final byte[] ALPHABET = "abcdefghijklmnopqrstuvwxyz234567".getBytes(StandardCharsets.US_ASCII);

    private Base32() {}

    static void encode(byte[] from, byte[] to, int offset) {
        int at = offset;
        int bits = 0;
        int held = 0;
        for (byte value : from) {
            held = held << 8 | (value & 0xff);
            bits += 8;
            while (bits >= 5) {
                bits -= 5;
                to[at++] = ALPHABET[held >>> bits & 31];
            }
        }
        if (bits > 0) {
            to[at] = ALPHABET[held << (5 - bits) & 31];
        }
    }

    /// The bytes of `text` from `offset`; null when a character is foreign or the unused bits are not zero.
    static byte @Nullable [] decode(String text, int offset) {
        byte[] decoded = new byte[(text.length() - offset) * 5 / 8];
        int at = 0;
        int bits = 0;
        int held = 0;
        for (int i = offset; i < text.length(); i++) {
            int value = valueOf(text.charAt(i));
            if (value < 0) {
                return null;
            }
            held = (held << 5 | value) & 0xfff;
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                decoded[at++] = (byte) (held >>> bits);
            }
        }
        boolean unusedBitsAreZero = (held & (1 << bits) - 1) == 0;
        return unusedBitsAreZero ? decoded : null;
    }

    private static int valueOf(char symbol) {
        if (symbol >= 'a' && symbol <= 'z') {
            return symbol - 'a';
        }
        return symbol >= '2' && symbol <= '7' ? symbol - '2' + 26 : -1;
    }
}
