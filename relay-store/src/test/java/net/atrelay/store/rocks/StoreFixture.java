package net.atrelay.store.rocks;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.store.FatalHandler;
import net.atrelay.store.StoreConfig;
import net.atrelay.store.StoreMetrics;
import net.atrelay.store.account.AccountState;
import net.atrelay.store.bus.RawFrame;
import net.atrelay.store.log.DeferredFrame;
import net.atrelay.store.log.LogReader;
import net.atrelay.store.log.Outcome;
import net.atrelay.store.log.PendingEvent;
import net.atrelay.store.tail.TailBatch;
import org.jspecify.annotations.Nullable;

/// A store in a test's directory, and frames small enough to read at a glance: two bytes, the seq as a CBOR integer in
/// its longest form, then a payload.
final class StoreFixture {
    static final long BASE = 5_000_000_000L;

    /// Small windows and buffers, no waiting.
    static final StoreConfig CONFIG = StoreConfig.defaults()
            .withSeqBase(BASE)
            .withSeqStrideEvents(100)
            .withBatch(Duration.ZERO, 500, 1 << 20)
            .withMemory(1 << 20, 1 << 20, 4 << 20);

    private static final int SEQ_OFFSET = 2;
    private static final int SEQ_LENGTH = 9;

    private StoreFixture() {}

    static RocksStore open(Path directory) {
        return open(directory, CONFIG);
    }

    static RocksStore open(Path directory, StoreConfig config) {
        return RocksStore.open(directory, setup(config, failTheTest()));
    }

    static RocksStore.Setup setup(StoreConfig config, FatalHandler fatal) {
        return new RocksStore.Setup(config, metrics(), fatal, InstantSource.system(), writer -> writer, false);
    }

    static StoreMetrics metrics() {
        return new StoreMetrics(new SimpleMeterRegistry());
    }

    static FatalHandler failTheTest() {
        return (what, cause) -> {
            throw new AssertionError(what, cause);
        };
    }

    static Did did(int number) {
        return new Did(
                "did:plc:" + "a".repeat(19) + (char) ('a' + number / 26 % 26) + (char) ('a' + number % 26) + "abc");
    }

    static PendingEvent event(Did did, long payload, int payloadBytes) {
        ByteBuffer frame = ByteBuffer.allocate(SEQ_OFFSET + SEQ_LENGTH + Long.BYTES + payloadBytes);
        new SplittableRandom(payload).nextBytes(frame.array());
        frame.put((byte) 0x51).put((byte) 0x52);
        frame.put((byte) 0x1b).putLong(Long.MAX_VALUE);
        frame.putLong(payload);
        return new PendingEvent(frame.array(), SEQ_OFFSET, SEQ_LENGTH, did, 1);
    }

    /// What the frame says of its own seq; all seqs of these tests are above 2^32, so the integer takes 9 bytes.
    static long seqIn(byte[] frame) {
        return ByteBuffer.wrap(frame).getLong(SEQ_OFFSET + 1);
    }

    static long payloadIn(byte[] frame) {
        return ByteBuffer.wrap(frame).getLong(SEQ_OFFSET + SEQ_LENGTH);
    }

    static Outcome outcome(Did did, List<PendingEvent> events, @Nullable AccountState state) {
        return new Outcome(did, null, events, state, null, null, null);
    }

    static Outcome settling(RawFrame frame, List<PendingEvent> events, @Nullable AccountState state) {
        return new Outcome(frame.did(), frame, events, state, null, null, null);
    }

    static Outcome deferring(Did did, DeferredFrame frame) {
        return new Outcome(did, frame.frame(), List.of(), null, frame, null, null);
    }

    static Outcome releasing(Did did, long number) {
        return new Outcome(did, null, List.of(), null, null, number, null);
    }

    static RawFrame rawFrame(String host, long hostSeq, long ordinal, Did did) {
        return new RawFrame(host, 0, hostSeq, ordinal, did, new byte[] {1, 2, 3}, 7, 0);
    }

    /// Appends and waits until it is durable.
    static void appendDurably(RocksStore store, Outcome outcome) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        store.outcomes()
                .append(new Outcome(
                        outcome.did(),
                        outcome.settles(),
                        outcome.events(),
                        outcome.state(),
                        outcome.defers(),
                        outcome.released(),
                        () -> done.complete(null)));
        done.orTimeout(30, TimeUnit.SECONDS).join();
    }

    /// Appends `count` events with payloads from `firstPayload`, one outcome each, and waits for the last.
    static void appendEvents(RocksStore store, int count, long firstPayload, int payloadBytes) {
        for (int i = 0; i < count - 1; i++) {
            store.outcomes().append(outcome(did(i), List.of(event(did(i), firstPayload + i, payloadBytes)), null));
        }
        appendDurably(store, outcome(did(0), List.of(event(did(0), firstPayload + count - 1, payloadBytes)), null));
    }

    /// Reads from `seq` to the tip.
    static List<byte[]> readFrom(RocksStore store, long seq) {
        List<byte[]> frames = new ArrayList<>();
        try (LogReader reader = store.log().read(seq)) {
            for (TailBatch batch = reader.next(10_000); batch != null; batch = reader.next(10_000)) {
                if (batch.firstSeq() != seq + frames.size()) {
                    throw new AssertionError("batch at " + batch.firstSeq() + ", expected " + (seq + frames.size()));
                }
                frames.addAll(List.of(batch.frames()));
            }
        }
        return frames;
    }

    /// A fatal handler that keeps the first cause.
    static final class RecordedFatal implements FatalHandler {
        final AtomicReference<@Nullable Throwable> cause = new AtomicReference<>();
        final CompletableFuture<String> what = new CompletableFuture<>();

        @Override
        public void fatal(String text, Throwable thrown) {
            cause.compareAndSet(null, thrown);
            what.complete(text);
        }
    }
}
