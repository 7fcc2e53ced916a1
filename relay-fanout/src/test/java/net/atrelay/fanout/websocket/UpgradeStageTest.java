package net.atrelay.fanout.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.handler.codec.http.HttpServerCodec;
import java.nio.file.Path;
import net.atrelay.fanout.ConsumerState;
import net.atrelay.fanout.ConsumerView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The upgrade, as the client sees it.
class UpgradeStageTest {
    @TempDir
    Path directory;

    @Test
    void anUpgradeIsAnswered101() {
        try (Bench bench = new Bench(directory);
                WireConsumer consumer = bench.connect(null)) {
            assertTrue(consumer.head.startsWith("http/1.1 101 switching protocols\r\n"), consumer.head);
            assertTrue(consumer.head.contains("sec-websocket-accept: " + WireConsumer.ACCEPT), consumer.head);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits",
                "Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover, x-unknown",
                "Sec-WebSocket-Protocol: xrpc.v1.json",
                "Sec-WebSocket-Protocol: something, else"
            })
    void offersArePassedOverInSilence(String offer) {
        try (Bench bench = new Bench(directory)) {
            bench.append(2);
            try (WireConsumer consumer = new WireConsumer(bench.server.port(), 0L, 0, offer)) {
                assertTrue(consumer.head.startsWith("http/1.1 101"), consumer.head);
                assertFalse(consumer.head.contains("sec-websocket-extensions"), consumer.head);
                assertFalse(consumer.head.contains("sec-websocket-protocol"), consumer.head);
                consumer.expectSeqs(Bench.BASE, Bench.BASE + 1);
            }
        }
    }

    @Test
    void aRequestWithoutKeyIsABadRequestAndTakesNoPlace() {
        try (Bench bench = new Bench(directory)) {
            String request = WireConsumer.request(0L).replaceAll("Sec-WebSocket-Key: \\S+\r\n", "");
            try (WireConsumer consumer = WireConsumer.raw(bench.server.port(), request)) {
                assertTrue(consumer.head.startsWith("http/1.1 400"), consumer.head);
                assertEquals(null, consumer.readOrEnd());
            }
            Until.holds("nobody", () -> bench.service.consumers().isEmpty());
            assertEquals(0, bench.counter("relay_fanout_connects"));
        }
    }

    @Test
    void nothingOfHttpStaysInThePipeline() {
        try (Bench bench = new Bench(directory);
                WireConsumer _ = bench.connect(null)) {
            bench.awaitState(ConsumerState.LIVE, 1);
            var pipeline = bench.server.channels.getFirst().pipeline();

            assertEquals(null, pipeline.get(StreamServer.Door.class));
            assertEquals(null, pipeline.get(HttpServerCodec.class));
            assertEquals(3, pipeline.toMap().size(), pipeline.names().toString());
        }
    }

    @Test
    void theViewTellsWhoItIsAndWhereItStands() {
        try (Bench bench = new Bench(directory)) {
            bench.append(10);
            String agent = "User-Agent: test/1 \u00e9" + "x".repeat(300);
            try (WireConsumer consumer = new WireConsumer(bench.server.port(), Bench.BASE, 0, agent)) {
                consumer.expectSeqs(Bench.BASE + 1, Bench.BASE + 9);
                bench.awaitState(ConsumerState.LIVE, 1);
                ConsumerView view = bench.only();

                assertEquals("test/1 ?" + "x".repeat(120), view.userAgent());
                assertTrue(view.remoteAddress().contains("127.0.0.1"));
                assertEquals(Bench.BASE + 9, view.cursor());
                assertEquals(0, view.lagEvents());
                assertEquals(9, view.framesSent());
                assertEquals(9 * (4 + Bench.FRAME_BYTES), view.bytesSent());
            }
        }
    }
}
