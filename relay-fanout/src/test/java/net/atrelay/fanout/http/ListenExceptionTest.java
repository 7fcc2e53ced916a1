package net.atrelay.fanout.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import net.atrelay.fanout.HttpConfig;
import net.atrelay.fanout.QueryMetrics;
import net.atrelay.fanout.admin.AdminApi;
import org.junit.jupiter.api.Test;

class ListenExceptionTest {
    private static final InetSocketAddress WEB = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 80);

    private static ListenException refusalOf(InetSocketAddress address) {
        HttpConfig config = new HttpConfig(
                address,
                address,
                "1",
                HttpConfig.Connections.DEFAULTS,
                HttpConfig.Timeouts.DEFAULTS,
                HttpConfig.Requests.DEFAULTS,
                HttpConfig.Queries.DEFAULTS,
                HttpConfig.Rates.DEFAULTS);
        QueryMetrics metrics = new QueryMetrics(new SimpleMeterRegistry());
        return assertThrows(
                ListenException.class,
                () -> OperatorServer.start(config, () -> "", () -> true, AdminApi.off(), metrics, _ -> {})
                        .close());
    }

    @Test
    void aBusyPortIsNamed() {
        try (Bench bench = new Bench()) {
            InetSocketAddress address = bench.server().address();
            ListenException refusal = refusalOf(address);
            assertEquals(ListenException.Reason.IN_USE, refusal.reason());
            assertEquals(
                    "cannot listen on " + address.getHostString() + ":" + address.getPort()
                            + ": another process listens there",
                    refusal.getMessage());
        }
    }

    @Test
    void anAddressOfAnotherMachineIsNamed() {
        ListenException refusal = refusalOf(new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 2470));
        assertEquals(ListenException.Reason.NOT_HERE, refusal.reason());
        assertEquals("cannot listen on 192.0.2.1:2470: this machine has no such address", refusal.getMessage());
    }

    @Test
    void aNameThatIsNotKnownIsNamed() {
        ListenException refusal = refusalOf(InetSocketAddress.createUnresolved("nowhere.invalid", 2470));
        assertEquals(ListenException.Reason.UNKNOWN_NAME, refusal.reason());
        assertEquals("cannot listen on nowhere.invalid:2470: no such name", refusal.getMessage());
    }

    @Test
    void aForbiddenPortIsNamed() {
        ListenException refusal = new ListenException(WEB, new BindException("Permission denied"));
        assertEquals(ListenException.Reason.NOT_PERMITTED, refusal.reason());
        assertEquals("cannot listen on 127.0.0.1:80: no permission (ports below 1024 need it)", refusal.getMessage());
    }

    @Test
    void anotherReasonIsToldInTheSystemsWords() {
        ListenException refusal = new ListenException(WEB, new SocketException("Too many open files"));
        assertEquals(ListenException.Reason.OTHER, refusal.reason());
        assertEquals("cannot listen on 127.0.0.1:80: Too many open files", refusal.getMessage());
    }
}
