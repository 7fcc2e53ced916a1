package net.atrelay.demo;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;

/// What a newcomer is told first: what runs here, and what to try.
///
/// @param everybody where consumers and queries are served
/// @param operator where meters are served
record Invitation(int hosts, int accounts, InetSocketAddress everybody, InetSocketAddress operator) {
    private static final String XRPC = "/xrpc/com.atproto.sync.";

    List<String> lines() {
        return List.of(
                String.format(
                        Locale.ROOT,
                        "%,d simulated hosts with %,d accounts talk to a relay, which verifies and numbers what they"
                                + " say.",
                        hosts,
                        accounts),
                "All of it is on this machine. Point a consumer at it, or try in another terminal:",
                "",
                "  websocat -b " + stream() + XRPC + "subscribeRepos | xxd | head",
                "  curl http://" + reachable(everybody) + XRPC + "listHosts",
                "  curl http://" + reachable(operator) + "/metrics");
    }

    /// The relay's address for consumers.
    URI stream() {
        return URI.create("ws://" + reachable(everybody));
    }

    /// An address that a client on this machine reaches; a listener on all addresses has none of its own.
    private static String reachable(InetSocketAddress listener) {
        InetAddress address = listener.getAddress();
        InetAddress reached = address.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : address;
        String text = reached.getHostAddress();
        return (reached instanceof Inet6Address ? "[" + text + "]" : text) + ":" + listener.getPort();
    }
}
