package net.atrelay.atproto.syntax;

import org.jspecify.annotations.Nullable;

/// A namespaced identifier, the name of a collection (spec: nsid).
///
/// @param value the whole text
public record Nsid(String value) {
    /// Longest NSID.
    public static final int LENGTH_MAX = 317;

    private static final int SEGMENT_MAX = 63;

    public Nsid {
        if (!isValid(value)) {
            throw new IllegalArgumentException("value: not an NSID (expected: three or more segments)");
        }
    }

    /// The NSID of this text; null when the text is none.
    public static @Nullable Nsid parse(String text) {
        return isValid(text) ? new Nsid(text) : null;
    }

    /// Whether the text has the syntax of an NSID.
    public static boolean isValid(String text) {
        return isValid(text, 0, text.length());
    }

    /// Whether a piece of the text has the syntax of an NSID.
    static boolean isValid(String text, int from, int to) {
        if (to - from > LENGTH_MAX) {
            return false;
        }
        int segments = 0;
        int start = from;
        for (int i = from; i < to; i++) {
            if (text.charAt(i) == '.') {
                if (!isAuthoritySegment(text, start, i, segments == 0)) {
                    return false;
                }
                segments++;
                start = i + 1;
            }
        }
        return segments >= 2 && isName(text, start, to);
    }

    /// A label of the reversed domain; the first starts with a letter.
    private static boolean isAuthoritySegment(String text, int start, int end, boolean first) {
        if (end == start || end - start > SEGMENT_MAX || text.charAt(start) == '-' || text.charAt(end - 1) == '-') {
            return false;
        }
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (!Ascii.isAlphanumeric(c) && c != '-') {
                return false;
            }
        }
        return !first || Ascii.isLetter(text.charAt(start));
    }

    /// The last segment: a letter, then letters and digits.
    private static boolean isName(String text, int start, int end) {
        if (end == start || end - start > SEGMENT_MAX || !Ascii.isLetter(text.charAt(start))) {
            return false;
        }
        for (int i = start; i < end; i++) {
            if (!Ascii.isAlphanumeric(text.charAt(i))) {
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
