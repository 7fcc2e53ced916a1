package net.atrelay.fanout.http;

import io.netty.handler.codec.http.HttpHeaders;
import java.net.InetAddress;
import java.util.List;
import net.atrelay.fanout.AddressBlock;
import org.jspecify.annotations.Nullable;

/// Finds out whose request it is: the peer's, or behind a trusted proxy the address that it wrote into
/// `X-Forwarded-For`. Only what a trusted proxy wrote counts: the list is read from its end up to the first
/// address that is not itself a trusted proxy. Stateless.
final class ClientAddress {
    private static final String HEADER = "X-Forwarded-For";

    private final List<AddressBlock> trustedProxies;

    ClientAddress(List<AddressBlock> trustedProxies) {
        this.trustedProxies = trustedProxies;
    }

    InetAddress of(InetAddress peer, HttpHeaders headers) {
        if (!isTrusted(peer)) {
            return peer;
        }
        String[] named = String.join(",", headers.getAll(HEADER)).split(",", -1);
        InetAddress client = peer;
        for (int i = named.length - 1; i >= 0 && isTrusted(client); i--) {
            InetAddress before = parse(named[i].strip());
            if (before == null) {
                return client;
            }
            client = before;
        }
        return client;
    }

    private boolean isTrusted(InetAddress address) {
        for (AddressBlock block : trustedProxies) {
            if (block.contains(address)) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable InetAddress parse(String text) {
        try {
            return text.isEmpty() ? null : InetAddress.ofLiteral(text);
        } catch (IllegalArgumentException _) {
            return null;
        }
    }
}
