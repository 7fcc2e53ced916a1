package net.atrelay.atproto.syntax;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A handle: a hostname of at least two labels (spec: handle). Kept in lower case.
///
/// @param value the whole text, lower case
public record Handle(String value) {
    /// Longest handle.
    public static final int LENGTH_MAX = 253;
    /// What stands for a handle that does not resolve (spec: handle).
    public static final String INVALID = "handle.invalid";

    public Handle {
        if (!isValid(value)) {
            throw new IllegalArgumentException("value: not a handle (expected: labels with dots)");
        }
        value = value.toLowerCase(Locale.ROOT);
    }

    /// The handle of this text in any letter case; null when the text is none.
    public static @Nullable Handle parse(String text) {
        return isValid(text) ? new Handle(text) : null;
    }

    /// Whether the text has the syntax of a handle.
    public static boolean isValid(String text) {
        int length = text.length();
        if (length > LENGTH_MAX) {
            return false;
        }
        int labels = 0;
        int start = 0;
        for (int i = 0; i <= length; i++) {
            if (i == length || text.charAt(i) == '.') {
                if (!isLabel(text, start, i)) {
                    return false;
                }
                labels++;
                if (i < length) {
                    start = i + 1;
                }
            }
        }
        return labels >= 2 && Ascii.isLetter(text.charAt(start));
    }

    /// 1 to 63 letters, digits and hyphens, no hyphen at either end.
    private static boolean isLabel(String text, int start, int end) {
        if (end == start || end - start > 63 || text.charAt(start) == '-' || text.charAt(end - 1) == '-') {
            return false;
        }
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (!Ascii.isAlphanumeric(c) && c != '-') {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return value;
    }
}
