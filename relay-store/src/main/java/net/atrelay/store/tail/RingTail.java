package net.atrelay.store.tail;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReferenceArray;
import net.atrelay.store.Invariant;
import org.jspecify.annotations.Nullable;

/// The hot tail as a ring of batches. One publisher (the appender thread), any number of readers without a lock.
///
/// Batches are numbered by places, dense from 0; place p lives in slot `p mod SLOTS`. Live places are `head` to
/// `end - 1`. The publisher's order, each step a volatile write:
/// 1. evict: `head` moves up, then the slot is emptied. A reader that finds another batch (or none) in a slot therefore
///    also finds `head` beyond that place, and knows that the place was evicted.
/// 2. publish: the slot is filled, then `end` moves up, then `tip`. A reader that sees a tip finds the batch that holds
/// it.
///
/// The newest batch stays even if it alone is over the limit of bytes.
public final class RingTail implements Tail {
    /// A limit on the number of batches beside that on bytes; small batches at a low rate never come near it.
    private static final int SLOTS = 1 << 15;

    private final AtomicReferenceArray<@Nullable TailBatch> slots = new AtomicReferenceArray<>(SLOTS);
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final long bytesMax;
    private volatile long head;
    private volatile long end;
    private volatile long tip;
    /// Written by the publisher only; volatile for the metric.
    private volatile long bytes;

    /// @param bytesMax limit of the frames held
    /// @param tip newest durable seq at the start
    public RingTail(long bytesMax, long tip) {
        this.bytesMax = bytesMax;
        this.tip = tip;
    }

    /// Adds a durable batch and tells the listeners. Appender thread only.
    public void publish(TailBatch batch) {
        Invariant.check(batch.frames().length > 0, "frames: none (expected: at least one)");
        Invariant.check(batch.firstSeq() == tip + 1, "firstSeq: a hole (expected: tip + 1)");
        long place = end;
        long held = bytes + batch.bytes();
        while (head < place && (held > bytesMax || place - head == SLOTS)) {
            held -= evictOldest();
        }
        bytes = held;
        slots.set(slot(place), batch);
        end = place + 1;
        tip = batch.lastSeq();
        for (Runnable listener : listeners) {
            listener.run();
        }
    }

    @Override
    public @Nullable TailBatch holding(long seq) {
        if (seq > tip) {
            return null;
        }
        long high = end;
        long low = head;
        while (low < high) {
            long middle = (low + high) >>> 1;
            TailBatch batch = slots.get(slot(middle));
            if (batch == null || middle < head) {
                low = middle + 1;
            } else if (seq < batch.firstSeq()) {
                high = middle;
            } else if (seq > batch.lastSeq()) {
                low = middle + 1;
            } else {
                return batch;
            }
        }
        return null;
    }

    @Override
    public long firstSeq() {
        while (true) {
            long place = head;
            if (place == end) {
                return tip + 1;
            }
            TailBatch batch = slots.get(slot(place));
            if (batch != null && place == head) {
                return batch.firstSeq();
            }
        }
    }

    @Override
    public long tip() {
        return tip;
    }

    @Override
    public Runnable onPublished(Runnable listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /// Bytes of the frames held.
    public long bytes() {
        return bytes;
    }

    private long evictOldest() {
        int slot = slot(head);
        TailBatch oldest = slots.get(slot);
        Invariant.check(oldest != null, "slot: empty (expected: the oldest batch)");
        head = head + 1;
        slots.set(slot, null);
        return oldest == null ? 0 : oldest.bytes();
    }

    private static int slot(long place) {
        return (int) (place & (SLOTS - 1));
    }
}
