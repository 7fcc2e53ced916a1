package net.atrelay.fanout.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import net.atrelay.fanout.ConsumerState;
import net.atrelay.fanout.DisconnectReason;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// From the log to the tail to the tip without gap or repetition, while writing goes on.
class HandOverStageTest {
    private static final int CONSUMERS = 60;
    private static final int EVENTS = 6_000;

    @TempDir
    Path directory;

    @RepeatedTest(3)
    void everyConsumerGetsEverySeqOnceWhileWritingGoesOn() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        try (Bench bench = new Bench(directory);
                ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
            bench.append(500);
            CompletableFuture<Void> written =
                    CompletableFuture.runAsync(() -> write(bench, EVENTS - 500, new SplittableRandom(seed)));
            long last = Bench.BASE + EVENTS - 1;
            List<CompletableFuture<Void>> all = new ArrayList<>();
            for (int i = 0; i < CONSUMERS; i++) {
                long cursor = Bench.BASE - 1 + random.nextLong(bench.tip() - Bench.BASE + 2);
                int receiveBytes = random.nextBoolean() ? 0 : 4_096 << random.nextInt(4);
                all.add(CompletableFuture.runAsync(
                        () -> {
                            try (WireConsumer consumer = bench.connect(cursor, receiveBytes)) {
                                consumer.expectSeqs(cursor + 1, last);
                            }
                        },
                        readers));
            }
            for (CompletableFuture<Void> each : all) {
                each.orTimeout(120, TimeUnit.SECONDS).join();
            }
            written.join();
            bench.awaitDisconnects(DisconnectReason.CONNECTION_LOST, CONSUMERS);
            assertTrue(bench.counter("relay_fanout_replay_reads") > 0, "some should have read the log");
        } catch (Throwable failure) {
            throw new AssertionError("seed " + seed, failure);
        }
    }

    @Test
    void whoComesAndGoesAtAnyMomentLeavesNothingBehind() {
        long seed = System.nanoTime();
        try (Bench bench = new Bench(directory)) {
            bench.append(1_000);
            AtomicBoolean stop = new AtomicBoolean();
            CompletableFuture<Void> written = CompletableFuture.runAsync(() -> {
                while (!stop.get()) {
                    bench.append(20);
                }
            });
            try (WireConsumer witness = bench.connect(0L);
                    ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
                List<CompletableFuture<Void>> all = new ArrayList<>();
                for (int i = 0; i < 8; i++) {
                    SplittableRandom random = new SplittableRandom(seed + i);
                    all.add(CompletableFuture.runAsync(() -> comeAndGo(bench, random), readers));
                }
                all.forEach(each -> each.orTimeout(120, TimeUnit.SECONDS).join());
                stop.set(true);
                written.join();
                witness.expectSeqs(Bench.BASE, bench.tip());
                Until.holds("only the witness", () -> bench.service.consumers().size() == 1);
            }
            Until.holds("nobody", () -> bench.service.consumers().isEmpty());
            Until.holds("no reader", () -> bench.gauge("relay_fanout_open_readers") == 0);
        } catch (Throwable failure) {
            throw new AssertionError("seed " + seed, failure);
        }
        LeakWatch.check();
    }

    @Test
    void whoLeavesWhileItsReadWaitsForTheDiskKeepsItsPlaceUntilThen() {
        try (Bench bench = new Bench(directory, Bench.config(), MovedLog::new)) {
            bench.append(1_000);
            MovedLog log = (MovedLog) bench.service.log();
            log.stopReads();
            for (int i = 0; i < 10; i++) {
                bench.connect(0L).reset();
            }
            bench.awaitDisconnects(DisconnectReason.CONNECTION_LOST, 10);
            Until.holds("both threads wait", () -> log.stopped() == 2);
            assertTrue(bench.service.consumers().size() >= 2);
            log.letGo(1_000_000);

            Until.holds("nobody", () -> bench.service.consumers().isEmpty());
            assertEquals(0, bench.gauge("relay_fanout_open_readers"));
            assertEquals(0, log.open());
        }
    }

    @Test
    void closingTheServiceWhileConsumersReplayClosesTheirReaders() {
        Bench bench = new Bench(directory);
        bench.append(1_000, 10_000);
        List<WireConsumer> consumers = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            consumers.add(bench.connect(0L, 4_096));
        }
        bench.awaitState(ConsumerState.REPLAYING, 10);
        bench.close();

        consumers.forEach(WireConsumer::close);
        LeakWatch.check();
    }

    @Test
    void whoStandsStillGivesItsLogReaderBackAndGoesOnLater() {
        try (Bench bench = new Bench(directory)) {
            bench.append(300, 10_000);
            List<WireConsumer> consumers = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                consumers.add(bench.connect(0L, 4_096));
            }
            Until.holds("readers", () -> bench.counter("relay_fanout_replay_reads") >= 5);
            Until.holds("no reader", () -> bench.gauge("relay_fanout_open_readers") == 0);
            bench.awaitState(ConsumerState.REPLAYING, 5);
            for (WireConsumer consumer : consumers) {
                consumer.expectSeqs(Bench.BASE, bench.tip());
                consumer.close();
            }
        }
    }

    @Test
    void oneEncodingServesAllLiveConsumers() {
        try (Bench bench = new Bench(directory)) {
            List<WireConsumer> consumers = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                consumers.add(bench.connect(null));
            }
            bench.awaitState(ConsumerState.LIVE, 50);
            for (int i = 0; i < 20; i++) {
                bench.append(1);
            }
            for (WireConsumer consumer : consumers) {
                consumer.expectSeqs(Bench.BASE, Bench.BASE + 19);
                consumer.close();
            }

            assertEquals(20 * (4 + Bench.FRAME_BYTES), bench.gauge("relay_fanout_encoded_bytes"));
            // Counted after the write, so a consumer may have read what is not counted yet.
            double bytes = 50 * 20 * (4 + Bench.FRAME_BYTES);
            Until.holds("all are counted", () -> bench.counter("relay_fanout_sent_bytes") >= bytes);
            assertEquals(50 * 20, bench.counter("relay_fanout_sent_frames"));
            assertEquals(bytes, bench.counter("relay_fanout_sent_bytes"));
            assertEquals(0, bench.counter("relay_fanout_replay_reads"));
            assertEquals(
                    20,
                    bench.meters
                            .get("relay_fanout_receipt_to_sent_seconds")
                            .timer()
                            .count());
        }
    }

    /// Small and large batches of small and large frames.
    private static void write(Bench bench, int events, SplittableRandom random) {
        int left = events;
        while (left > 0) {
            int count = Math.min(left, random.nextInt(1, 200));
            bench.append(count, random.nextInt(Frames.LENGTH_MIN, 1_000));
            left -= count;
        }
    }

    /// Connects at any cursor, reads none, some or much, and leaves in any manner.
    private static void comeAndGo(Bench bench, SplittableRandom random) {
        for (int i = 0; i < 60; i++) {
            long behind = random.nextInt(3) == 0 ? random.nextLong(3) : random.nextLong(bench.tip() - Bench.BASE + 2);
            Long cursor = random.nextInt(8) == 0 ? null : bench.tip() - behind;
            WireConsumer consumer = bench.connect(cursor);
            int frames = random.nextInt(4) == 0 ? random.nextInt(1_000) : random.nextInt(3);
            for (int frame = 0; frame < frames && cursor != null && behind >= frames; frame++) {
                consumer.expectSeqs(cursor + 1 + frame, cursor + 1 + frame);
            }
            switch (random.nextInt(3)) {
                case 0 -> consumer.reset();
                case 1 -> consumer.close();
                default -> {
                    consumer.send(WireConsumer.CLOSE, new byte[] {3, (byte) 0xe9});
                    consumer.close();
                }
            }
        }
    }
}
