package net.atrelay.fanout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import net.atrelay.fanout.HttpConfig.Connections;
import net.atrelay.fanout.HttpConfig.Queries;
import net.atrelay.fanout.HttpConfig.Rates;
import net.atrelay.fanout.HttpConfig.Requests;
import net.atrelay.fanout.HttpConfig.Timeouts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpConfigTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private static void refuses(String name, Executable config) {
        String message = String.valueOf(
                assertThrows(IllegalArgumentException.class, config).getMessage());
        assertTrue(message.startsWith(name + ": "), message);
    }

    @Test
    void defaultsServeEverybodyAndKeepMetricsToTheMachine() {
        HttpConfig config = HttpConfig.defaults("1.0");
        assertTrue(config.publicAddress().getAddress().isAnyLocalAddress());
        assertEquals(2470, config.publicAddress().getPort());
        assertTrue(config.operatorAddress().getAddress().isLoopbackAddress());
        assertEquals(2471, config.operatorAddress().getPort());
        assertEquals(List.of(), config.rates().trustedProxies());
        assertEquals("atrelay/1.0 (atproto-relay)", config.serverHeader());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1 0", "1\r\nX: y", "1(", "é"})
    void aVersionThatNoHeaderHoldsIsRefused(String version) {
        refuses("version", () -> HttpConfig.defaults(version));
    }

    @Test
    void connectionsOutOfBoundsAreRefused() {
        refuses("threads", () -> new Connections(0, 1, 1, 1));
        refuses("connectionsMax", () -> new Connections(1, 0, 1, 1));
        refuses("backlogMax", () -> new Connections(1, 1, 0, 1));
        refuses("pipelinedMax", () -> new Connections(1, 1, 1, -1));
        refuses("pipelinedMax", () -> new Connections(1, 1, 1, 65));
    }

    @Test
    void timeoutsOutOfBoundsAreRefused() {
        refuses("request", () -> new Timeouts(Duration.ZERO, SECOND, SECOND, SECOND, SECOND));
        refuses("answer", () -> new Timeouts(SECOND, Duration.ZERO, SECOND, SECOND, SECOND));
        refuses("write", () -> new Timeouts(SECOND, SECOND, Duration.ZERO, SECOND, SECOND));
        refuses("idle", () -> new Timeouts(SECOND, SECOND, SECOND, Duration.ZERO, SECOND));
        refuses("linger", () -> new Timeouts(SECOND, SECOND, SECOND, SECOND, Duration.ZERO));
    }

    @Test
    void requestsOutOfBoundsAreRefused() {
        refuses("lineBytesMax", () -> new Requests(0, 1, 1));
        refuses("headerBytesMax", () -> new Requests(1, 0, 1));
        refuses("bodyBytesMax", () -> new Requests(1, 1, 0));
        refuses("bodyBytesMax", () -> new Requests(1, 1, (1 << 20) + 1));
    }

    @Test
    void queriesOutOfBoundsAreRefused() {
        refuses("threads", () -> new Queries(0, 1, SECOND));
        refuses("waitingMax", () -> new Queries(1, 0, SECOND));
        refuses("retryAfter", () -> new Queries(1, 1, Duration.ofMillis(999)));
    }

    @Test
    void ratesOutOfBoundsAreRefused() {
        refuses("queriesMax", () -> new Rates(0, 1, SECOND, 1, List.of()));
        refuses("crawlsMax", () -> new Rates(1, 0, SECOND, 1, List.of()));
        refuses("window", () -> new Rates(1, 1, Duration.ofMillis(999), 1, List.of()));
        refuses("addressesMax", () -> new Rates(1, 1, SECOND, 0, List.of()));
    }
}
