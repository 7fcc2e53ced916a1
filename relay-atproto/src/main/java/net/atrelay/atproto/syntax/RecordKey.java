package net.atrelay.atproto.syntax;

import org.jspecify.annotations.Nullable;

/// A record key, the second half of a record path (spec: record-key).
///
/// @param value the whole text
public record RecordKey(String value) {
    /// Longest record key.
    public static final int LENGTH_MAX = 512;

    public RecordKey {
        if (!isValid(value)) {
            throw new IllegalArgumentException("value: not a record key (expected: 1 to 512 of A-Za-z0-9_~.:-)");
        }
    }

    /// The record key of this text; null when the text is none.
    public static @Nullable RecordKey parse(String text) {
        return isValid(text) ? new RecordKey(text) : null;
    }

    /// Whether the text has the syntax of a record key.
    public static boolean isValid(String text) {
        return isValid(text, 0, text.length());
    }

    /// Whether a piece of the text has the syntax of a record key.
    static boolean isValid(String text, int from, int to) {
        int length = to - from;
        if (length < 1 || length > LENGTH_MAX) {
            return false;
        }
        boolean dotsOnly = true;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (!Ascii.isAlphanumeric(c) && c != '.' && c != '-' && c != '_' && c != '~' && c != ':') {
                return false;
            }
            dotsOnly &= c == '.';
        }
        return !dotsOnly || length > 2;
    }

    @Override
    public String toString() {
        return value;
    }
}
