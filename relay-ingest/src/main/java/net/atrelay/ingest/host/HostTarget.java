package net.atrelay.ingest.host;

import java.net.URI;
import net.atrelay.store.host.HostRecord;
import org.jspecify.annotations.Nullable;

/// Where a host is reached.
///
/// @param hostname as in [HostRecord]: lower case, with a port only in development
/// @param name the part that is resolved
/// @param port TCP port
/// @param tls false only for development hosts
record HostTarget(String hostname, String name, int port, boolean tls) {
    private static final String PATH = "/xrpc/com.atproto.sync.subscribeRepos";
    private static final int TLS_PORT = 443;
    private static final int PLAIN_PORT = 80;

    static HostTarget of(HostRecord host) {
        String hostname = host.hostname();
        int colon = hostname.indexOf(':');
        if (colon < 0) {
            return new HostTarget(hostname, hostname, host.tls() ? TLS_PORT : PLAIN_PORT, host.tls());
        }
        int port = Integer.parseInt(hostname.substring(colon + 1));
        return new HostTarget(hostname, hostname.substring(0, colon), port, host.tls());
    }

    /// Whether this is a host on the developer's own machine, the only kind without TLS.
    boolean isDevelopment() {
        return !tls || port != TLS_PORT;
    }

    /// @param cursor null for the host's tip
    URI streamUri(@Nullable Long cursor) {
        String query = cursor == null ? "" : "?cursor=" + cursor;
        return URI.create((tls ? "wss://" : "ws://") + hostname + PATH + query);
    }
}
