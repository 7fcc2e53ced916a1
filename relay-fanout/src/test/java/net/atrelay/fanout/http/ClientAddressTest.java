package net.atrelay.fanout.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import net.atrelay.fanout.AddressBlock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientAddressTest {
    private final ClientAddress trusting = new ClientAddress(Stream.of("10.0.0.0/8", "fd00::/8")
            .map(block -> Objects.requireNonNull(AddressBlock.parse(block)))
            .toList());

    @ParameterizedTest
    @CsvSource({
        "10.1.2.3,  '',                              10.1.2.3",
        "10.1.2.3,  192.0.2.1,                       192.0.2.1",
        "10.1.2.3,  '192.0.2.7, 192.0.2.1',          192.0.2.1",
        "10.1.2.3,  '192.0.2.1 , 10.9.9.9',          192.0.2.1",
        "10.1.2.3,  '10.8.8.8, 10.9.9.9',            10.8.8.8",
        "10.1.2.3,  'nonsense, 10.9.9.9',            10.9.9.9",
        "10.1.2.3,  'example.com',                   10.1.2.3",
        "10.1.2.3,  '192.0.2.1,',                    10.1.2.3",
        "fd00::1,   2001:db8::5,                     2001:db8::5",
        "192.0.2.9, 192.0.2.1,                       192.0.2.9",
        "192.0.2.9, '192.0.2.1, 10.1.2.3',           192.0.2.9"
    })
    void onlyWhatTrustedProxiesWroteCounts(String peer, String forwarded, String client) {
        HttpHeaders headers = new DefaultHttpHeaders();
        if (!forwarded.isEmpty()) {
            headers.add("x-forwarded-for", forwarded);
        }
        assertEquals(InetAddress.ofLiteral(client), trusting.of(InetAddress.ofLiteral(peer), headers));
    }

    @Test
    void severalHeaderLinesAreOneList() {
        HttpHeaders headers =
                new DefaultHttpHeaders().add("X-Forwarded-For", "192.0.2.1").add("X-Forwarded-For", "10.9.9.9");
        assertEquals(InetAddress.ofLiteral("192.0.2.1"), trusting.of(InetAddress.ofLiteral("10.1.2.3"), headers));
    }

    @Test
    void withoutTrustedProxiesThePeerIsTheClient() {
        HttpHeaders headers = new DefaultHttpHeaders().add("X-Forwarded-For", "192.0.2.1");
        assertEquals(
                InetAddress.ofLiteral("10.1.2.3"),
                new ClientAddress(List.of()).of(InetAddress.ofLiteral("10.1.2.3"), headers));
    }
}
