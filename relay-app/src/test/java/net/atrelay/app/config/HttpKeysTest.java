package net.atrelay.app.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.atrelay.fanout.AddressBlock;
import net.atrelay.fanout.HttpConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpKeysTest {
    private static final Map<String, String> EVERY_KEY = Map.ofEntries(
            Map.entry("RELAY_HTTP_CONNECTIONS_THREADS", "2"),
            Map.entry("RELAY_HTTP_CONNECTIONS_CONNECTIONS_MAX", "3"),
            Map.entry("RELAY_HTTP_CONNECTIONS_BACKLOG_MAX", "4"),
            Map.entry("RELAY_HTTP_CONNECTIONS_PIPELINED_MAX", "5"),
            Map.entry("RELAY_HTTP_TIMEOUTS_REQUEST", "6s"),
            Map.entry("RELAY_HTTP_TIMEOUTS_ANSWER", "7s"),
            Map.entry("RELAY_HTTP_TIMEOUTS_WRITE", "8s"),
            Map.entry("RELAY_HTTP_TIMEOUTS_IDLE", "9s"),
            Map.entry("RELAY_HTTP_TIMEOUTS_LINGER", "10s"),
            Map.entry("RELAY_HTTP_REQUESTS_LINE_BYTES_MAX", "11KiB"),
            Map.entry("RELAY_HTTP_REQUESTS_HEADER_BYTES_MAX", "12KiB"),
            Map.entry("RELAY_HTTP_REQUESTS_BODY_BYTES_MAX", "13KiB"),
            Map.entry("RELAY_HTTP_QUERIES_THREADS", "14"),
            Map.entry("RELAY_HTTP_QUERIES_WAITING_MAX", "15"),
            Map.entry("RELAY_HTTP_QUERIES_RETRY_AFTER", "16s"),
            Map.entry("RELAY_HTTP_RATES_QUERIES_MAX", "17"),
            Map.entry("RELAY_HTTP_RATES_CRAWLS_MAX", "18"),
            Map.entry("RELAY_HTTP_RATES_WINDOW", "19s"),
            Map.entry("RELAY_HTTP_RATES_ADDRESSES_MAX", "20"),
            Map.entry("RELAY_HTTP_RATES_TRUSTED_PROXIES", "10.0.0.0/8, ::1"));

    @Test
    void nothingSetGivesTheDefaults() {
        assertEquals(HttpConfig.defaults(Release.version()), Keys.read(Map.of()).http());
    }

    @Test
    void everyKeyReachesItsComponent() {
        Keys.assertWhole("RELAY_HTTP_", EVERY_KEY);
        Map<String, String> variables = new HashMap<>(EVERY_KEY);
        variables.put("RELAY_LISTEN", "127.0.0.1:1");
        variables.put("RELAY_OPERATOR_LISTEN", "[::1]:0");
        HttpConfig expected = new HttpConfig(
                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 1),
                new InetSocketAddress(InetAddress.ofLiteral("::1"), 0),
                Release.version(),
                new HttpConfig.Connections(2, 3, 4, 5),
                new HttpConfig.Timeouts(
                        Duration.ofSeconds(6),
                        Duration.ofSeconds(7),
                        Duration.ofSeconds(8),
                        Duration.ofSeconds(9),
                        Duration.ofSeconds(10)),
                new HttpConfig.Requests(11 << 10, 12 << 10, 13 << 10),
                new HttpConfig.Queries(14, 15, Duration.ofSeconds(16)),
                new HttpConfig.Rates(
                        17,
                        18,
                        Duration.ofSeconds(19),
                        20,
                        List.of(
                                new AddressBlock(InetAddress.ofLiteral("10.0.0.0"), 8),
                                new AddressBlock(InetAddress.ofLiteral("::1"), 128))));
        assertEquals(expected, Keys.read(variables).http());
    }

    @ParameterizedTest
    @CsvSource({
        "CONNECTIONS_THREADS, 0",
        "CONNECTIONS_CONNECTIONS_MAX, many",
        "CONNECTIONS_PIPELINED_MAX, 65",
        "TIMEOUTS_REQUEST, 0s",
        "TIMEOUTS_LINGER, 25h",
        "REQUESTS_BODY_BYTES_MAX, 2MiB",
        "QUERIES_WAITING_MAX, 0",
        "QUERIES_RETRY_AFTER, 10ms",
        "RATES_QUERIES_MAX, 0",
        "RATES_TRUSTED_PROXIES, proxy.example.com",
        "RATES_TRUSTED_PROXIES, 10.0.0.0/33"
    })
    void aBadValueIsRefused(String key, String value) {
        Keys.assertRefused("RELAY_HTTP_" + key, value);
    }
}
