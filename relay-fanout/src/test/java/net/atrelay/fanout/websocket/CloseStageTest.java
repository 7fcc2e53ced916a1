package net.atrelay.fanout.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import net.atrelay.fanout.ConsumerState;
import net.atrelay.fanout.ConsumerView;
import net.atrelay.fanout.DisconnectReason;
import net.atrelay.fanout.StreamConfig;
import net.atrelay.store.log.EventLog;
import net.atrelay.store.log.LogReader;
import net.atrelay.store.tail.TailBatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How streams end, and with which code (protocol reference §1.7).
class CloseStageTest {
    private static final Duration SHORT = Duration.ofMillis(200);

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(ints = {1000, 1001, 3000})
    void theClientsCloseIsEchoed(int code) {
        try (Bench bench = new Bench(directory);
                WireConsumer consumer = bench.connect(null)) {
            consumer.send(WireConsumer.CLOSE, new byte[] {(byte) (code >> 8), (byte) code, 'b', 'y', 'e'});

            assertEquals(code, consumer.read().closeCode());
            assertEquals(null, consumer.readOrEnd());
            bench.awaitDisconnects(DisconnectReason.CLIENT_CLOSED, 1);
        }
    }

    @Test
    void theClientsCloseWithoutCodeIsEchoedWithoutCode() {
        try (Bench bench = new Bench(directory);
                WireConsumer consumer = bench.connect(null)) {
            consumer.send(WireConsumer.CLOSE, new byte[0]);

            assertEquals(-1, consumer.read().closeCode());
            bench.awaitDisconnects(DisconnectReason.CLIENT_CLOSED, 1);
        }
    }

    @Test
    void aLostConnectionIsCountedAsSuch() {
        try (Bench bench = new Bench(directory)) {
            bench.connect(null).close();
            bench.connect(null).reset();

            bench.awaitDisconnects(DisconnectReason.CONNECTION_LOST, 2);
        }
    }

    @Test
    void dataFramesOfTheClientAreDiscarded() {
        try (Bench bench = new Bench(directory);
                WireConsumer consumer = bench.connect(null)) {
            consumer.send(WireConsumer.TEXT, "hello".getBytes(java.nio.charset.StandardCharsets.UTF_8));
            consumer.send(WireConsumer.BINARY, new byte[16 << 10]);
            consumer.send(WireConsumer.PING, new byte[] {1, 2, 3});

            assertEquals("010203", WireConsumer.hex(consumer.read().payload()));
            assertEquals(2, bench.counter("relay_fanout_inbound_frames_discarded"));
            bench.append(1);
            consumer.expectSeqs(Bench.BASE, Bench.BASE);
        }
    }

    @Test
    void aFrameAboveTheLimitIsTooBig() {
        try (Bench bench = new Bench(directory);
                WireConsumer consumer = bench.connect(null)) {
            consumer.send(WireConsumer.BINARY, new byte[(16 << 10) + 1]);

            consumer.expectClose(1009, "frame too large");
            bench.awaitDisconnects(DisconnectReason.FRAME_TOO_LARGE, 1);
        }
    }

    @Test
    void whatIsNotWebSocketIsAProtocolError() {
        try (Bench bench = new Bench(directory);
                WireConsumer unmasked = bench.connect(null);
                WireConsumer compressed = bench.connect(null)) {
            unmasked.sendRaw(new byte[] {(byte) 0x82, 1, 7});
            compressed.sendRaw(new byte[] {(byte) 0xc2, (byte) 0x81, 0, 0, 0, 0, 7});

            unmasked.expectClose(1002, "not WebSocket");
            compressed.expectClose(1002, "not WebSocket");
            bench.awaitDisconnects(DisconnectReason.WEBSOCKET_VIOLATION, 2);
        }
    }

    @Test
    void whomTheOperatorDisconnectsIsToldSoAndNobodyElseIs() {
        try (Bench bench = new Bench(directory);
                WireConsumer one = bench.connect(null);
                WireConsumer other = bench.connect(null)) {
            bench.awaitState(ConsumerState.LIVE, 2);
            long first = bench.service.consumers().stream()
                    .mapToLong(ConsumerView::id)
                    .min()
                    .orElseThrow();
            assertTrue(bench.service.disconnect(first));
            one.expectClose(1008, "closed by the operator");
            bench.awaitDisconnects(DisconnectReason.OPERATOR, 1);

            assertFalse(bench.service.disconnect(first + 1_000));
            bench.append(1);
            other.expectSeqs(Bench.BASE, Bench.BASE);
        }
    }

    @Test
    void drainClosesEveryConsumerWithServiceRestart() {
        StreamConfig config = Bench.with(1_000, parting(Duration.ZERO, SHORT));
        try (Bench bench = new Bench(directory, config)) {
            bench.append(500);
            List<WireConsumer> consumers = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                consumers.add(bench.connect(i % 2 == 0 ? null : 0L));
            }
            bench.awaitState(ConsumerState.LIVE, 20);
            CompletableFuture<Void> drained =
                    CompletableFuture.runAsync(() -> bench.service.drain(Duration.ofMillis(300)));
            for (WireConsumer consumer : consumers) {
                assertEquals(1012, consumer.readToClose());
                consumer.close();
            }
            drained.join();

            bench.awaitDisconnects(DisconnectReason.DRAINED, 20);
        }
    }

    @Test
    void drainIsSpreadOverItsTime() {
        StreamConfig config = Bench.with(1_000, parting(Duration.ZERO, SHORT));
        try (Bench bench = new Bench(directory, config);
                WireConsumer first = bench.connect(null)) {
            bench.awaitState(ConsumerState.LIVE, 1);
            List<WireConsumer> others = new ArrayList<>();
            for (int i = 2; i <= 20; i++) {
                others.add(bench.connect(null));
                bench.awaitState(ConsumerState.LIVE, i);
            }
            CompletableFuture<Void> drained =
                    CompletableFuture.runAsync(() -> bench.service.drain(Duration.ofHours(10)));
            first.expectClose(1012, "restarting, reconnect with your cursor");
            bench.awaitDisconnects(DisconnectReason.DRAINED, 2); // the first of each of two event loops

            assertEquals(18, bench.service.consumers().size());
            others.forEach(WireConsumer::close);
            drained.join();
        }
    }

    @Test
    void whoComesAfterTheDrainBeganIsHeldAndClosedTheSameWay() {
        StreamConfig config = Bench.with(1_000, parting(SHORT, SHORT));
        try (Bench bench = new Bench(directory, config)) {
            bench.service.drain(Duration.ZERO);
            try (WireConsumer late = bench.connect(0L)) {
                bench.awaitState(ConsumerState.HELD, 1);
                late.expectClose(1012, "restarting, reconnect with your cursor");
            }
            bench.awaitDisconnects(DisconnectReason.DRAINED, 1);
        }
    }

    @Test
    void whoIsTooManyIsHeldAndToldToTryLater() {
        StreamConfig config = Bench.with(2, parting(SHORT, SHORT));
        try (Bench bench = new Bench(directory, config);
                WireConsumer first = bench.connect(null);
                WireConsumer second = bench.connect(null);
                WireConsumer third = bench.connect(0L)) {
            bench.awaitState(ConsumerState.HELD, 1);
            bench.append(1);
            third.expectClose(1013, "too many consumers, try again later");
            first.expectSeqs(Bench.BASE, Bench.BASE);
            bench.awaitDisconnects(DisconnectReason.OVERLOADED, 1);

            second.reset();
            bench.awaitDisconnects(DisconnectReason.CONNECTION_LOST, 1);
            try (WireConsumer fourth = bench.connect(0L)) {
                fourth.expectSeqs(Bench.BASE, Bench.BASE);
            }
        }
    }

    @Test
    void whoIsHeldGetsPongs() {
        StreamConfig config = Bench.with(1, parting(Duration.ofHours(1), Duration.ofHours(1)));
        try (Bench bench = new Bench(directory, config);
                WireConsumer _ = bench.connect(null);
                WireConsumer held = bench.connect(null)) {
            held.send(WireConsumer.PING, new byte[] {9});

            assertEquals(WireConsumer.PONG, held.read().opcode());
        }
    }

    @Test
    void whoAnswersNoPingIsClosed() {
        StreamConfig.Liveness liveness =
                new StreamConfig.Liveness(Duration.ofMillis(50), SHORT, Duration.ofSeconds(60));
        try (Bench bench = new Bench(directory, Bench.with(liveness, true));
                WireConsumer consumer = bench.connect(null)) {
            consumer.answersPings = false;

            assertEquals(1008, consumer.readToClose());
            assertTrue(consumer.pings > 0);
            bench.awaitDisconnects(DisconnectReason.SILENT, 1);
        }
    }

    @Test
    void whoAnswersPingsStaysThoughNothingHappens() {
        StreamConfig.Liveness liveness =
                new StreamConfig.Liveness(Duration.ofMillis(20), SHORT, Duration.ofSeconds(60));
        try (Bench bench = new Bench(directory, Bench.with(liveness, true));
                WireConsumer consumer = bench.connect(null)) {
            while (consumer.pings < 40) { // several times what a silent one would live
                assertEquals(WireConsumer.PING, consumer.read().opcode());
                consumer.pings++;
                consumer.send(WireConsumer.PONG, new byte[0]);
            }

            assertEquals(ConsumerState.LIVE, bench.only().state());
        }
    }

    @Test
    void whoDoesNotAnswerACloseIsCutOff() {
        StreamConfig config = Bench.with(
                10, new StreamConfig.Parting(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ofMillis(100)));
        try (Bench bench = new Bench(directory, config);
                WireConsumer consumer = bench.connect(Bench.BASE + 7)) {
            assertEquals(1008, consumer.readToClose());
            assertEquals(null, consumer.readOrEnd());
            bench.awaitDisconnects(DisconnectReason.FUTURE_CURSOR, 1);
        }
    }

    @Test
    void aHoleInTheLogEndsTheStreamAndIsFatal() {
        Bench bench = new Bench(directory, Bench.config(), HoleLog::new);
        bench.append(1_000);
        try (WireConsumer consumer = bench.connect(0L)) {
            consumer.expectClose(1011, "internal error");
        }
        bench.awaitDisconnects(DisconnectReason.SEQ_HOLE, 1);

        assertEquals(1, bench.fatal.size());
        assertTrue(String.valueOf(bench.fatal.getFirst().getMessage()).startsWith("next seq:"));
        bench.fatal.clear();
        bench.close();
    }

    @Test
    void aLogThatCannotBeReadEndsTheStream() {
        try (Bench bench = new Bench(directory, Bench.config(), BrokenLog::new)) {
            bench.append(1_000);
            try (WireConsumer consumer = bench.connect(0L)) {
                consumer.expectClose(1011, "internal error");
            }
            bench.awaitDisconnects(DisconnectReason.INTERNAL_ERROR, 1);
        }
    }

    private static StreamConfig.Parting parting(Duration holdMin, Duration holdMax) {
        return new StreamConfig.Parting(holdMin, holdMax, Duration.ZERO, Duration.ofSeconds(5));
    }

    /// Leaves out one event.
    private record HoleLog(EventLog log) implements EventLog {
        @Override
        public long firstSeq() {
            return log.firstSeq();
        }

        @Override
        public long tip() {
            return log.tip();
        }

        @Override
        public LogReader read(long seq) {
            return log.read(seq + 1);
        }
    }

    private record BrokenLog(EventLog log) implements EventLog {
        @Override
        public long firstSeq() {
            return log.firstSeq();
        }

        @Override
        public long tip() {
            return log.tip();
        }

        @Override
        public LogReader read(long seq) {
            return new LogReader() {
                @Override
                public @Nullable TailBatch next(int bytesMax) {
                    throw new IllegalStateException("broken on purpose");
                }

                @Override
                public void close() {}
            };
        }
    }
}
