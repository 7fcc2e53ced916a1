package net.atrelay.ingest.host;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import net.atrelay.ingest.IngestConfig;
import net.atrelay.ingest.IngestMetrics;

/// A network on which only `localhost` has an address.
public final class LoopbackNetwork {
    private LoopbackNetwork() {}

    public static HostNetwork open(IngestConfig config, NetworkParts parts, IngestMetrics metrics) {
        return new HostNetwork(config, parts, metrics, LoopbackNetwork::lookup, new IngestClock.OfSystem());
    }

    private static List<InetAddress> lookup(String name) throws UnknownHostException {
        if (!name.equals("localhost")) {
            throw new UnknownHostException(name);
        }
        return List.of(InetAddress.ofLiteral("127.0.0.1"));
    }
}
