package net.atrelay.verify.identity.http;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import net.atrelay.atproto.host.Hostname;

/// What is asked of which server.
///
/// @param hostname lower case, without port
/// @param path starts with a slash, query included, encoded
public record Target(boolean tls, String hostname, int port, String path) {
    private static final int HTTPS_PORT = 443;
    private static final int HTTP_PORT = 80;

    public static Target of(Hostname.Ok host, String path) {
        Integer port = host.port();
        return new Target(host.tls(), host.hostname(), port == null ? ownPort(host.tls()) : port, path);
    }

    /// @param base of http or https; its path is kept
    /// @param path to add, starts with a slash
    public static Target of(URI base, String path) {
        boolean tls = "https".equals(base.getScheme());
        String prefix = base.getRawPath() == null ? "" : base.getRawPath();
        String kept = prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix;
        return new Target(tls, base.getHost(), base.getPort() == -1 ? ownPort(tls) : base.getPort(), kept + path);
    }

    /// The value of a query parameter.
    public static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private static int ownPort(boolean tls) {
        return tls ? HTTPS_PORT : HTTP_PORT;
    }
}
