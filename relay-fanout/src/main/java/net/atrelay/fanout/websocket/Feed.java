package net.atrelay.fanout.websocket;

import io.netty.buffer.ByteBufAllocator;
import net.atrelay.fanout.ConsumerState;
import net.atrelay.store.Invariant;
import net.atrelay.store.tail.TailBatch;
import org.jspecify.annotations.Nullable;

/// One consumer's place in the stream, and what moves it on.
///
/// As long as the socket takes more, the next seq is looked for, and all that holds it is written:
/// 1. a chunk that the log was asked for, unless a ruling on an account has outdated it meanwhile: then the log is
///    asked again,
/// 2. a chunk that is encoded already and still holds, shared with all others ([ChunkCache]),
/// 3. if the encoder has not come so far, nothing: the consumer is live and will be woken,
/// 4. a batch of the hot tail, encoded for this consumer,
/// 5. the log, asked for one chunk, which comes later.
///
/// Each step begins at the same `nextSeq`, so there is no hand-over between replay and live that could lose
/// or repeat anything; that what is written begins at `nextSeq` is checked each time. Owned by the
/// consumer's event loop; the volatile fields are for views.
final class Feed {
    /// After so much, others of the same event loop have their turn.
    private static final int TURN_BYTES_MAX = 1 << 20;

    private final StreamService service;
    private final StreamConsumer consumer;
    private final LogReplay replay;
    private @Nullable FramedChunk held;
    private long seqAtLastTick;
    private boolean isOpen;
    private boolean isPumping;
    private volatile long nextSeq;
    private volatile long framesSent;
    private volatile long bytesSent;
    private volatile ConsumerState state = ConsumerState.OPENING;

    Feed(StreamService service, StreamConsumer consumer, LogReplay replay) {
        this.service = service;
        this.consumer = consumer;
        this.replay = replay;
    }

    /// Begins, or begins again before anything was sent.
    void start(long seq) {
        Invariant.check(framesSent == 0, "framesSent: some (expected: none at the start)");
        nextSeq = seq;
        state = ConsumerState.TAIL;
        isOpen = true;
        pump();
    }

    /// Sends what can be sent now. Not entered again from within.
    void pump() {
        if (isPumping) {
            return;
        }
        isPumping = true;
        try {
            long turnBytes = 0;
            while (isOpen && consumer.isWritable()) {
                FramedChunk chunk = take();
                if (chunk == null) {
                    return;
                }
                turnBytes += send(chunk);
                if (turnBytes >= TURN_BYTES_MAX) {
                    consumer.pumpLater();
                    return;
                }
            }
        } finally {
            isPumping = false;
        }
    }

    /// An answer of the log.
    void onPortion(Portion portion) {
        switch (portion) {
            case Portion.Frames frames -> held = frames.chunk();
            case Portion.AtTip _, Portion.Dropped _ -> {
                // Look again where the next seq is.
            }
            case Portion.Passed _ -> consumer.onWindowPassed(framesSent == 0);
            case Portion.Failed failed -> consumer.onReadFailed(failed.cause());
        }
        pump();
    }

    /// Gives a log reader back that has not been used since the last look.
    void tick() {
        if (held != null && nextSeq == seqAtLastTick) {
            replay.giveBack();
        }
        seqAtLastTick = nextSeq;
    }

    /// Sends nothing more.
    ///
    /// @param then run on the loop once nothing is held any more
    void close(Runnable then) {
        isOpen = false;
        FramedChunk chunk = held;
        if (chunk != null) {
            held = null;
            chunk.letGo();
        }
        replay.close(then);
    }

    /// The last seq that was sent, or the one before the first.
    long cursor() {
        return nextSeq - 1;
    }

    long framesSent() {
        return framesSent;
    }

    long bytesSent() {
        return bytesSent;
    }

    ConsumerState state() {
        return state;
    }

    private @Nullable FramedChunk take() {
        FramedChunk chunk = held;
        if (chunk != null) {
            held = null;
            if (chunk.isOf(service.takedowns())) {
                return chunk;
            }
            chunk.letGo();
            replay.giveBack(); // the reader stands behind what has to be read again
        }
        if (replay.isBusy()) {
            return null;
        }
        chunk = service.cache().hold(nextSeq);
        if (chunk != null) {
            leaveLog();
            return chunk;
        }
        if (nextSeq >= service.encoder().nextSeq()) {
            leaveLog();
            state = ConsumerState.LIVE;
            return null;
        }
        return takeFromTailOrLog();
    }

    private @Nullable FramedChunk takeFromTailOrLog() {
        TailBatch batch = service.tail().holding(nextSeq);
        if (batch == null) {
            state = ConsumerState.REPLAYING;
            replay.read(nextSeq);
            return null;
        }
        leaveLog();
        state = ConsumerState.TAIL;
        return isNext(batch.firstSeq(), batch.lastSeq())
                ? FramedChunk.of(
                        batch,
                        nextSeq,
                        service.config().buffers().chunkBytes(),
                        service.takedowns(),
                        ByteBufAllocator.DEFAULT)
                : null;
    }

    private int send(FramedChunk chunk) {
        try {
            long seq = nextSeq;
            if (!isNext(chunk.firstSeq(), chunk.lastSeq())) {
                return 0;
            }
            int frames = (int) (chunk.lastSeq() + 1 - seq);
            var bytes = chunk.from(seq);
            int length = bytes.readableBytes();
            nextSeq = chunk.lastSeq() + 1;
            framesSent += frames;
            bytesSent += length;
            readAhead();
            consumer.write(bytes);
            service.metrics().sent(frames, length);
            return length;
        } finally {
            chunk.letGo();
        }
    }

    /// Lets the log be read while the socket takes what was read before.
    private void readAhead() {
        if (state == ConsumerState.REPLAYING
                && !replay.isBusy()
                && nextSeq < service.tail().firstSeq()) {
            replay.read(nextSeq);
        }
    }

    private void leaveLog() {
        if (state == ConsumerState.REPLAYING) {
            state = ConsumerState.TAIL;
            replay.giveBack();
        }
    }

    /// The stream has no hole and no repetition, whatever gave the frames.
    private boolean isNext(long first, long last) {
        try {
            Invariant.check(
                    first <= nextSeq && nextSeq <= last,
                    "next seq: not in what was read for it (expected: previous + 1)");
            return true;
        } catch (IllegalStateException hole) {
            consumer.onHole(hole);
            return false;
        }
    }
}
