package net.atrelay.atproto.syntax;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// A timestamp identifier, the form of `rev` (spec: tid): 13 characters of sortable base32 that hold, from the top,
/// 0, 53 bits of microseconds and 10 bits of clock id. Order of the text is order of the number, taken unsigned.
///
/// @param value the 13 characters
public record Tid(String value) implements Comparable<Tid> {
    /// Characters of every TID.
    public static final int LENGTH = 13;

    private static final String ALPHABET = "234567abcdefghijklmnopqrstuvwxyz";
    private static final int CLOCK_BITS = 10;
    private static final long MICROS_MAX = (1L << 53) - 1;

    public Tid {
        if (!isValid(value)) {
            throw new IllegalArgumentException("value: not a TID (expected: 13 characters of base32)");
        }
    }

    /// The TID of this text; null when the text is none.
    public static @Nullable Tid parse(String text) {
        return isValid(text) ? new Tid(text) : null;
    }

    /// The TID of a piece of UTF-8; null when it is none.
    public static @Nullable Tid parse(byte[] bytes, int offset, int length) {
        if (length != LENGTH) {
            return null;
        }
        return parse(new String(bytes, offset, length, StandardCharsets.ISO_8859_1));
    }

    /// The TID of a moment and a clock.
    ///
    /// @param micros microseconds since the epoch, 0 to 2^53 - 1
    /// @param clock clock id, 0 to 1023
    public static Tid of(long micros, int clock) {
        if (micros < 0 || micros > MICROS_MAX || clock < 0 || clock >= 1 << CLOCK_BITS) {
            throw new IllegalArgumentException(
                    "micros: " + micros + ", clock: " + clock + " (expected: 53 and 10 bits)");
        }
        long number = micros << CLOCK_BITS | clock;
        byte[] text = new byte[LENGTH];
        for (int i = LENGTH - 1; i >= 0; i--) {
            text[i] = (byte) ALPHABET.charAt((int) number & 31);
            number >>>= 5;
        }
        return new Tid(new String(text, StandardCharsets.ISO_8859_1));
    }

    /// Whether the text has the syntax of a TID.
    public static boolean isValid(String text) {
        if (text.length() != LENGTH || text.charAt(0) > 'j') {
            return false;
        }
        for (int i = 0; i < LENGTH; i++) {
            char c = text.charAt(i);
            if (!Ascii.isLower(c) && (c < '2' || c > '7')) {
                return false;
            }
        }
        return true;
    }

    /// Microseconds since the epoch. A TID with its top bit set lies in the far future, never in the past.
    public long micros() {
        return number() >>> CLOCK_BITS;
    }

    /// The 10 bits that keep clocks apart.
    public int clock() {
        return (int) number() & (1 << CLOCK_BITS) - 1;
    }

    @Override
    public int compareTo(Tid other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }

    private long number() {
        long number = 0;
        for (int i = 0; i < LENGTH; i++) {
            char c = value.charAt(i);
            number = number << 5 | (c >= 'a' ? c - 'a' + 6 : c - '2');
        }
        return number;
    }
}
