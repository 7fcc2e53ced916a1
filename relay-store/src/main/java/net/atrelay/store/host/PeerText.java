package net.atrelay.store.host;

import java.util.HexFormat;

/// Text that a peer had a hand in, made fit for logs, records and pages: bounded, printable ASCII only.
public final class PeerText {
    private static final HexFormat HEX = HexFormat.of();

    private PeerText() {}

    /// The text with all but printable ASCII as escapes of four hex digits, cut after `lengthMax` characters.
    public static String printable(String text, int lengthMax) {
        if (text.length() <= lengthMax && isPrintable(text)) {
            return text;
        }
        StringBuilder printable = new StringBuilder();
        for (int i = 0; i < text.length() && printable.length() < lengthMax; i++) {
            char c = text.charAt(i);
            if (isPrintable(c)) {
                printable.append(c);
            } else {
                printable.append("\\u").append(HEX.toHexDigits(c));
            }
        }
        printable.setLength(Math.min(printable.length(), lengthMax));
        return printable.toString();
    }

    private static boolean isPrintable(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isPrintable(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPrintable(char c) {
        return c >= ' ' && c < 0x7f;
    }
}
