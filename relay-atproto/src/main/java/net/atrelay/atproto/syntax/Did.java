package net.atrelay.atproto.syntax;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// A decentralised identifier, the name of an account (spec: did). Holds the syntax
/// `did:METHOD:` + `[a-zA-Z0-9._:%-]*[a-zA-Z0-9._-]`, at most 2048 characters; letter case is significant.
///
/// @param value the whole text
public record Did(String value) implements Comparable<Did> {
    /// Longest DID.
    public static final int LENGTH_MAX = 2_048;

    private static final String PREFIX = "did:";
    private static final String PLC = "did:plc:";
    private static final String WEB = "did:web:";
    private static final int PLC_LENGTH = 32;

    public Did {
        if (!isValid(value)) {
            throw new IllegalArgumentException("value: not a DID (expected: did:METHOD:ID)");
        }
    }

    /// The DID of this text; null when the text is none.
    public static @Nullable Did parse(String text) {
        return isValid(text) ? new Did(text) : null;
    }

    /// The DID of a piece of UTF-8; null when it is none.
    public static @Nullable Did parse(byte[] bytes, int offset, int length) {
        if (length > LENGTH_MAX) {
            return null;
        }
        return parse(new String(bytes, offset, length, StandardCharsets.ISO_8859_1));
    }

    /// Whether the text has the syntax of a DID of any method.
    public static boolean isValid(String text) {
        int length = text.length();
        if (length < 7 || length > LENGTH_MAX || !text.startsWith(PREFIX)) {
            return false;
        }
        int at = PREFIX.length();
        while (at < length && Ascii.isLower(text.charAt(at))) {
            at++;
        }
        if (at == PREFIX.length() || at + 1 >= length || text.charAt(at) != ':') {
            return false;
        }
        for (at++; at < length; at++) {
            char c = text.charAt(at);
            if (!Ascii.isAlphanumeric(c) && c != '.' && c != '_' && c != '-' && c != ':' && c != '%') {
                return false;
            }
        }
        char last = text.charAt(length - 1);
        return last != ':' && last != '%';
    }

    /// Whether this is a well-formed did:plc: 24 characters of base32 behind the method.
    public boolean isPlc() {
        if (value.length() != PLC_LENGTH || !value.startsWith(PLC)) {
            return false;
        }
        for (int i = PLC.length(); i < PLC_LENGTH; i++) {
            char c = value.charAt(i);
            if (!Ascii.isLower(c) && (c < '2' || c > '7')) {
                return false;
            }
        }
        return true;
    }

    /// Whether this is a did:web that names a host as AT Protocol allows: lower case, no path, a port only for
    /// localhost.
    public boolean isWeb() {
        return webHost() != null;
    }

    /// Whether the method is one that AT Protocol supports and the rest fits it.
    public boolean isSupported() {
        return isPlc() || isWeb();
    }

    /// Host of a did:web, `localhost:PORT` for development; null for other DIDs and for a did:web that is not
    /// supported.
    public @Nullable String webHost() {
        if (!value.startsWith(WEB)) {
            return null;
        }
        String host = value.substring(WEB.length());
        if (host.startsWith("localhost%3A")) {
            String port = host.substring("localhost%3A".length());
            return isPort(port) ? "localhost:" + port : null;
        }
        return Handle.isValid(host) && isLowerCase(host) ? host : null;
    }

    @Override
    public int compareTo(Did other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }

    private static boolean isPort(String text) {
        int port = 0;
        for (int i = 0; i < text.length(); i++) {
            if (!Ascii.isDigit(text.charAt(i)) || i == 5) {
                return false;
            }
            port = port * 10 + text.charAt(i) - '0';
        }
        return port >= 1 && port <= 65_535 && text.charAt(0) != '0';
    }

    private static boolean isLowerCase(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 'A' && text.charAt(i) <= 'Z') {
                return false;
            }
        }
        return true;
    }
}
