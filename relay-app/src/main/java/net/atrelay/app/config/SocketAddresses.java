package net.atrelay.app.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/// Addresses to listen on, as text: `127.0.0.1:2470`, `[::1]:2470` or `localhost:2470`. Looks nothing up.
final class SocketAddresses {
    private static final String LOCALHOST = "localhost";
    private static final int PORT_MAX = 65_535;
    private static final int PORT_DIGITS_MAX = 5;

    private SocketAddresses() {}

    /// Null when the text is no such address.
    static @Nullable InetSocketAddress parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 1 || !isPort(text.substring(colon + 1))) {
            return null;
        }
        InetAddress address = addressOf(text.substring(0, colon));
        return address == null ? null : new InetSocketAddress(address, Integer.parseInt(text.substring(colon + 1)));
    }

    static String write(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
    }

    private static @Nullable InetAddress addressOf(String text) {
        if (text.equals(LOCALHOST)) {
            return InetAddress.getLoopbackAddress();
        }
        boolean inBrackets = text.startsWith("[") && text.endsWith("]");
        boolean isV6 = text.indexOf(':') >= 0;
        if (inBrackets != isV6) {
            return null;
        }
        try {
            return InetAddress.ofLiteral(inBrackets ? text.substring(1, text.length() - 1) : text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static boolean isPort(String text) {
        return !text.isEmpty()
                && text.length() <= PORT_DIGITS_MAX
                && text.chars().allMatch(symbol -> symbol >= '0' && symbol <= '9')
                && Integer.parseInt(text) <= PORT_MAX;
    }
}
