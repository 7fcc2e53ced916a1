package net.atrelay.fanout.websocket;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import net.atrelay.store.log.EventLog;
import net.atrelay.store.log.LogReader;
import net.atrelay.store.tail.TailBatch;
import org.jspecify.annotations.Nullable;

/// A log whose window a test moves up by hand, and whose reads it can stop and let go.
final class MovedLog implements EventLog {
    private final EventLog log;
    private final Semaphore reads = new Semaphore(Integer.MAX_VALUE / 2);
    private final AtomicInteger open = new AtomicInteger();
    private volatile long moved;
    private final AtomicInteger stopped = new AtomicInteger();

    MovedLog(EventLog log) {
        this.log = log;
    }

    void moveTo(long firstSeq) {
        moved = firstSeq;
    }

    /// From now on each read waits until it is let go.
    void stopReads() {
        reads.drainPermits();
    }

    void letGo(int count) {
        reads.release(count);
    }

    /// Reads that wait now.
    int stopped() {
        return stopped.get();
    }

    /// Readers that have not been closed.
    int open() {
        return open.get();
    }

    @Override
    public long firstSeq() {
        return Math.max(moved, log.firstSeq());
    }

    @Override
    public long tip() {
        return log.tip();
    }

    @Override
    public LogReader read(long seq) {
        check(seq);
        LogReader reader = log.read(seq);
        open.incrementAndGet();
        return new LogReader() {
            private long nextSeq = seq;

            @Override
            public @Nullable TailBatch next(int bytesMax) {
                stopped.incrementAndGet();
                reads.acquireUninterruptibly();
                stopped.decrementAndGet();
                check(nextSeq);
                TailBatch batch = reader.next(bytesMax);
                nextSeq += batch == null ? 0 : batch.frames().length;
                return batch;
            }

            @Override
            public void close() {
                reader.close();
                open.decrementAndGet();
            }
        };
    }

    private void check(long seq) {
        if (seq < firstSeq()) {
            throw new WindowPassed(seq, firstSeq());
        }
    }
}
