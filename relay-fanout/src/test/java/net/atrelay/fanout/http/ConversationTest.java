package net.atrelay.fanout.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import net.atrelay.fanout.HttpConfig;
import net.atrelay.fanout.HttpConfig.Timeouts;
import net.atrelay.fanout.query.MemoryAccounts;
import net.atrelay.store.bus.CrawlAnswer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConversationTest {
    private static final String CUTS = "relay_fanout_http_cuts_total";
    private static final Duration SHORT = Duration.ofMillis(50);
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String GET_BANNER = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    private final Bench bench = new Bench();

    @AfterEach
    void close() {
        bench.close();
    }

    private static String get(String target) {
        return "GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n";
    }

    @Test
    void requestsSentAheadAreAnsweredInTheirOrder() throws IOException {
        CompletableFuture<CrawlAnswer> late = new CompletableFuture<>();
        bench.crawls = _ -> late;
        try (Client client = bench.client()) {
            client.post(Bench.CRAWL, "{\"hostname\":\"pds.example.com\"}")
                    .send(get("/robots.txt") + get(Bench.LIST_HOSTS) + get("/nowhere"));
            // Another connection's answer shows that the server is not held up; ours has nothing yet.
            assertEquals(200, bench.get("/").status());
            late.complete(new CrawlAnswer.Refused("HostNotFound", "silent", 0));

            assertEquals(400, client.read().status());
            assertTrue(client.read().body().startsWith("User-agent"));
            assertTrue(client.read().body().contains("pds.example.com"));
            assertEquals(404, client.read().status());
        }
    }

    @Test
    void aConnectionServesManyRequests() throws IOException {
        try (Client client = bench.client()) {
            for (int i = 0; i < 100; i++) {
                assertEquals(200, client.ask("GET " + Bench.LIST_HOSTS).read().status());
            }
        }
        assertEquals(
                100,
                bench.registry
                        .get("relay_fanout_http_requests_total")
                        .tags("endpoint", "LIST_HOSTS", "status", "2xx")
                        .counter()
                        .count());
    }

    @Test
    void aRequestMayComeByteByByte() throws IOException {
        try (Client client = bench.client()) {
            for (char c : get(Bench.LIST_HOSTS).toCharArray()) {
                client.send(String.valueOf(c));
            }
            assertEquals(200, client.read().status());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET / HTTP/1.0, '', close",
        "GET / HTTP/1.0, Connection: keep-alive, keep-alive",
        "GET / HTTP/1.1, Connection: close, close",
        "GET / HTTP/1.1, X: y, keep-alive"
    })
    void theConnectionStaysOpenIfTheClientWantsIt(String line, String header, String connection) throws IOException {
        try (Client client = bench.client()) {
            client.send(line + "\r\nHost: a\r\n" + (header.isEmpty() ? "" : header + "\r\n") + "\r\n");
            Client.Response response = client.read();
            assertEquals(200, response.status());
            assertEquals(connection, response.header("Connection"));
            if (connection.equals("close")) {
                assertTrue(client.isClosedByServer());
            } else {
                assertEquals(200, client.send(GET_BANNER).read().status());
            }
        }
    }

    @Test
    void tooManyRequestsSentAheadCutTheConnection() throws IOException {
        bench.connections = new HttpConfig.Connections(1, 100, 100, 2);
        bench.crawls = _ -> new CompletableFuture<>();
        try (Client client = bench.client()) {
            String body = "{\"hostname\":\"pds.example.com\"}";
            client.sendUntilRefused("POST " + Bench.CRAWL + " HTTP/1.1\r\nHost: a\r\nContent-Length: " + body.length()
                    + "\r\n\r\n" + body + GET_BANNER.repeat(3));
            assertTrue(client.isClosedByServer());
        }
        Until.holds("cut is counted", () -> bench.count(CUTS, "reason", "PIPELINE_FULL") >= 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "GET ",
                "GET / HTTP/1.1\r\nHost: a\r\n",
                "POST /xrpc/com.atproto.sync.requestCrawl HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n{"
            })
    void aFirstRequestThatIsNotWholeInTimeCutsTheConnection(String start) throws IOException {
        bench.timeouts = new Timeouts(SHORT, LONG, LONG, LONG, SHORT);
        try (Client client = bench.client()) {
            client.sendUntilRefused(start);
            assertTrue(client.isClosedByServer());
        }
        assertEquals(1, bench.count(CUTS, "reason", "SLOW_REQUEST"));
    }

    @Test
    void anIdleConnectionIsClosedAndThatIsNoCut() throws IOException {
        bench.timeouts = new Timeouts(LONG, LONG, LONG, SHORT, SHORT);
        try (Client client = bench.client()) {
            assertEquals(200, client.ask("GET /").read().status());
            assertTrue(client.isClosedByServer());
        }
        assertEquals(0, bench.count(CUTS, "reason", "SLOW_REQUEST"));
    }

    @Test
    void anAnswerThatDoesNotComeInTimeIsAGatewayTimeout() throws IOException {
        bench.timeouts = new Timeouts(LONG, SHORT, LONG, LONG, SHORT);
        CompletableFuture<CrawlAnswer> never = new CompletableFuture<>();
        bench.crawls = _ -> never;
        try (Client client = bench.client()) {
            Client.Response response = client.post(Bench.CRAWL, "{\"hostname\":\"pds.example.com\"}")
                    .read();
            assertEquals(504, response.status());
            assertTrue(response.body().contains("\"UpstreamTimeout\""));
            assertTrue(client.isClosedByServer());
        }
        never.complete(new CrawlAnswer.Accepted("pds.example.com"));
        assertEquals(200, bench.get("/").status());
    }

    @Test
    void aClientThatDoesNotTakeItsAnswersIsCut() throws IOException {
        for (int i = 0; i < 1_000; i++) {
            bench.accounts.put(MemoryAccounts.account("did:web:a%03d.example.com".formatted(i), "pds.example.com"));
        }
        bench.connections = new HttpConfig.Connections(1, 100, 100, 64);
        bench.timeouts = new Timeouts(LONG, LONG, Duration.ofMillis(300), LONG, SHORT);
        try (Client client = new Client(bench.server().address(), 4_096)) {
            client.send(get("/xrpc/com.atproto.sync.listRepos?limit=1000").repeat(60));
            Until.holds("cut", () -> bench.count(CUTS, "reason", "SLOW_READER") == 1);
            assertTrue(client.isClosedByServer());
        }
    }

    @Test
    void atTheLimitOfConnectionsTheNextOneWaitsUntilOneCloses() throws IOException {
        bench.connections = new HttpConfig.Connections(1, 2, 100, 4);
        Client first = bench.client();
        try (Client second = bench.client();
                Client third = bench.client()) {
            assertEquals(200, first.ask("GET /").read().status());
            assertEquals(200, second.ask("GET /").read().status());
            third.ask("GET /robots.txt");
            assertEquals(1, bench.count("relay_fanout_http_accept_pauses_total", "listener", "PUBLIC"));
            assertEquals(2, bench.gauge("relay_fanout_http_connections"));
            assertEquals(2, bench.gauge("relay_fanout_http_connections_limit"));
            assertEquals(200, first.ask("GET /").read().status());

            first.close();

            assertEquals(200, third.read().status());
        }
        Until.holds("all closed", () -> bench.gauge("relay_fanout_http_connections") == 0);
    }

    @Test
    void connectionsThatComeAndGoLeaveNothingBehind() throws IOException {
        for (int i = 0; i < 100; i++) {
            bench.client().close();
            Client client = bench.client();
            client.ask("GET " + Bench.LIST_HOSTS);
            client.close();
        }
        Until.holds("all closed", () -> bench.gauge("relay_fanout_http_connections") == 0);
        assertEquals(200, bench.get("/").status());
    }

    @Test
    void oncePausedTheListenerLetsItsConnectionsEnd() throws IOException {
        try (Client client = bench.client()) {
            assertEquals("keep-alive", client.ask("GET /").read().header("Connection"));
            bench.server().stopAccepting();
            assertEquals("close", client.ask("GET /").read().header("Connection"));
            assertTrue(client.isClosedByServer());
        }
    }
}
