package net.atrelay.fanout.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import net.atrelay.store.Invariant;
import net.atrelay.store.account.ShownFrames;
import net.atrelay.store.account.TakedownView;
import net.atrelay.store.tail.TailBatch;

/// A dense run of frames as they go over the wire, encoded once and shared by all consumers that are at
/// this place. It is as the rulings on accounts were when it was encoded: frames of hidden accounts have their
/// stand-ins in it, and after any later ruling it is outdated and must not be handed out.
///
/// Each frame is one unfragmented binary WebSocket message without mask (RFC 6455 §5.2): `0x82`, the
/// payload's length in 7 bits, `126` and 16, or `127` and 64, then the payload.
///
/// Counts its holders: who makes it holds it, others get hold of it by [#tryHold()], and the last to let go
/// frees the bytes. Any thread.
final class FramedChunk {
    private static final int BINARY_FINAL = 0x82;
    private static final int LENGTH_7_MAX = 125;
    private static final int LENGTH_16 = 126;
    private static final int LENGTH_16_MAX = 0xffff;
    private static final int LENGTH_64 = 127;

    private final long firstSeq;
    private final ByteBuf bytes;
    private final int[] ends;
    private final long receivedNanos;
    private final long rulings;
    private final AtomicInteger holders = new AtomicInteger(1);
    private final AtomicBoolean isTimed = new AtomicBoolean();

    private FramedChunk(long firstSeq, ByteBuf bytes, int[] ends, long receivedNanos, long rulings) {
        this.firstSeq = firstSeq;
        this.bytes = bytes;
        this.ends = ends;
        this.receivedNanos = receivedNanos;
        this.rulings = rulings;
    }

    /// Encodes frames of a batch from `seq` on, until about `bytesMax` bytes or the batch's end.
    static FramedChunk of(TailBatch batch, long seq, int bytesMax, TakedownView takedowns, ByteBufAllocator allocator) {
        Invariant.check(seq >= batch.firstSeq() && seq <= batch.lastSeq(), "seq: not held (expected: in the batch)");
        int from = (int) (seq - batch.firstSeq());
        int to = endOf(batch.frames(), from, bytesMax);
        // Counted before a frame is looked at: a ruling that comes meanwhile outdates the chunk.
        long rulings = takedowns.changes();
        byte[][] frames = takedowns.isEmpty() ? batch.frames() : shown(batch.frames(), from, to, takedowns);
        long length = 0;
        for (int i = from; i < to; i++) {
            length += lengthOf(frames[i]);
        }
        ByteBuf bytes = allocator.directBuffer(Math.toIntExact(length), Math.toIntExact(length));
        int[] ends = new int[to - from];
        for (int i = from; i < to; i++) {
            write(frames[i], bytes);
            ends[i - from] = bytes.writerIndex();
        }
        long[] receipts = batch.receivedNanos();
        return new FramedChunk(seq, bytes, ends, receipts.length == 0 ? 0 : receipts[from], rulings);
    }

    private static int endOf(byte[][] frames, int from, int bytesMax) {
        int to = from;
        long length = 0;
        while (to < frames.length && (to == from || length < bytesMax)) {
            length += lengthOf(frames[to++]);
        }
        return to;
    }

    /// The same frames with stand-ins for those of hidden accounts; the batch is not written to.
    private static byte[][] shown(byte[][] frames, int from, int to, TakedownView takedowns) {
        byte[][] shown = frames.clone();
        for (int i = from; i < to; i++) {
            shown[i] = ShownFrames.of(frames[i], takedowns);
        }
        return shown;
    }

    /// Whether there was no ruling since it was encoded, so that it may still be handed out.
    boolean isOf(TakedownView takedowns) {
        return rulings == takedowns.changes();
    }

    long firstSeq() {
        return firstSeq;
    }

    long lastSeq() {
        return firstSeq + ends.length - 1;
    }

    int bytes() {
        return ends[ends.length - 1];
    }

    /// `System.nanoTime()` of the receipt of the first frame; without meaning for frames read from disk.
    long receivedNanos() {
        return receivedNanos;
    }

    /// True for the first who asks.
    boolean takeTiming() {
        return isTimed.compareAndSet(false, true);
    }

    /// The bytes from `seq` to the end; the caller owns the returned buffer and holds this chunk meanwhile.
    /// A slice and never a duplicate: handlers that append to what they are given must not be able to.
    ByteBuf from(long seq) {
        int start = seq == firstSeq ? 0 : ends[(int) (seq - firstSeq) - 1];
        return bytes.retainedSlice(start, bytes() - start);
    }

    /// Gets hold of the chunk; false when all others have let go already.
    boolean tryHold() {
        int now = holders.get();
        while (now > 0) {
            if (holders.compareAndSet(now, now + 1)) {
                return true;
            }
            now = holders.get();
        }
        return false;
    }

    void letGo() {
        int left = holders.decrementAndGet();
        Invariant.check(left >= 0, "holders: below 0 (expected: each lets go once)");
        if (left == 0) {
            bytes.release();
        }
    }

    private static int lengthOf(byte[] frame) {
        if (frame.length <= LENGTH_7_MAX) {
            return 2 + frame.length;
        }
        return (frame.length <= LENGTH_16_MAX ? 4 : 10) + frame.length;
    }

    private static void write(byte[] frame, ByteBuf bytes) {
        bytes.writeByte(BINARY_FINAL);
        if (frame.length <= LENGTH_7_MAX) {
            bytes.writeByte(frame.length);
        } else if (frame.length <= LENGTH_16_MAX) {
            bytes.writeByte(LENGTH_16).writeShort(frame.length);
        } else {
            bytes.writeByte(LENGTH_64).writeLong(frame.length);
        }
        bytes.writeBytes(frame);
    }
}
