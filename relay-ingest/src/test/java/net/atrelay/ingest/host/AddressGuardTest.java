package net.atrelay.ingest.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.util.List;
import net.atrelay.store.host.HostRecord;
import org.junit.jupiter.api.Test;

class AddressGuardTest {
    private static final HostTarget PUBLIC = target("pds.example.com", true);
    private static final HostTarget LOCAL = target("localhost:2583", false);

    private static final List<InetAddress> MIXED = List.of(
            InetAddress.ofLiteral("10.1.2.3"),
            InetAddress.ofLiteral("8.8.8.8"),
            InetAddress.ofLiteral("127.0.0.1"),
            InetAddress.ofLiteral("169.254.169.254"),
            InetAddress.ofLiteral("fd00::1"),
            InetAddress.ofLiteral("2606:4700::1111"));

    @Test
    void ofAMixedAnswerOnlyPublicAddressesAreLeft() {
        assertEquals(List.of(MIXED.get(1), MIXED.get(5)), AddressGuard.allowed(PUBLIC, MIXED, false));
    }

    @Test
    void developmentDoesNotOpenPrivateAddressesToPublicNames() {
        assertEquals(List.of(MIXED.get(1), MIXED.get(5)), AddressGuard.allowed(PUBLIC, MIXED, true));
    }

    @Test
    void developmentHostIsReachedOnLoopbackOnly() {
        assertEquals(List.of(MIXED.get(2)), AddressGuard.allowed(LOCAL, MIXED, true));
        assertEquals(List.of(), AddressGuard.allowed(LOCAL, MIXED, false));
    }

    private static HostTarget target(String hostname, boolean tls) {
        return HostTarget.of(new HostRecord(hostname, tls, HostRecord.Status.ACTIVE, 0, null, 0, null));
    }
}
