package net.atrelay.atproto.syntax;

/// Character classes of the identifier grammars.
final class Ascii {
    private Ascii() {}

    static boolean isLower(int c) {
        return c >= 'a' && c <= 'z';
    }

    static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    static boolean isLetter(int c) {
        return isLower(c | 0x20) && c < 0x80;
    }

    static boolean isAlphanumeric(int c) {
        return isLetter(c) || isDigit(c);
    }
}
