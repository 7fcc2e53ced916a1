package net.atrelay.fanout.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import net.atrelay.store.tail.TailBatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FramedChunkTest {
    private static final long BASE = Frames.BASE;

    @ParameterizedTest
    @CsvSource({
        "11,      820b",
        "125,     827d",
        "126,     827e007e",
        "65535,   827effff",
        "65536,   827f0000000000010000",
        "2097151, 827f00000000001fffff"
    })
    void aFrameIsOneBinaryMessageWithTheShortestLength(int length, String header) {
        FramedChunk chunk = chunk(Frames.batch(BASE, length), BASE, 1);
        ByteBuf bytes = chunk.from(BASE);
        byte[] read = read(bytes);

        assertTrue(WireConsumer.hex(read).startsWith(header));
        assertEquals(header.length() / 2 + length, read.length);
        chunk.letGo();
    }

    @Test
    void aChunkHoldsFramesUntilItIsFullAndAtLeastOne() {
        TailBatch batch = Frames.batch(BASE, 50, 50, 50, 50);

        assertEquals(BASE + 1, lastSeqOf(batch, BASE, 100));
        assertEquals(BASE + 2, lastSeqOf(batch, BASE, 105));
        assertEquals(BASE + 3, lastSeqOf(batch, BASE, 10_000));
        assertEquals(BASE + 2, lastSeqOf(batch, BASE + 2, 1));
    }

    @Test
    void aConsumerInTheMiddleStartsAtItsFrame() {
        FramedChunk chunk = chunk(Frames.batch(BASE, 20, 30, 40), BASE, 1_000);
        ByteBuf all = chunk.from(BASE);
        ByteBuf last = chunk.from(BASE + 2);

        assertEquals(22 + 32 + 42, all.readableBytes());
        assertEquals(WireConsumer.hex(Frames.frame(BASE + 2, 40)), WireConsumer.hex(read(last.skipBytes(2))));
        all.release();
        chunk.letGo();
    }

    @Test
    void bytesLiveAsLongAsAnyoneHoldsThem() {
        FramedChunk chunk = chunk(Frames.batch(BASE, 20), BASE, 1_000);
        assertTrue(chunk.tryHold());
        chunk.letGo();
        ByteBuf sent = chunk.from(BASE);
        chunk.letGo();

        assertFalse(chunk.tryHold());
        assertEquals(22, sent.readableBytes());
        assertTrue(sent.release());
        assertThrows(IllegalStateException.class, chunk::letGo);
    }

    @Test
    void aChunkIsTimedOnce() {
        FramedChunk chunk = chunk(Frames.batch(BASE, 20), BASE, 1_000);

        assertTrue(chunk.takeTiming());
        assertFalse(chunk.takeTiming());
        chunk.letGo();
    }

    @Test
    void aSeqOfAnotherBatchIsRefused() {
        TailBatch batch = Frames.batch(BASE, 20, 20);

        assertThrows(IllegalStateException.class, () -> chunk(batch, BASE - 1, 1_000));
        assertThrows(IllegalStateException.class, () -> chunk(batch, BASE + 2, 1_000));
    }

    private static long lastSeqOf(TailBatch batch, long seq, int bytesMax) {
        FramedChunk chunk = chunk(batch, seq, bytesMax);
        chunk.letGo();
        return chunk.lastSeq();
    }

    private static FramedChunk chunk(TailBatch batch, long seq, int bytesMax) {
        return FramedChunk.of(batch, seq, bytesMax, new Rulings(), ByteBufAllocator.DEFAULT);
    }

    private static byte[] read(ByteBuf bytes) {
        byte[] read = new byte[bytes.readableBytes()];
        bytes.readBytes(read);
        bytes.release();
        return read;
    }
}
