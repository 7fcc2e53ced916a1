package net.atrelay.store.rocks;

import java.util.ArrayList;
import java.util.List;
import net.atrelay.store.FatalHandler;
import net.atrelay.store.log.LogReader;
import net.atrelay.store.tail.TailBatch;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksIterator;

/// Reads the log forward on one iterator, which sees what was durable when it was opened. At the tip the iterator is
/// given back, so a reader that waits holds no files; the next read opens another. Owned by one thread at a time.
final class RocksLogReader implements LogReader {
    private static final long[] NO_TIMES = new long[0];

    private final RocksLog log;
    private final Database database;
    private final ReadOptions options;
    private final FatalHandler fatal;
    private final byte[] key = new byte[Long.BYTES];
    private @Nullable RocksIterator iterator;
    /// Newest seq that `iterator` is sure to see.
    private long iteratorTip;

    private long nextSeq;

    RocksLogReader(RocksLog log, Database database, ReadOptions options, FatalHandler fatal, long seq) {
        this.log = log;
        this.database = database;
        this.options = options;
        this.fatal = fatal;
        nextSeq = seq;
    }

    @Override
    public @Nullable TailBatch next(int bytesMax) {
        long stamp = database.enter();
        try {
            log.checkInWindow(nextSeq);
            long tip = log.tip();
            if (nextSeq > tip) {
                giveBack();
                return null;
            }
            return read(tip, bytesMax);
        } finally {
            database.exit(stamp);
        }
    }

    @Override
    public void close() {
        long stamp;
        try {
            stamp = database.enter();
        } catch (IllegalStateException e) {
            iterator = null; // closed together with the database
            return;
        }
        try {
            giveBack();
        } finally {
            database.exit(stamp);
        }
    }

    private TailBatch read(long tip, int bytesMax) {
        long firstSeq = nextSeq;
        RocksIterator frames = positioned(tip);
        List<byte[]> read = new ArrayList<>();
        long bytes = 0;
        while (nextSeq <= iteratorTip && (read.isEmpty() || bytes < bytesMax)) {
            checkDense(frames);
            byte[] frame = frames.value();
            read.add(frame);
            bytes += frame.length;
            nextSeq++;
            frames.next();
        }
        return new TailBatch(firstSeq, read.toArray(byte[][]::new), NO_TIMES, bytes);
    }

    /// An iterator that stands at `nextSeq`.
    private RocksIterator positioned(long tip) {
        RocksIterator current = iterator;
        if (current != null && nextSeq <= iteratorTip) {
            return current;
        }
        giveBack();
        RocksIterator fresh = database.iterator(Family.EVENTS, options);
        iterator = fresh;
        iteratorTip = tip;
        Keys.number(nextSeq, key);
        fresh.seek(key);
        return fresh;
    }

    private void checkDense(RocksIterator frames) {
        if (frames.isValid() && frames.key(key) == Long.BYTES && Keys.numberAt(key, 0) == nextSeq) {
            return;
        }
        Database.checkStatus(frames);
        log.checkInWindow(nextSeq); // retention may have taken the file before this iterator was opened
        var hole =
                new IllegalStateException("seq: " + nextSeq + " missing (expected: dense up to " + iteratorTip + ")");
        fatal.fatal("the event log has a hole", hole);
        throw hole;
    }

    private void giveBack() {
        RocksIterator current = iterator;
        if (current != null) {
            iterator = null;
            database.release(current);
        }
    }
}
