package net.atrelay.fanout.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import net.atrelay.fanout.ConsumerState;
import net.atrelay.fanout.DisconnectReason;
import net.atrelay.fanout.StreamConfig;
import net.atrelay.fanout.websocket.WireConsumer.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Slow is who takes nothing, not who is behind.
class SlowConsumerStageTest {
    private static final byte[] CONSUMER_TOO_SLOW =
            HexFormat.of().parseHex("a1626f7020" + "a1656572726f726f436f6e73756d6572546f6f536c6f77");

    private static final int FRAME_BYTES = 20_000;

    /// Together far more than the kernel and the outbound buffer hold for one connection.
    private static final int EVENTS = 300;

    private static final int RECEIVE_BYTES = 16 << 10;
    private static final StreamConfig.Liveness IMPATIENT =
            new StreamConfig.Liveness(Duration.ofSeconds(10), Duration.ofSeconds(90), Duration.ofMillis(300));

    @TempDir
    Path directory;

    @Test
    void whoTakesNothingIsDroppedWhileOthersGetEverything() {
        try (Bench bench = new Bench(directory, Bench.with(IMPATIENT, true));
                WireConsumer stuck = bench.connect(null, RECEIVE_BYTES);
                WireConsumer other = bench.connect(null)) {
            bench.awaitState(ConsumerState.LIVE, 2);
            CompletableFuture<Void> appended = CompletableFuture.runAsync(() -> bench.append(EVENTS, FRAME_BYTES));
            other.expectSeqs(Bench.BASE, Bench.BASE + EVENTS - 1);
            appended.join();
            bench.awaitState(ConsumerState.CLOSING, 1);

            Message last = readAllBut(stuck, WireConsumer.CLOSE);
            assertEquals(WireConsumer.hex(CONSUMER_TOO_SLOW), WireConsumer.hex(last.payload()));
            bench.append(1);
            other.expectSeqs(Bench.BASE + EVENTS, Bench.BASE + EVENTS);
            bench.awaitDisconnects(DisconnectReason.TOO_SLOW, 1);
        }
    }

    @Test
    void theErrorFrameCanBeLeftOut() {
        try (Bench bench = new Bench(directory, Bench.with(IMPATIENT, false));
                WireConsumer stuck = bench.connect(null, RECEIVE_BYTES)) {
            bench.awaitState(ConsumerState.LIVE, 1);
            bench.append(EVENTS, FRAME_BYTES);
            bench.awaitState(ConsumerState.CLOSING, 1);

            Message last = readAllBut(stuck, WireConsumer.CLOSE);
            assertEquals(FRAME_BYTES, last.payload().length);
        }
    }

    @Test
    void whoTakesNothingWhileItReplaysIsDroppedToo() {
        try (Bench bench = new Bench(directory, Bench.with(IMPATIENT, true))) {
            bench.append(EVENTS, FRAME_BYTES);
            try (WireConsumer _ = bench.connect(0L, RECEIVE_BYTES)) {
                bench.awaitDisconnects(DisconnectReason.TOO_SLOW, 1);
            }
        }
    }

    @Test
    void whoIsFarBehindButReadsIsNotDropped() {
        try (Bench bench = new Bench(directory, Bench.with(IMPATIENT, true))) {
            bench.append(EVENTS, FRAME_BYTES);
            try (WireConsumer slow = bench.connect(0L, RECEIVE_BYTES)) {
                long start = System.nanoTime();
                long seq = Bench.BASE;
                // A few frames at a time, for much longer than it may stand still.
                while (System.nanoTime() - start < 4 * IMPATIENT.stallMax().toNanos()) {
                    Channels.awaitBacklog(bench.server.channels.getFirst());
                    slow.expectSeqs(seq, seq + 2);
                    seq += 3;
                }
                assertTrue(bench.only().lagEvents() > 0, "it should be behind still");
                slow.expectSeqs(seq, Bench.BASE + EVENTS - 1);
                bench.append(1);
                slow.expectSeqs(bench.tip(), bench.tip());
            }
        }
    }

    @Test
    void aPongComesWithinTheBacklog() {
        try (Bench bench = new Bench(directory)) {
            bench.append(EVENTS, FRAME_BYTES);
            try (WireConsumer slow = bench.connect(0L, RECEIVE_BYTES)) {
                Channels.awaitBacklog(bench.server.channels.getFirst());
                long written = bench.only().bytesSent();
                slow.send(WireConsumer.PING, new byte[] {42});
                awaitHeard(bench, slow);
                long read = 0;
                Message message = slow.read();
                while (message.opcode() == WireConsumer.BINARY) {
                    read += message.payload().length;
                    message = slow.read();
                }

                assertEquals(WireConsumer.PONG, message.opcode());
                assertEquals("2a", WireConsumer.hex(message.payload()));
                int room = bench.service.config().buffers().highBytes() + 2 * FRAME_BYTES;
                assertTrue(
                        read <= written + room, "bytes before the pong: " + (read - written) + " beyond the backlog");
            }
        }
    }

    @Test
    void ofManyPingsInABacklogTheNewestIsAnswered() {
        try (Bench bench = new Bench(directory)) {
            bench.append(EVENTS, FRAME_BYTES);
            try (WireConsumer slow = bench.connect(0L, RECEIVE_BYTES)) {
                Channels.awaitBacklog(bench.server.channels.getFirst());
                for (int i = 0; i < 1_000; i++) {
                    slow.send(WireConsumer.PING, new byte[] {(byte) (i >> 8), (byte) i});
                }
                awaitHeard(bench, slow);
                Message message = slow.read();
                while (message.opcode() == WireConsumer.BINARY) {
                    message = slow.read();
                }

                assertEquals(WireConsumer.PONG, message.opcode());
                assertEquals("03e7", WireConsumer.hex(message.payload()));
            }
        }
    }

    @Test
    void whoIsPassedByTheWindowWhileItReplaysIsToldSo() {
        try (Bench bench = new Bench(directory, Bench.config(), MovedLog::new)) {
            bench.append(EVENTS, FRAME_BYTES);
            try (WireConsumer slow = bench.connect(0L, RECEIVE_BYTES)) {
                slow.expectSeqs(Bench.BASE, Bench.BASE + 10);
                ((MovedLog) bench.service.log()).moveTo(bench.tip() + 1);

                Message last = readAllBut(slow, WireConsumer.CLOSE);
                assertEquals(WireConsumer.hex(CONSUMER_TOO_SLOW), WireConsumer.hex(last.payload()));
            }
            bench.awaitDisconnects(DisconnectReason.WINDOW_PASSED, 1);
        }
    }

    @Test
    void whoIsPassedBeforeItsFirstFrameBeginsAnew() {
        try (Bench bench = new Bench(directory, Bench.config(), MovedLog::new)) {
            bench.append(1_000);
            MovedLog log = (MovedLog) bench.service.log();
            log.stopReads();
            try (WireConsumer zero = bench.connect(0L);
                    WireConsumer old = bench.connect(Bench.BASE)) {
                Until.holds("both wait for the log", () -> log.stopped() == 2);
                log.moveTo(Bench.BASE + 50);
                log.letGo(1_000_000);

                zero.expectSeqs(Bench.BASE + 50, Bench.BASE + 999);
                assertEquals(
                        "a261746523", WireConsumer.hex(old.readData().payload()).substring(0, 10));
                old.expectSeqs(Bench.BASE + 50, Bench.BASE + 999);
            }
        }
    }

    /// Waits until all that the consumer has sent so far has been taken in.
    private static void awaitHeard(Bench bench, WireConsumer consumer) {
        consumer.send(WireConsumer.TEXT, new byte[0]);
        Until.holds("heard", () -> bench.counter("relay_fanout_inbound_frames_discarded") == 1);
    }

    /// Reads until that kind of frame comes; the last one before it.
    private static Message readAllBut(WireConsumer consumer, int opcode) {
        Message last = consumer.readData();
        Message next = consumer.readData();
        while (next.opcode() != opcode) {
            last = next;
            next = consumer.readData();
        }
        assertEquals(1008, next.closeCode());
        assertEquals("ConsumerTooSlow", next.closeText());
        return last;
    }
}
