package net.atrelay.app.log;

import net.atrelay.app.config.LogFormat;

/// One line of the log while it is written: fields, each a key and a value, as `key=value` pairs or as a JSON object.
/// Values may come from peers: they are bounded, and whatever is not printable ASCII is escaped, so that no text
/// can begin a line of its own or turn a terminal. Owned by one thread.
final class Line {
    private static final String HEX = "0123456789abcdef";
    private static final int BITS_PER_DIGIT = 4;

    private final LogFormat format;
    private final StringBuilder text = new StringBuilder(256);

    Line(LogFormat format) {
        this.format = format;
        if (format == LogFormat.JSON) {
            text.append('{');
        }
    }

    /// Adds a field.
    ///
    /// @param charsMax after so many characters the value is cut, which three dots show
    void add(String key, String value, int charsMax) {
        switch (format) {
            case TEXT -> addPair(key, value, charsMax);
            case JSON -> addMember(key, value, charsMax);
        }
    }

    /// The whole line with its end.
    String end() {
        return text.append(format == LogFormat.JSON ? "}\n" : "\n").toString();
    }

    private void addPair(String key, String value, int charsMax) {
        if (!text.isEmpty()) {
            text.append(' ');
        }
        text.append(key).append('=');
        if (value.length() <= charsMax && isBare(value)) {
            text.append(value);
        } else {
            quote(value, charsMax);
        }
    }

    private void addMember(String key, String value, int charsMax) {
        if (text.length() > 1) {
            text.append(',');
        }
        quote(key, charsMax);
        text.append(':');
        quote(value, charsMax);
    }

    private void quote(String value, int charsMax) {
        text.append('"');
        for (int i = 0; i < Math.min(value.length(), charsMax); i++) {
            escape(value.charAt(i));
        }
        text.append(value.length() > charsMax ? "...\"" : "\"");
    }

    private void escape(char symbol) {
        switch (symbol) {
            case '"', '\\' -> text.append('\\').append(symbol);
            case '\n' -> text.append("\\n");
            case '\t' -> text.append("\\t");
            default -> {
                if (isPrintable(symbol)) {
                    text.append(symbol);
                } else {
                    escapeByNumber(symbol);
                }
            }
        }
    }

    private void escapeByNumber(char symbol) {
        text.append("\\u");
        for (int shift = Character.SIZE - BITS_PER_DIGIT; shift >= 0; shift -= BITS_PER_DIGIT) {
            text.append(HEX.charAt(symbol >>> shift & 0xf));
        }
    }

    private static boolean isBare(String value) {
        for (int i = 0; i < value.length(); i++) {
            char symbol = value.charAt(i);
            if (!isPrintable(symbol) || " \"=\\".indexOf(symbol) >= 0) {
                return false;
            }
        }
        return !value.isEmpty();
    }

    private static boolean isPrintable(char symbol) {
        return symbol >= ' ' && symbol <= '~';
    }
}
