package net.atrelay.fanout.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MalformedRequestTest {
    private static final String HOST = "Host: relay.example.com\r\n";

    private final Bench bench = new Bench();

    @AfterEach
    void close() {
        bench.close();
    }

    /// What the server says to these bytes; it must close the connection behind it.
    private Client.Response answerTo(String bytes) throws IOException {
        try (Client client = bench.client()) {
            client.sendUntilRefused(bytes);
            Client.Response response = client.read();
            assertEquals("close", response.header("Connection"));
            assertEquals("application/json", response.header("Content-Type"));
            assertTrue(response.body().startsWith("{\"error\":\""), response::body);
            assertEquals("atrelay/1.2.3 (atproto-relay)", response.header("Server"));
            assertTrue(client.isClosedByServer());
            return response;
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET\r\n\r\n",
                "GET /\r\n\r\n",
                "GET / HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
                "GET relative HTTP/1.1\r\n" + HOST + "\r\n",
                "CONNECT relay.example.com:443 HTTP/1.1\r\n" + HOST + "\r\n",
                "GET /\u00e4 HTTP/1.1\r\n" + HOST + "\r\n",
                "GET /#top HTTP/1.1\r\n" + HOST + "\r\n",
                "GET /\\ HTTP/1.1\r\n" + HOST + "\r\n",
                "GET / HTTP/1.1\r\n" + HOST + "no colon\r\n\r\n",
                "GET / HTTP/1.1\r\n" + HOST + "Bad\u0000Name: x\r\n\r\n",
                "POST /xrpc/com.atproto.sync.requestCrawl HTTP/1.1\r\n" + HOST + "Content-Length: x\r\n\r\n",
                "POST /xrpc/com.atproto.sync.requestCrawl HTTP/1.1\r\n" + HOST + "Content-Length: -1\r\n\r\n",
                "POST /xrpc/com.atproto.sync.requestCrawl HTTP/1.1\r\n"
                        + HOST
                        + "Content-Length: 1\r\nContent-Length: 2\r\n\r\n",
                "POST /xrpc/com.atproto.sync.requestCrawl HTTP/1.1\r\n"
                        + HOST
                        + "Transfer-Encoding: chunked\r\n\r\nzz\r\n",
                "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\r\n\r\n"
            })
    void bytesThatAreNoRequestAreRefused(String bytes) throws IOException {
        assertEquals(400, answerTo(bytes).status());
    }

    @Test
    void anotherVersionOfHttpIsRefused() throws IOException {
        assertEquals(505, answerTo("PRI * HTTP/2.0\r\n\r\n").status());
    }

    @Test
    void aRequestLineOverTheLimitIsRefused() throws IOException {
        assertEquals(
                414,
                answerTo("GET /" + "a".repeat(4_096) + " HTTP/1.1\r\n" + HOST + "\r\n")
                        .status());
    }

    @Test
    void headersOverTheLimitAreRefused() throws IOException {
        assertEquals(
                431,
                answerTo("GET / HTTP/1.1\r\n" + HOST + "X: " + "a".repeat(4_096) + "\r\n\r\n")
                        .status());
    }

    @Test
    void headersWithoutEndAreRefused() throws IOException {
        assertEquals(
                431,
                answerTo("GET / HTTP/1.1\r\n" + HOST + "Some-Header: some value\r\n".repeat(10_000))
                        .status());
    }

    @Test
    void aBodyThatIsAnnouncedOverTheLimitIsRefusedBeforeItIsSent() throws IOException {
        assertEquals(
                413,
                answerTo("POST " + Bench.CRAWL + " HTTP/1.1\r\n" + HOST + "Content-Length: 8193\r\n\r\n")
                        .status());
    }

    @Test
    void aBodyOverTheLimitIsRefusedAndTheClientSeesIt() throws IOException {
        assertEquals(
                413,
                answerTo("POST " + Bench.CRAWL + " HTTP/1.1\r\n" + HOST + "Content-Length: 900000\r\n\r\n"
                                + "a".repeat(900_000))
                        .status());
    }

    @Test
    void chunksOverTheLimitAreRefused() throws IOException {
        assertEquals(
                413,
                answerTo("POST " + Bench.CRAWL + " HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n"
                                + ("400\r\n" + "a".repeat(1_024) + "\r\n").repeat(9))
                        .status());
    }

    @Test
    void aBodyAtTheLimitIsTaken() throws IOException {
        String json = "{\"hostname\":\"pds.example.com\"}";
        try (Client client = bench.client()) {
            assertEquals(
                    200,
                    client.post(Bench.CRAWL, json + " ".repeat(8_192 - json.length()))
                            .read()
                            .status());
        }
    }

    @Test
    void chunksAreTaken() throws IOException {
        try (Client client = bench.client()) {
            client.ask("POST " + Bench.CRAWL, "Transfer-Encoding: chunked")
                    .send("d\r\n{\"hostname\": \r\n")
                    .send("12\r\n\"pds.example.com\"}\r\n0\r\nTrailer: x\r\n\r\n");
            assertEquals(200, client.read().status());
            assertEquals(200, client.ask("GET /").read().status());
        }
    }

    @Test
    void anExpectedContinueIsGiven() throws IOException {
        String json = "{\"hostname\":\"pds.example.com\"}";
        try (Client client = bench.client()) {
            client.ask("POST " + Bench.CRAWL, "Expect: 100-continue", "Content-Length: " + json.length());
            assertEquals(100, client.read().status());
            assertEquals(200, client.send(json).read().status());
        }
    }

    @Test
    void whatIsTooLargeIsNotContinued() throws IOException {
        assertEquals(
                413,
                answerTo("POST " + Bench.CRAWL + " HTTP/1.1\r\n" + HOST
                                + "Expect: 100-continue\r\nContent-Length: 9000\r\n\r\n")
                        .status());
    }

    @Test
    void anotherExpectationFails() throws IOException {
        assertEquals(
                417,
                answerTo("GET / HTTP/1.1\r\n" + HOST + "Expect: a-miracle\r\n\r\n")
                        .status());
    }

    @Test
    void aBrokenRequestIsAnsweredBehindTheOnesBeforeIt() throws IOException {
        try (Client client = bench.client()) {
            client.send("GET " + Bench.LIST_HOSTS + " HTTP/1.1\r\n" + HOST + "\r\nGET nonsense\r\n\r\n"
                    + "GET / HTTP/1.1\r\n" + HOST + "\r\n");
            assertEquals(200, client.read().status());
            assertEquals(400, client.read().status());
            assertTrue(client.isClosedByServer());
        }
    }

    @Test
    void randomBytesNeverStopTheServer() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            StringBuilder bytes = new StringBuilder(round % 2 == 0 ? "" : "GET / HTTP/1.1\r\nHost: a\r\n");
            for (int i = random.nextInt(300); i > 0; i--) {
                bytes.append(random.nextInt(8) == 0 ? "\r\n" : String.valueOf((char) random.nextInt(256)));
            }
            try (Client client = bench.client()) {
                client.sendUntilRefused(bytes.toString());
            }
        }
        assertEquals(200, bench.get("/").status(), () -> "seed " + seed);
        assertEquals(
                0,
                bench.registry.get("relay_fanout_http_faults_total").counter().count(),
                () -> "seed " + seed);
    }
}
