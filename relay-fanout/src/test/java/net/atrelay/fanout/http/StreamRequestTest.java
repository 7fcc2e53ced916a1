package net.atrelay.fanout.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The way from a request to a consumer.
class StreamRequestTest {
    private static final String STREAM = "/xrpc/com.atproto.sync.subscribeRepos";
    private static final String[] UPGRADE = {
        "Upgrade: websocket",
        "Connection: keep-alive, Upgrade",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="
    };

    private final Queue<String> cursors = new ConcurrentLinkedQueue<>();
    private final Queue<List<Class<?>>> pipelines = new ConcurrentLinkedQueue<>();
    private final Queue<InetAddress> clients = new ConcurrentLinkedQueue<>();
    private final Bench bench = new Bench();

    StreamRequestTest() {
        bench.upgrade = this::upgrade;
    }

    @AfterEach
    void close() {
        bench.close();
    }

    /// Does the handshake as a consumer's owner would and sends three bytes.
    private void upgrade(ChannelHandlerContext context, FullHttpRequest request, @Nullable Long cursor) {
        assertTrue(context.channel().eventLoop().inEventLoop());
        assertTrue(context.channel().config().isAutoRead());
        cursors.add(String.valueOf(cursor));
        clients.add(context.channel().attr(StreamUpgrade.CLIENT).get());
        List<Class<?>> handlers = new ArrayList<>();
        context.pipeline().forEach(entry -> handlers.add(entry.getValue().getClass()));
        pipelines.add(handlers);
        assertInstanceOf(HttpObjectAggregator.class, context.handler());
        WebSocketServerHandshaker handshaker = new WebSocketServerHandshakerFactory(
                        "ws://relay.example.com" + STREAM, null, false)
                .newHandshaker(request);
        var _ = handshaker.handshake(context.channel(), request).addListener(_ -> {
            byte[] hello = {1, 2, 3};
            var _ = context.channel().writeAndFlush(new BinaryWebSocketFrame(Unpooled.wrappedBuffer(hello)));
        });
    }

    @ParameterizedTest
    @CsvSource({
        "'',                       null",
        "?cursor=,                 null",
        "?cursor=0,                0",
        "?cursor=42&x=y,           42",
        "?cursor=9007199254740991, 9007199254740991",
        "?cursor=007,              7",
    })
    void anUpgradeIsHandedOverWithItsCursor(String query, String cursor) throws IOException {
        try (Client client = bench.client()) {
            Client.Response response =
                    client.ask("GET " + STREAM + query, UPGRADE).read();
            assertEquals(101, response.status());
            assertEquals("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", response.header("Sec-WebSocket-Accept"));
            assertArrayEquals(new byte[] {(byte) 0x82, 3, 1, 2, 3}, client.readBytes(5));
            assertEquals(cursor, cursors.remove());
            assertEquals(List.of(HttpServerCodec.class, HttpObjectAggregator.class), pipelines.remove());
            assertEquals(InetAddress.getLoopbackAddress(), clients.remove());
            assertEquals(
                    1,
                    bench.registry
                            .get("relay_fanout_http_requests_total")
                            .tags("endpoint", "SUBSCRIBE_REPOS", "status", "1xx")
                            .counter()
                            .count());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "1.5", "x", "%2B1", "0x10", "9007199254740992", "99999999999999999999", "%20"})
    void aCursorThatIsNoNumberInRangeIsRefusedBeforeTheUpgrade(String cursor) throws IOException {
        Client.Response response = bench.get(STREAM + "?cursor=" + cursor, UPGRADE);
        assertEquals(400, response.status());
        assertEquals("application/json", response.header("Content-Type"));
        assertTrue(response.body().startsWith("{\"error\":\"InvalidRequest\""));
        assertTrue(cursors.isEmpty());
    }

    @Test
    void withoutAnUpgradeOneIsAskedFor() throws IOException {
        Client.Response response = bench.get(STREAM);
        assertEquals(426, response.status());
        assertEquals("websocket", response.header("Upgrade"));
        assertTrue(response.header("Connection").contains("Upgrade"));
        assertTrue(response.body().startsWith("{\"error\":\"InvalidRequest\""));
    }

    @Test
    void anotherProtocolIsNoUpgrade() throws IOException {
        assertEquals(
                426, bench.get(STREAM, "Upgrade: h2c", "Connection: Upgrade").status());
        assertEquals(426, bench.get(STREAM, "Upgrade: websocket").status());
    }

    @Test
    void anotherVersionOfWebSocketIsToldTheRightOne() throws IOException {
        Client.Response response = bench.get(STREAM, UPGRADE[0], UPGRADE[1], UPGRADE[3], "Sec-WebSocket-Version: 8");
        assertEquals(426, response.status());
        assertEquals("13", response.header("Sec-WebSocket-Version"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Sec-WebSocket-Key: short", "Sec-WebSocket-Key: !!!!IHNhbXBsZSBub25jZQ=="})
    void aKeyThatIsNoneIsRefused(String key) throws IOException {
        String header = key.isEmpty() ? "X: y" : key;
        assertEquals(
                400,
                bench.get(STREAM, UPGRADE[0], UPGRADE[1], UPGRADE[2], header).status());
    }

    @Test
    void unknownSubprotocolsAndExtensionsDoNotFailTheUpgrade() throws IOException {
        List<String> headers = new ArrayList<>(List.of(UPGRADE));
        headers.add("Sec-WebSocket-Protocol: xrpc.v9.cbor, other");
        headers.add("Sec-WebSocket-Extensions: permessage-deflate");
        assertEquals(101, bench.get(STREAM, headers.toArray(String[]::new)).status());
    }

    @Test
    void anUpgradeComesAfterTheAnswersToEarlierRequests() throws IOException {
        try (Client client = bench.client()) {
            client.ask("GET " + Bench.LIST_HOSTS).ask("GET " + STREAM, UPGRADE);
            assertEquals(200, client.read().status());
            assertEquals(101, client.read().status());
        }
    }

    @Test
    void aRequestSentBehindAnUpgradeNeverReachesTheTables() throws IOException {
        try (Client client = bench.client()) {
            String upgrade = "GET " + STREAM + " HTTP/1.1\r\nHost: a\r\n" + String.join("\r\n", UPGRADE) + "\r\n\r\n";
            String query = "GET " + Bench.LIST_HOSTS + " HTTP/1.1\r\nHost: a\r\n\r\n";
            client.sendUntilRefused(query + upgrade + query);
            assertEquals(200, client.read().status());
            assertEquals(400, client.read().status());
            assertTrue(client.isClosedByServer());
            assertTrue(cursors.isEmpty());
        }
    }

    @Test
    void afterTheUpgradeNoTimeOutOfHttpRuns() throws IOException {
        java.time.Duration brief = java.time.Duration.ofMillis(1);
        java.time.Duration longer = java.time.Duration.ofSeconds(60);
        bench.timeouts = new net.atrelay.fanout.HttpConfig.Timeouts(longer, longer, longer, brief, brief);
        try (Client client = bench.client()) {
            client.ask("GET " + STREAM, UPGRADE);
            assertEquals(101, client.read().status());
            assertEquals(5, client.readBytes(5).length);
            for (int i = 0; i < 20; i++) {
                try (Client other = bench.client()) {
                    other.ask("GET /").read();
                    assertTrue(other.isClosedByServer());
                }
            }
            Until.holds("only the stream is left", () -> bench.gauge("relay_fanout_http_connections") == 1);
        }
    }

    @Test
    void anUpgradeThatFailsClosesTheConnection() throws IOException {
        bench.upgrade = (_, _, _) -> {
            throw new IllegalStateException("upgrade: failed (expected: in this test)");
        };
        try (Client client = bench.client()) {
            client.ask("GET " + STREAM, UPGRADE);
            assertTrue(client.isClosedByServer());
        }
        assertEquals(
                1,
                bench.registry.get("relay_fanout_http_faults_total").counter().count());
    }
}
