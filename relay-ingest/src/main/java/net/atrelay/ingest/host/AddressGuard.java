package net.atrelay.ingest.host;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import net.atrelay.atproto.host.PublicAddress;

/// Which of a name's addresses may be connected to, judged at the time of the connect so that a name cannot be bent
/// afterwards (protocol reference §7.5).
final class AddressGuard {
    private AddressGuard() {}

    /// @param development whether this relay lets development hosts through at all
    static List<InetAddress> allowed(HostTarget target, List<InetAddress> addresses, boolean development) {
        List<InetAddress> allowed = new ArrayList<>(addresses.size());
        for (InetAddress address : addresses) {
            boolean passes = target.isDevelopment()
                    ? development && address.isLoopbackAddress()
                    : PublicAddress.isPublic(address);
            if (passes) {
                allowed.add(address);
            }
        }
        return allowed;
    }
}
