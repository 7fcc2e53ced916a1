package net.atrelay.fanout.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class ChunkCacheTest {
    private static final long BASE = Frames.BASE;
    private static final int CHUNK_BYTES = 2 * 22;

    private final Rulings rulings = new Rulings();

    @Test
    void eachSeqIsFoundInItsChunk() {
        ChunkCache cache = new ChunkCache(1_000, rulings);
        FramedChunk first = add(cache, BASE);
        FramedChunk second = add(cache, BASE + 2);

        assertNull(cache.hold(BASE - 1));
        for (long seq = BASE; seq <= BASE + 3; seq++) {
            FramedChunk expected = seq < BASE + 2 ? first : second;
            assertSame(expected, cache.hold(seq));
            expected.letGo();
        }
        assertNull(cache.hold(BASE + 4));
        cache.clear();
    }

    @Test
    void theOldestGoWhenBytesAreAboveTheLimit() {
        ChunkCache cache = new ChunkCache(2 * CHUNK_BYTES, rulings);
        FramedChunk first = add(cache, BASE);
        add(cache, BASE + 2);
        add(cache, BASE + 4);

        assertNull(cache.hold(BASE + 1));
        assertFalse(first.tryHold());
        assertEquals(2 * CHUNK_BYTES, cache.bytes());
        cache.clear();
        assertEquals(0, cache.bytes());
    }

    @Test
    void theNewestStaysEvenIfItAloneIsAboveTheLimit() {
        ChunkCache cache = new ChunkCache(1, rulings);
        FramedChunk chunk = add(cache, BASE);

        assertEquals(1, cache.shown().length);
        cache.clear();
        assertFalse(chunk.tryHold());
    }

    @Test
    void theNumberOfChunksIsBoundedToo() {
        ChunkCache cache = new ChunkCache(Long.MAX_VALUE, rulings);
        for (int i = 0; i < 1_000; i++) {
            add(cache, BASE + 2L * i);
        }

        assertEquals(256, cache.shown().length);
        assertEquals(256 * CHUNK_BYTES, cache.bytes());
        cache.clear();
    }

    @Test
    void whatWasEncodedBeforeARulingIsNotGivenOutAfterIt() {
        ChunkCache cache = new ChunkCache(1_000, rulings);
        add(cache, BASE);
        rulings.hide(Frames.DID, "takendown");
        FramedChunk after = add(cache, BASE + 2);

        assertNull(cache.hold(BASE));
        assertSame(after, cache.hold(BASE + 2));
        after.letGo();
        rulings.show(Frames.DID);
        assertNull(cache.hold(BASE + 2));
        cache.clear();
        assertFalse(after.tryHold());
    }

    @Test
    void aChunkThatIsHeldWhileItIsEvictedStaysWhole() throws InterruptedException {
        long seed = System.nanoTime();
        ChunkCache cache = new ChunkCache(3 * CHUNK_BYTES, rulings);
        AtomicBoolean stop = new AtomicBoolean();
        List<Throwable> failures = new CopyOnWriteArrayList<>();
        Thread reader = Thread.ofPlatform().start(() -> {
            SplittableRandom random = new SplittableRandom(seed);
            try {
                while (!stop.get()) {
                    FramedChunk[] shown = cache.shown();
                    FramedChunk held =
                            shown.length == 0 ? null : cache.hold(shown[random.nextInt(shown.length)].firstSeq());
                    if (held != null) {
                        ByteBuf bytes = held.from(held.firstSeq());
                        held.letGo();
                        assertEquals(CHUNK_BYTES, bytes.readableBytes());
                        assertEquals((byte) 0x82, bytes.readByte());
                        bytes.release();
                    }
                }
            } catch (Throwable e) {
                failures.add(e);
            }
        });
        for (int i = 0; i < 20_000; i++) {
            add(cache, BASE + 2L * i);
        }
        stop.set(true);
        reader.join();
        cache.clear();

        assertEquals(List.of(), failures, "seed " + seed);
    }

    private FramedChunk add(ChunkCache cache, long seq) {
        FramedChunk chunk = FramedChunk.of(Frames.batch(seq, 20, 20), seq, 1_000, rulings, ByteBufAllocator.DEFAULT);
        cache.add(chunk);
        return chunk;
    }
}
