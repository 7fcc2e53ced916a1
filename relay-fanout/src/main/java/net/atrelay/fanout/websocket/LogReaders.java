package net.atrelay.fanout.websocket;

import io.netty.buffer.ByteBufAllocator;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import net.atrelay.fanout.FanoutMetrics;
import net.atrelay.fanout.StreamConfig;
import net.atrelay.store.Invariant;
import net.atrelay.store.Uninterrupted;
import net.atrelay.store.account.TakedownView;
import net.atrelay.store.log.EventLog;
import net.atrelay.store.log.EventLog.WindowPassed;
import net.atrelay.store.log.LogReader;
import net.atrelay.store.tail.TailBatch;
import org.jspecify.annotations.Nullable;

/// The threads that read the log for consumers behind the tail, since a read may wait for the disk and
/// event loops must not. Bounds the readers that stay open, and knows all of them, so that none outlives
/// the store. Any thread.
final class LogReaders implements AutoCloseable {
    private final EventLog log;
    private final TakedownView takedowns;
    private final FanoutMetrics metrics;
    private final int chunkBytes;
    private final int openReadersMax;
    private final Set<LogReader> open = ConcurrentHashMap.newKeySet();
    private final ThreadPoolExecutor threads;

    LogReaders(StreamSource source, StreamConfig config, FanoutMetrics metrics) {
        log = source.log();
        takedowns = source.takedowns();
        this.metrics = metrics;
        chunkBytes = config.buffers().chunkBytes();
        openReadersMax = config.replay().openReadersMax();
        int size = config.replay().threads();
        // Each served consumer has at most one task here, until it is gone for good.
        var queue = new LinkedBlockingQueue<Runnable>(config.consumersMax());
        threads = new ThreadPoolExecutor(
                size, size, 10, TimeUnit.SECONDS, queue, new DefaultThreadFactory("relay-fanout-replay", true));
        threads.allowCoreThreadTimeOut(true);
        metrics.showReaders(open::size, queue::size);
    }

    /// Runs a task on a reader thread. False when the readers are closed, which closes every open reader as
    /// well.
    boolean execute(Runnable task) {
        try {
            threads.execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            Invariant.check(threads.isShutdown(), "queue: full (expected: one task for each consumer)");
            return false;
        }
    }

    /// One chunk from `seq` on. Reader threads only.
    ///
    /// @param reader one that stands at `seq`; null to open one
    Reading read(@Nullable LogReader reader, long seq) {
        LogReader now = reader;
        try {
            if (now == null) {
                now = log.read(seq);
                open.add(now);
            }
            return readChunk(now);
        } catch (WindowPassed e) {
            return new Reading(close(now), new Portion.Passed());
        } catch (RuntimeException e) {
            return new Reading(close(now), new Portion.Failed(e));
        }
    }

    private Reading readChunk(LogReader reader) {
        long startNanos = System.nanoTime();
        TailBatch batch = reader.next(chunkBytes);
        if (batch == null) {
            return new Reading(close(reader), new Portion.AtTip());
        }
        FramedChunk chunk =
                FramedChunk.of(batch, batch.firstSeq(), Integer.MAX_VALUE, takedowns, ByteBufAllocator.DEFAULT);
        metrics.replayed(batch.frames().length, System.nanoTime() - startNanos);
        boolean isOneTooMany = open.size() > openReadersMax;
        return new Reading(isOneTooMany ? close(reader) : reader, new Portion.Frames(chunk));
    }

    /// Reader threads only. Returns null, for the field that held the reader.
    @Nullable
    LogReader close(@Nullable LogReader reader) {
        if (reader != null) {
            reader.close();
            open.remove(reader);
        }
        return null;
    }

    /// Ends the threads after what they are reading, then closes what is still open.
    @Override
    public void close() {
        Uninterrupted.end(threads);
        open.forEach(LogReader::close);
        open.clear();
    }

    /// @param reader to go on with; null when it was closed
    record Reading(@Nullable LogReader reader, Portion portion) {}
}
