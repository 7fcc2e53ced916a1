package net.atrelay.fanout.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import net.atrelay.atproto.stream.EncodedFrame;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.fanout.ConsumerState;
import net.atrelay.store.account.AccountState;
import net.atrelay.store.account.LocalStatus;
import net.atrelay.store.log.Outcome;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// From the moment that a ruling on an account is durable consumers read stand-ins for its frames under the same seqs,
/// wherever the frames are read from (protocol reference §5.10).
class RulingStageTest {
    private static final Did RULED = new Did("did:plc:aaaaaaaaaaaaaaaaaaaaaaaa");
    private static final Did OTHER = new Did("did:plc:bbbbbbbbbbbbbbbbbbbbbbbb");
    private static final int BLOCKS_BYTES = 400;
    /// Many times what the tail and one chunk hold.
    private static final int ROUNDS_BEHIND_TAIL = 1_000;

    @TempDir
    Path directory;

    /// What was appended, from [Bench#BASE] on.
    private final List<Written> log = new ArrayList<>();

    private record Written(Did did, EncodedFrame frame, boolean isIdentity) {}

    @Test
    void whoIsLiveReadsStandInsOnceTheRulingIsDurable() {
        try (Bench bench = new Bench(directory);
                WireConsumer consumer = bench.connect(null)) {
            bench.awaitState(ConsumerState.LIVE, 1);
            append(bench, 2);
            expect(consumer, 0, null);
            int before = log.size();
            rule(bench, LocalStatus.TAKENDOWN, "takendown");
            append(bench, 2);
            expect(consumer, before, "takendown");
        }
    }

    @Test
    void replayFromDiskShowsStandIns() {
        try (Bench bench = new Bench(directory)) {
            append(bench, ROUNDS_BEHIND_TAIL);
            rule(bench, LocalStatus.SUSPENDED, "suspended");
            assertTrue(bench.store.tail().firstSeq() > Bench.BASE, "the tail should not hold all");
            try (WireConsumer consumer = bench.connect(0L)) {
                expect(consumer, 0, "suspended");
            }
            assertTrue(bench.counter("relay_fanout_replay_reads") > 0, "some should have been read from disk");
        }
    }

    @Test
    void whatWasEncodedBeforeTheRulingIsNotSentAfterIt() {
        try (Bench bench = new Bench(directory);
                WireConsumer first = bench.connect(null)) {
            bench.awaitState(ConsumerState.LIVE, 1);
            append(bench, 3);
            expect(first, 0, null);
            FramedChunk encoded = bench.service.cache().hold(Bench.BASE);
            assertTrue(encoded != null, "the chunk should be shared");
            encoded.letGo();

            rule(bench, LocalStatus.TAKENDOWN, "takendown");
            assertNull(bench.service.cache().hold(Bench.BASE));
            try (WireConsumer later = bench.connect(0L)) {
                expect(later, 0, "takendown");
            }
        }
    }

    @Test
    void whatWasReadFromDiskBeforeTheRulingIsReadAgain() {
        try (Bench bench = new Bench(directory)) {
            append(bench, ROUNDS_BEHIND_TAIL);
            try (WireConsumer slow = bench.connect(0L, 4_096)) {
                Until.holds("a chunk waits for the socket", () -> {
                    double read = bench.counter("relay_fanout_replay_frames");
                    return !bench.server.channels.getFirst().isWritable()
                            && read > bench.only().framesSent();
                });
                rule(bench, LocalStatus.TAKENDOWN, "takendown");
                long sentBefore = bench.only().cursor() - Bench.BASE + 1;

                int shown = 0;
                for (int i = 0; i < log.size(); i++) {
                    byte[] read = slow.readData().payload();
                    if (shown == i && WireConsumer.hex(read).equals(WireConsumer.hex(original(i)))) {
                        shown++;
                    } else {
                        assertEquals(WireConsumer.hex(shownAs(i, "takendown")), WireConsumer.hex(read));
                    }
                }
                assertTrue(shown <= sentBefore + 1, "shown: " + shown + ", sent before: " + sentBefore);
            }
        }
    }

    @Test
    void liftingTheRulingShowsTheFramesAgain() {
        try (Bench bench = new Bench(directory);
                WireConsumer live = bench.connect(null)) {
            bench.awaitState(ConsumerState.LIVE, 1);
            append(bench, ROUNDS_BEHIND_TAIL);
            rule(bench, LocalStatus.TAKENDOWN, "takendown");
            try (WireConsumer hidden = bench.connect(0L)) {
                expect(hidden, 0, "takendown");
            }
            rule(bench, LocalStatus.ACTIVE, null);
            try (WireConsumer shown = bench.connect(0L)) {
                expect(shown, 0, null);
            }
            assertEquals(Bench.BASE + log.size() - 1, bench.tip());
            live.reset();
        }
    }

    /// Appends rounds of a commit of each account, and identity and account of the one that rulings are made on.
    private void append(Bench bench, int rounds) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        for (int i = 1; i <= rounds; i++) {
            write(bench, new Written(RULED, Messages.commit(RULED, BLOCKS_BYTES), false), null, null);
            write(bench, new Written(RULED, Messages.identity(RULED), true), null, null);
            write(bench, new Written(RULED, Messages.account(RULED, true, null), false), null, null);
            Runnable durable = i < rounds ? null : () -> done.complete(null);
            write(bench, new Written(OTHER, Messages.commit(OTHER, BLOCKS_BYTES), false), null, durable);
        }
        done.orTimeout(60, TimeUnit.SECONDS).join();
    }

    /// As the fold rules: the account's state and the frame that tells of it in one outcome.
    private void rule(Bench bench, LocalStatus ruling, @Nullable String word) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Written told = new Written(RULED, Messages.account(RULED, word == null, word), false);
        write(bench, told, AccountState.unknown(RULED).withLocal(ruling), () -> done.complete(null));
        done.orTimeout(60, TimeUnit.SECONDS).join();
    }

    private void write(Bench bench, Written event, @Nullable AccountState state, @Nullable Runnable durable) {
        log.add(event);
        bench.store
                .outcomes()
                .append(new Outcome(
                        event.did,
                        null,
                        List.of(Messages.pending(event.did, event.frame)),
                        state,
                        null,
                        null,
                        durable));
    }

    /// Reads all that was written from here on, each seq once and in order.
    private void expect(WireConsumer consumer, int from, @Nullable String hiddenAs) {
        for (int i = from; i < log.size(); i++) {
            consumer.expectFrame(shownAs(i, hiddenAs));
        }
    }

    private byte[] original(int index) {
        return log.get(index).frame.withSeq(Bench.BASE + index);
    }

    private byte[] shownAs(int index, @Nullable String hiddenAs) {
        Written event = log.get(index);
        boolean isReplaced = hiddenAs != null && event.did.equals(RULED) && !event.isIdentity;
        return isReplaced ? Messages.account(RULED, false, hiddenAs).withSeq(Bench.BASE + index) : original(index);
    }
}
