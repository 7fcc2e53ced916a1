package net.atrelay.fanout.websocket;

import io.netty.buffer.ByteBufAllocator;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import net.atrelay.store.Uninterrupted;
import net.atrelay.store.account.TakedownView;
import net.atrelay.store.tail.Tail;
import net.atrelay.store.tail.TailBatch;
import org.jspecify.annotations.Nullable;

/// Follows the hot tail and encodes each batch once, for all consumers of all event loops.
///
/// 1. A publication wakes the thread.
/// 2. Each new batch is cut into chunks, which go to the [ChunkCache]; `nextSeq` moves up behind each.
/// 3. The event loops are woken, once for each batch.
///
/// So consumers at or above `nextSeq` have only to wait, and never encode what is just being encoded.
/// Without consumers nothing is encoded: `nextSeq` moves all the same. Thread `relay-fanout-encoder`.
final class TailEncoder implements AutoCloseable {
    private final Tail tail;
    private final TakedownView takedowns;
    private final ChunkCache cache;
    private final int chunkBytes;
    private final BooleanSupplier isWanted;
    private final Runnable wake;
    private final Consumer<Throwable> onFatal;
    private final Thread thread;
    /// Written by the thread; volatile for consumers.
    private volatile long nextSeq;

    private volatile boolean isClosing;
    private @Nullable Runnable unsubscribe;

    /// @param isWanted whether there is any consumer
    /// @param wake posts a look at the cache to each event loop
    TailEncoder(
            StreamSource source,
            ChunkCache cache,
            int chunkBytes,
            BooleanSupplier isWanted,
            Runnable wake,
            Consumer<Throwable> onFatal) {
        tail = source.tail();
        takedowns = source.takedowns();
        this.cache = cache;
        this.chunkBytes = chunkBytes;
        this.isWanted = isWanted;
        this.wake = wake;
        this.onFatal = onFatal;
        nextSeq = tail.tip() + 1;
        thread = Thread.ofPlatform().name("relay-fanout-encoder").unstarted(this::run);
    }

    void start() {
        thread.start();
        unsubscribe = tail.onPublished(() -> LockSupport.unpark(thread));
    }

    /// The seq from which on nothing is encoded yet.
    long nextSeq() {
        return nextSeq;
    }

    /// Ends the thread and frees what it encoded.
    @Override
    public void close() {
        if (unsubscribe != null) {
            unsubscribe.run();
        }
        isClosing = true;
        LockSupport.unpark(thread);
        Uninterrupted.join(thread);
        cache.clear();
    }

    private void run() {
        try {
            while (!isClosing) {
                if (nextSeq > tail.tip()) {
                    LockSupport.park(this);
                } else {
                    encodeNext();
                    wake.run();
                }
            }
        } catch (Throwable failure) {
            onFatal.accept(failure);
        }
    }

    private void encodeNext() {
        if (!isWanted.getAsBoolean()) {
            cache.clear();
            nextSeq = tail.tip() + 1;
            return;
        }
        TailBatch batch = tail.holding(nextSeq);
        if (batch == null) {
            nextSeq = tail.tip() + 1; // it has left the tail already: consumers find it in the log
            return;
        }
        while (nextSeq <= batch.lastSeq()) {
            FramedChunk chunk = FramedChunk.of(batch, nextSeq, chunkBytes, takedowns, ByteBufAllocator.DEFAULT);
            cache.add(chunk);
            nextSeq = chunk.lastSeq() + 1;
        }
    }
}
