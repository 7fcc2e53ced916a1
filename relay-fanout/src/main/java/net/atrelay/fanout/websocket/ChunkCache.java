package net.atrelay.fanout.websocket;

import java.util.ArrayDeque;
import java.util.Deque;
import net.atrelay.store.account.TakedownView;
import org.jspecify.annotations.Nullable;

/// The newest encoded chunks, bounded by bytes and by number. One thread adds, any number of threads read
/// without a lock: readers see an immutable array, which is replaced as a whole. A chunk that was evicted
/// meanwhile cannot be held any more, so a reader never touches freed bytes. A chunk that a ruling on an account has
/// outdated is not given out any more; it takes up its room until it is the oldest.
final class ChunkCache {
    /// A limit on the number of chunks beside that on bytes, so that replacing the array stays cheap.
    private static final int CHUNKS_MAX = 256;

    private static final FramedChunk[] NONE = new FramedChunk[0];

    private final long bytesMax;
    private final TakedownView takedowns;
    /// Owned by the thread that adds.
    private final Deque<FramedChunk> kept = new ArrayDeque<>();
    /// Written by the thread that adds; volatile for readers and the metric.
    private volatile FramedChunk[] shown = NONE;

    private volatile long bytes;

    ChunkCache(long bytesMax, TakedownView takedowns) {
        this.bytesMax = bytesMax;
        this.takedowns = takedowns;
    }

    /// Takes over the adder's hold of the chunk.
    void add(FramedChunk chunk) {
        long held = bytes + chunk.bytes();
        kept.addLast(chunk);
        Deque<FramedChunk> evicted = new ArrayDeque<>();
        while (kept.size() > 1 && (held > bytesMax || kept.size() > CHUNKS_MAX)) {
            FramedChunk oldest = kept.removeFirst();
            held -= oldest.bytes();
            evicted.add(oldest);
        }
        bytes = held;
        shown = kept.toArray(NONE);
        evicted.forEach(FramedChunk::letGo);
    }

    /// Lets go of everything. For the thread that adds.
    void clear() {
        shown = NONE;
        bytes = 0;
        kept.forEach(FramedChunk::letGo);
        kept.clear();
    }

    /// The chunk with `seq` in it, held for the caller; null when there is none.
    @Nullable
    FramedChunk hold(long seq) {
        FramedChunk[] chunks = shown;
        for (int i = chunks.length - 1; i >= 0 && chunks[i].lastSeq() >= seq; i--) {
            if (chunks[i].firstSeq() <= seq) {
                return chunks[i].isOf(takedowns) && chunks[i].tryHold() ? chunks[i] : null;
            }
        }
        return null;
    }

    /// What is there now, oldest first; not held, so only to be asked for its numbers. Nobody writes to it.
    FramedChunk[] shown() {
        return shown;
    }

    long bytes() {
        return bytes;
    }
}
