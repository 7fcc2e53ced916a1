package net.atrelay.atproto.host;

import java.util.Locale;
import java.util.Set;
import net.atrelay.atproto.syntax.Handle;
import org.jspecify.annotations.Nullable;

/// Normalises what people and DID documents name as a host, to a lower-case hostname without scheme and port.
/// The hostname has the syntax of a handle: at least two labels, ASCII, no trailing dot, no address literal.
/// Pure; looks nothing up.
public final class Hostname {
    /// Longest input that is looked at.
    public static final int INPUT_MAX = 300;

    private static final String LOCALHOST = "localhost";
    private static final int PORT_DIGITS_MAX = 5;
    private static final int PORT_MAX = 65_535;

    /// Top-level names that are no names of the public network (spec: handle, reserved; RFC 6761, RFC 6762, RFC 8375,
    /// RFC 9476).
    private static final Set<String> RESERVED =
            Set.of("alt", "arpa", "example", "internal", "invalid", "local", "localhost", "onion", "test");

    private Hostname() {}

    /// What became of the input.
    public sealed interface Result permits Ok, Refused {}

    /// A host that may be spoken to.
    ///
    /// @param hostname lower case, without port
    /// @param port only for `localhost` in development; null for the scheme's own port
    /// @param tls whether to speak TLS
    public record Ok(String hostname, @Nullable Integer port, boolean tls) implements Result {
        /// The hostname, with its port when it has one: how the relay names the host everywhere.
        public String authority() {
            return port == null ? hostname : hostname + ':' + port;
        }
    }

    /// A host that is not spoken to.
    public record Refused(Reason reason) implements Result {}

    /// Why not; the name is a metric label.
    public enum Reason {
        /// A scheme other than https, wss, http and ws.
        SCHEME,
        /// A scheme without TLS.
        PLAINTEXT,
        /// A path, query, fragment or user behind or before the host.
        EXTRA_PARTS,
        /// A port on a public host, or none on localhost.
        PORT,
        /// No hostname of at least two labels; address literals, single labels and non-ASCII names among them.
        NOT_A_HOSTNAME,
        /// A name that is not of the public network.
        RESERVED_NAME
    }

    /// The host that `input` names: `host`, `https://host` or `wss://host`; in development `localhost:PORT` too.
    public static Result parse(String input, DevMode devMode) {
        if (input.length() > INPUT_MAX) {
            return new Refused(Reason.NOT_A_HOSTNAME);
        }
        int schemeEnd = input.indexOf("://");
        String scheme = schemeEnd < 0 ? "" : input.substring(0, schemeEnd).toLowerCase(Locale.ROOT);
        String rest = schemeEnd < 0 ? input : input.substring(schemeEnd + 3);
        return switch (scheme) {
            case "" -> schemeEnd == 0 ? new Refused(Reason.SCHEME) : parseRest(rest, devMode, null);
            case "https", "wss" -> parseRest(rest, devMode, true);
            case "http", "ws" -> parseRest(rest, devMode, false);
            default -> new Refused(Reason.SCHEME);
        };
    }

    /// The domain that `input` names, lower case: what [#parse] takes outside development, or a top-level domain. Null
    /// when it is none.
    public static @Nullable String domain(String input) {
        if (input.length() <= Handle.LENGTH_MAX && input.indexOf('.') < 0) {
            // As the last label of a name.
            return Handle.isValid("a." + input) ? input.toLowerCase(Locale.ROOT) : null;
        }
        return parse(input, DevMode.OFF) instanceof Ok host ? host.hostname() : null;
    }

    /// @param saysTls whether the scheme means TLS; null when there is none
    private static Result parseRest(String rest, DevMode devMode, @Nullable Boolean saysTls) {
        if (containsAny(rest, "/?#@\\")) {
            return new Refused(Reason.EXTRA_PARTS);
        }
        int colon = rest.indexOf(':');
        String name = (colon < 0 ? rest : rest.substring(0, colon)).toLowerCase(Locale.ROOT);
        if (name.equals(LOCALHOST) && devMode == DevMode.ON) {
            Integer port = colon < 0 ? null : portOf(rest.substring(colon + 1));
            return port == null ? new Refused(Reason.PORT) : new Ok(LOCALHOST, port, saysTls != null && saysTls);
        }
        return parsePublic(name, colon >= 0, saysTls == null || saysTls);
    }

    private static Result parsePublic(String name, boolean hasPort, boolean tls) {
        if (RESERVED.contains(name.substring(name.lastIndexOf('.') + 1))) {
            return new Refused(Reason.RESERVED_NAME);
        }
        if (!Handle.isValid(name)) {
            return new Refused(Reason.NOT_A_HOSTNAME);
        }
        if (hasPort) {
            return new Refused(Reason.PORT);
        }
        return tls ? new Ok(name, null, true) : new Refused(Reason.PLAINTEXT);
    }

    private static @Nullable Integer portOf(String text) {
        if (text.isEmpty() || text.length() > PORT_DIGITS_MAX || text.charAt(0) == '0') {
            return null;
        }
        int port = 0;
        for (int i = 0; i < text.length(); i++) {
            char digit = text.charAt(i);
            if (digit < '0' || digit > '9') {
                return null;
            }
            port = port * 10 + digit - '0';
        }
        return port <= PORT_MAX ? port : null;
    }

    private static boolean containsAny(String text, String symbols) {
        for (int i = 0; i < symbols.length(); i++) {
            if (text.indexOf(symbols.charAt(i)) >= 0) {
                return true;
            }
        }
        return false;
    }
}
