package net.atrelay.store.rocks;

import java.nio.file.Path;
import net.atrelay.store.StoreConfig;
import net.atrelay.store.StoreOpenException;
import net.atrelay.store.StoreOpenException.Reason;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds where the public seq goes on, and refuses to start where it would go back.
///
/// 1. The database's next seq and its newest event must agree, and no file in between may be missing.
/// 2. The next seq must not be below what [SeqMark] says was given for certain, unless the configured base is above all
///    that may have been given.
/// 3. A base above the next seq jumps up: the older window is dropped, so what can be read stays dense. Any other base
///    is ignored on an existing log.
final class SeqStart {
    private static final Logger LOG = LoggerFactory.getLogger(SeqStart.class);

    private final Database database;
    private final SeqMark mark;
    private final Path directory;
    private final long base;

    SeqStart(Database database, SeqMark mark, Path directory, StoreConfig config) {
        this.database = database;
        this.mark = mark;
        this.directory = directory;
        base = config.seqBase();
    }

    /// The window of the log, as durable as it is after this call.
    SeqWindow find() {
        SeqWindow stored = stored();
        Long below = mark.below();
        if (below != null && base >= below && (stored == null || base > stored.next())) {
            return startAt(stored, base);
        }
        if (stored == null) {
            if (below != null) {
                throw goesBack("the database is new, but seqs up to " + (below - 1) + " may have been given");
            }
            return startAt(null, base);
        }
        Long certain = mark.certain();
        if (certain != null && stored.next() < certain) {
            throw goesBack(
                    "the database ends before " + stored.next() + ", but seqs up to " + (certain - 1) + " were given");
        }
        return base > stored.next() ? startAt(stored, base) : stored;
    }

    private @Nullable SeqWindow stored() {
        Long next = meta(Keys.NEXT_SEQ);
        Long first = meta(Keys.FIRST_SEQ);
        Long newest = newestEvent();
        if (next == null && first == null && newest == null) {
            return null;
        }
        if (next == null || first == null || !agrees(first, next, newest)) {
            throw goesBack("the database says that its window is " + first + " to " + next + " and its newest event "
                    + newest);
        }
        return whole(new SeqWindow(first, next));
    }

    private SeqWindow whole(SeqWindow window) {
        Long missing = Seams.firstMissing(database, window);
        if (missing != null) {
            throw new StoreOpenException(
                    Reason.CORRUPT,
                    "data directory " + directory + ": damaged (seq " + missing + " is missing between "
                            + window.first() + " and " + (window.next() - 1) + "); restore the data");
        }
        return window;
    }

    /// An empty window may have older events below it that were not dropped yet.
    private static boolean agrees(long first, long next, @Nullable Long newest) {
        if (first == next) {
            return newest == null || newest < next;
        }
        return first < next && newest != null && newest == next - 1;
    }

    private SeqWindow startAt(@Nullable SeqWindow stored, long seq) {
        if (stored != null) {
            LOG.warn("public seq jumps from {} to {}: the older window is dropped", stored.next(), seq);
        }
        try (WriteBatch batch = new WriteBatch()) {
            batch.deleteRange(database.handle(Family.EVENTS), Keys.number(0), Keys.number(seq));
            batch.deleteRange(database.handle(Family.META), Keys.time(0), Keys.time(seq));
            batch.put(database.handle(Family.META), Keys.NEXT_SEQ, Keys.number(seq));
            batch.put(database.handle(Family.META), Keys.FIRST_SEQ, Keys.number(seq));
            database.write(batch);
        } catch (RocksDBException e) {
            throw new StoreFailedException("first seq not written", e);
        }
        return new SeqWindow(seq, seq);
    }

    private @Nullable Long meta(byte[] key) {
        byte[] value = database.get(Family.META, key);
        return value == null ? null : Long.valueOf(Keys.numberAt(value, 0));
    }

    private @Nullable Long newestEvent() {
        try (ReadOptions options = new ReadOptions()) {
            RocksIterator iterator = database.iterator(Family.EVENTS, options);
            try {
                iterator.seekToLast();
                Database.checkStatus(iterator);
                return iterator.isValid() ? Long.valueOf(Keys.numberAt(iterator.key(), 0)) : null;
            } finally {
                database.release(iterator);
            }
        }
    }

    private StoreOpenException goesBack(String why) {
        return new StoreOpenException(
                Reason.SEQ_GOES_BACK,
                "data directory " + directory + ": public seq would go back: " + why
                        + "; restore the data, or set a seq base above all that was given");
    }
}
