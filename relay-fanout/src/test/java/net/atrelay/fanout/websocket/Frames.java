package net.atrelay.fanout.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import net.atrelay.atproto.stream.SeqSplice;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.store.log.PendingEvent;
import net.atrelay.store.tail.TailBatch;

/// Frames that say which they are: two bytes, the seq as a CBOR integer, then bytes that follow from the
/// length alone. Fan-out never looks into a frame, so they need not be more.
final class Frames {
    /// Above 2^32, so that a seq always takes 9 bytes.
    static final long BASE = 5_000_000_000L;

    static final Did DID = new Did("did:plc:aaaaaaaaaaaaaaaaaaaaaaaa");

    private static final int SEQ_OFFSET = 2;
    private static final int SEQ_LENGTH = 9;
    static final int LENGTH_MIN = SEQ_OFFSET + SEQ_LENGTH;

    private Frames() {}

    static PendingEvent pending(int length) {
        return new PendingEvent(template(length), SEQ_OFFSET, SEQ_LENGTH, DID, System.nanoTime());
    }

    static byte[] frame(long seq, int length) {
        return SeqSplice.splice(template(length), SEQ_OFFSET, SEQ_LENGTH, seq);
    }

    /// A batch as the appender publishes it.
    static TailBatch batch(long firstSeq, int... lengths) {
        byte[][] frames = new byte[lengths.length][];
        long[] receivedNanos = new long[lengths.length];
        long bytes = 0;
        for (int i = 0; i < lengths.length; i++) {
            frames[i] = frame(firstSeq + i, lengths[i]);
            receivedNanos[i] = System.nanoTime();
            bytes += lengths[i];
        }
        return new TailBatch(firstSeq, frames, receivedNanos, bytes);
    }

    static long seqIn(byte[] frame) {
        return ByteBuffer.wrap(frame).getLong(SEQ_OFFSET + 1);
    }

    /// What came is the whole frame of this seq and nothing else.
    static void check(long seq, byte[] frame) {
        assertEquals(seq, seqIn(frame), "seq");
        assertEquals(-1, java.util.Arrays.mismatch(frame(seq, frame.length), frame), "first wrong byte of " + seq);
    }

    private static byte[] template(int length) {
        byte[] bytes = new byte[length];
        new SplittableRandom(length).nextBytes(bytes);
        ByteBuffer.wrap(bytes)
                .put((byte) 0x51)
                .put((byte) 0x52)
                .put((byte) 0x1b)
                .putLong(BASE);
        return bytes;
    }
}
