package net.atrelay.store.rocks;

import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;

/// Sparse marks of when seqs were given: "events below this seq were written before this time". Times never decrease
/// even if the clock does. Marked by the appender thread, read and pruned by the retention thread: both through the
/// database.
final class TimeIndex {
    private final Database database;
    private final long intervalMicros;
    /// Owned by the appender thread.
    private long newestMicros;

    TimeIndex(Database database, long intervalMicros) {
        this.database = database;
        this.intervalMicros = intervalMicros;
        newestMicros = newest();
    }

    /// Adds a mark to the batch when the newest is old enough.
    void mark(long firstSeq, long nowMicros, WriteBatch batch) throws RocksDBException {
        if (newestMicros == 0 || nowMicros - newestMicros >= intervalMicros) {
            newestMicros = nowMicros;
            batch.put(database.handle(Family.META), Keys.time(firstSeq), Keys.number(nowMicros));
        }
    }

    /// The greatest marked seq of which all events below were written before this time; null when there is none.
    @Nullable
    Long seqWrittenBefore(long micros) {
        return scan((seq, written) -> written <= micros);
    }

    /// Removes the marks below a seq.
    void prune(long belowSeq, WriteBatch batch) throws RocksDBException {
        batch.deleteRange(database.handle(Family.META), Keys.time(0), Keys.time(belowSeq));
    }

    private @Nullable Long scan(BiFunction<Long, Long, Boolean> holds) {
        try (ReadOptions options = new ReadOptions()) {
            RocksIterator iterator = database.iterator(Family.META, options);
            try {
                Long last = null;
                for (iterator.seek(Keys.time(0)); isMark(iterator); iterator.next()) {
                    long seq = Keys.numberAt(iterator.key(), 1);
                    if (!holds.apply(seq, Keys.numberAt(iterator.value(), 0))) {
                        break;
                    }
                    last = seq;
                }
                Database.checkStatus(iterator);
                return last;
            } finally {
                database.release(iterator);
            }
        }
    }

    private long newest() {
        Long seq = scan((marked, written) -> true);
        byte[] written = seq == null ? null : database.get(Family.META, Keys.time(seq));
        return written == null ? 0 : Keys.numberAt(written, 0);
    }

    private static boolean isMark(RocksIterator iterator) {
        return iterator.isValid() && iterator.key()[0] == Keys.TIME;
    }
}
