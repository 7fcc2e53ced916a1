package net.atrelay.fanout.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import net.atrelay.fanout.HttpConfig;
import net.atrelay.fanout.QueryMetrics;
import net.atrelay.fanout.admin.AdminApi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OperatorServerTest {
    private final Queue<Throwable> fatal = new ConcurrentLinkedQueue<>();
    private volatile boolean healthy = true;
    private volatile String metrics = "relay_up 1\n";
    private final OperatorServer server = OperatorServer.start(
            new HttpConfig(
                    Bench.anyPort(),
                    Bench.anyPort(),
                    "1.2.3",
                    HttpConfig.Connections.DEFAULTS,
                    HttpConfig.Timeouts.DEFAULTS,
                    HttpConfig.Requests.DEFAULTS,
                    HttpConfig.Queries.DEFAULTS,
                    HttpConfig.Rates.DEFAULTS),
            this::text,
            () -> healthy,
            AdminApi.off(),
            new QueryMetrics(new SimpleMeterRegistry()),
            fatal::add);

    private String text() {
        if (metrics.isEmpty()) {
            throw new IllegalStateException("metrics: none (expected: in this test)");
        }
        return metrics;
    }

    @AfterEach
    void close() {
        server.close();
        assertEquals(List.of(), List.copyOf(fatal));
    }

    private Client.Response ask(String line) throws IOException {
        try (Client client = new Client(server.address())) {
            return client.ask(line).read();
        }
    }

    @Test
    void metricsAreServedAsPrometheusReadsThem() throws IOException {
        Client.Response response = ask("GET /metrics");
        assertEquals(200, response.status());
        assertEquals("text/plain; version=0.0.4; charset=utf-8", response.header("Content-Type"));
        assertEquals("relay_up 1\n", response.body());
        assertEquals("atrelay/1.2.3 (atproto-relay)", response.header("Server"));
    }

    @Test
    void noPageMayReadWhatIsForTheOperator() throws IOException {
        assertEquals("(none)", ask("GET /metrics").header("Access-Control-Allow-Origin"));
        assertEquals(405, ask("OPTIONS /metrics").status());
    }

    @Test
    void healthIsServedHereToo() throws IOException {
        assertEquals(200, ask("GET /_health").status());
        healthy = false;
        assertEquals(503, ask("GET /_health").status());
    }

    @ParameterizedTest
    @CsvSource({
        "GET /admin/pds/list, 403, Forbidden",
        "POST /admin/pds/list, 405, InvalidRequest",
        "OPTIONS /admin/pds/list, 405, InvalidRequest",
        "GET /admin/nothing, 404, XRPCNotSupported",
        "GET /admin/pds/list?a=%zz, 400, InvalidRequest"
    })
    void administrationWithoutTokensIsOff(String line, int status, String error) throws IOException {
        Client.Response response = ask(line);
        assertEquals(status, response.status());
        assertTrue(response.body().contains("\"" + error + "\""), response.body());
    }

    @Test
    void metricsThatCannotBeWrittenAreAFault() throws IOException {
        metrics = "";
        Client.Response response = ask("GET /metrics");
        assertEquals(500, response.status());
        assertTrue(response.body().contains("InternalServerError"));
    }

    @ParameterizedTest
    @CsvSource({
        "POST /metrics,                                405",
        "GET /,                                        404",
        "GET /xrpc/com.atproto.sync.listHosts,         404",
        "GET /xrpc/com.atproto.sync.subscribeRepos,    404"
    })
    void nothingOfThePublicIsServed(String line, int status) throws IOException {
        Client.Response response = ask(line);
        assertEquals(status, response.status());
        assertEquals("application/json", response.header("Content-Type"));
    }
}
