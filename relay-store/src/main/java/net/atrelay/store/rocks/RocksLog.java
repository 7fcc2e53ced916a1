package net.atrelay.store.rocks;

import net.atrelay.store.FatalHandler;
import net.atrelay.store.log.EventLog;
import net.atrelay.store.log.LogReader;
import org.rocksdb.ReadOptions;

/// The event log on column family `events`.
///
/// `tip` is written by the appender thread after the sync, `firstSeq` by the retention thread after its new value is
/// durable and before files go; both volatile, so a reader that sees a tip can read up to it.
final class RocksLog implements EventLog, AutoCloseable {
    private final Database database;
    private final FatalHandler fatal;
    private final ReadOptions sequential;
    private volatile long firstSeq;
    private volatile long tip;

    RocksLog(Database database, FatalHandler fatal, SeqWindow window, int readAheadBytes) {
        this.database = database;
        this.fatal = fatal;
        firstSeq = window.first();
        tip = window.next() - 1;
        sequential = new ReadOptions().setReadaheadSize(readAheadBytes).setFillCache(false);
    }

    @Override
    public long firstSeq() {
        return firstSeq;
    }

    @Override
    public long tip() {
        return tip;
    }

    @Override
    public LogReader read(long seq) {
        checkInWindow(seq);
        return new RocksLogReader(this, database, sequential, fatal, seq);
    }

    void checkInWindow(long seq) {
        long first = firstSeq;
        if (seq < first) {
            throw new WindowPassed(seq, first);
        }
    }

    /// Appender thread only.
    void tipMovedTo(long newTip) {
        tip = newTip;
    }

    /// Retention thread only.
    void firstSeqMovedTo(long newFirst) {
        firstSeq = newFirst;
    }

    @Override
    public void close() {
        sequential.close();
    }
}
