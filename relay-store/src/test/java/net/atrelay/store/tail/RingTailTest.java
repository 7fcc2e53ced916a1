package net.atrelay.store.tail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RingTailTest {
    private static final int FRAME_BYTES = 10;

    @Test
    void anEmptyTailHoldsNothingAndStandsAtTheTip() {
        RingTail tail = new RingTail(100, 41);
        assertEquals(41, tail.tip());
        assertEquals(42, tail.firstSeq());
        assertNull(tail.holding(41));
        assertNull(tail.holding(42));
    }

    @Test
    void everySeqFromFirstToTipIsHeldAndNoOther() {
        RingTail tail = new RingTail(1_000, 0);
        TailBatch first = publish(tail, 3);
        TailBatch second = publish(tail, 1);
        TailBatch third = publish(tail, 5);
        assertSame(first, tail.holding(1));
        assertSame(first, tail.holding(3));
        assertSame(second, tail.holding(4));
        assertSame(third, tail.holding(5));
        assertSame(third, tail.holding(9));
        assertNull(tail.holding(0));
        assertNull(tail.holding(10));
        assertEquals(1, tail.firstSeq());
        assertEquals(9, tail.tip());
        assertEquals(90, tail.bytes());
    }

    @Test
    void theOldestBatchesLeaveWhenBytesRunOut() {
        RingTail tail = new RingTail(50, 0);
        publish(tail, 2);
        publish(tail, 3);
        assertEquals(1, tail.firstSeq());
        publish(tail, 1);
        assertEquals(3, tail.firstSeq());
        assertNull(tail.holding(2));
        assertEquals(40, tail.bytes());
    }

    @Test
    void aBatchLargerThanTheTailIsHeldAlone() {
        RingTail tail = new RingTail(50, 0);
        publish(tail, 2);
        TailBatch large = publish(tail, 9);
        assertEquals(3, tail.firstSeq());
        assertSame(large, tail.holding(11));
    }

    @Test
    void theNumberOfBatchesIsBoundedToo() {
        RingTail tail = new RingTail(Long.MAX_VALUE, 0);
        int more = 5;
        for (int i = 0; i < (1 << 15) + more; i++) {
            publish(tail, 1);
        }
        assertEquals(more + 1, tail.firstSeq());
        assertNotNull(tail.holding(more + 1));
        assertNull(tail.holding(more));
    }

    @Test
    void aHoleIsRefused() {
        RingTail tail = new RingTail(50, 0);
        assertThrows(IllegalStateException.class, () -> tail.publish(batch(2, 1)));
    }

    @Test
    void listenersHearOfEachBatchUntilTheyLeave() {
        RingTail tail = new RingTail(50, 0);
        AtomicLong heard = new AtomicLong();
        Runnable leave = tail.onPublished(() -> heard.set(tail.tip()));
        publish(tail, 2);
        assertEquals(2, heard.get());
        leave.run();
        publish(tail, 2);
        assertEquals(2, heard.get());
    }

    @Test
    void readersFollowWhileThePublisherEvicts() {
        long seed = System.nanoTime();
        RingTail tail = new RingTail(400, 0);
        long last = 300_000;
        List<CompletableFuture<Long>> readers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            readers.add(CompletableFuture.supplyAsync(
                    () -> follow(tail, last), task -> Thread.ofPlatform().start(task)));
        }
        Random random = new Random(seed);
        while (tail.tip() < last) {
            publish(tail, 1 + random.nextInt(5));
        }
        for (CompletableFuture<Long> reader : readers) {
            long misses = reader.orTimeout(60, TimeUnit.SECONDS).join();
            assertEquals(0, misses, "seed " + seed);
        }
    }

    /// Looks for seqs that are there for certain: at or above what `firstSeq` says *after* the look-up was empty.
    private static long follow(RingTail tail, long last) {
        long misses = 0;
        long seq = 1;
        while (seq <= last) {
            long tip = tail.tip();
            if (seq > tip) {
                Thread.onSpinWait();
                continue;
            }
            TailBatch batch = tail.holding(seq);
            if (batch == null) {
                long first = tail.firstSeq();
                misses += seq >= first ? 1 : 0;
                seq = Math.max(seq + 1, first);
            } else {
                misses += batch.firstSeq() <= seq && seq <= batch.lastSeq() ? 0 : 1;
                seq = batch.lastSeq() + 1;
            }
        }
        return misses;
    }

    private static TailBatch publish(RingTail tail, int frames) {
        TailBatch batch = batch(tail.tip() + 1, frames);
        tail.publish(batch);
        return batch;
    }

    private static TailBatch batch(long firstSeq, int frames) {
        byte[][] content = new byte[frames][FRAME_BYTES];
        return new TailBatch(firstSeq, content, new long[frames], (long) frames * FRAME_BYTES);
    }
}
