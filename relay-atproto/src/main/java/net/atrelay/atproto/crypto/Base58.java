package net.atrelay.atproto.crypto;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// base58btc: a byte string read as one big-endian number and written in base 58, a `1` for each leading zero byte.
/// The cost grows with the square of the length; callers bound it.
final class Base58 {
    private static final String ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private static final byte[] VALUES = values();

    private Base58() {}

    static String encode(byte[] bytes) {
        byte[] number = bytes.clone();
        byte[] text = new byte[bytes.length * 2];
        int at = text.length;
        int first = leadingZeros(number);
        int zeros = first;
        while (first < number.length) {
            text[--at] = (byte) ALPHABET.charAt(divide(number, first));
            if (number[first] == 0) {
                first++;
            }
        }
        for (int i = 0; i < zeros; i++) {
            text[--at] = '1';
        }
        return new String(text, at, text.length - at, StandardCharsets.US_ASCII);
    }

    /// The bytes that the text from `from` on stands for; null when it has a character outside the alphabet.
    static byte @Nullable [] decode(String text, int from) {
        int length = text.length() - from;
        byte[] number = new byte[length];
        int first = length;
        int zeros = 0;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            int digit = c < VALUES.length ? VALUES[c] : -1;
            if (digit < 0) {
                return null;
            }
            if (digit == 0 && zeros == i - from) {
                zeros++;
            }
            first = multiplyAdd(number, first, digit);
        }
        return Arrays.copyOfRange(number, first - zeros, length);
    }

    /// Divides the number by 58 in place and gives the remainder.
    private static int divide(byte[] number, int first) {
        int remainder = 0;
        for (int i = first; i < number.length; i++) {
            int digit = remainder << 8 | (number[i] & 0xff);
            number[i] = (byte) (digit / 58);
            remainder = digit % 58;
        }
        return remainder;
    }

    /// Multiplies the number, whose first byte that is not zero stands at `first`, by 58 and adds a digit; gives the
    /// new `first`.
    private static int multiplyAdd(byte[] number, int first, int digit) {
        int carry = digit;
        int at = number.length;
        while (carry != 0 || at > first) {
            at--;
            carry += (number[at] & 0xff) * 58;
            number[at] = (byte) carry;
            carry >>>= 8;
        }
        return at;
    }

    private static int leadingZeros(byte[] bytes) {
        int zeros = 0;
        while (zeros < bytes.length && bytes[zeros] == 0) {
            zeros++;
        }
        return zeros;
    }

    private static byte[] values() {
        byte[] values = new byte[128];
        Arrays.fill(values, (byte) -1);
        for (int i = 0; i < ALPHABET.length(); i++) {
            values[ALPHABET.charAt(i)] = (byte) i;
        }
        return values;
    }
}
