package net.atrelay.store.rocks;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import net.atrelay.store.FatalHandler;
import net.atrelay.store.audit.AuditEntry;
import net.atrelay.store.audit.AuditRecord;
import net.atrelay.store.audit.AuditTable;
import net.atrelay.store.record.AuditCodec;
import net.atrelay.store.record.UnreadableRecord;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;

/// Audit records in column family `meta`. They share no key with what the appender writes, so they are written
/// beside it. Any platform thread.
final class RocksAudit implements AuditTable {
    /// A change takes up at most so many numbers where they are places in a topic: as it begins, and as it ends.
    private static final int RECORDS_PER_CHANGE = 2;

    private final Database database;
    private final FatalHandler fatal;
    /// Owned by this object's lock, as the next one.
    private long lastNumber;

    private long firstNumber;
    /// Changes of other processes that are kept; 0 where none are taken over.
    private volatile int followedMax;

    /// Reads the newest and the oldest number. Blocks.
    RocksAudit(Database database, FatalHandler fatal) {
        this.database = database;
        this.fatal = fatal;
        List<AuditEntry> newest = list(null, 1);
        lastNumber = newest.isEmpty() ? 0 : newest.getFirst().number();
        firstNumber = scan(iterator -> {
            iterator.seek(Keys.audit(0));
            return isAudit(iterator) ? Keys.numberAt(iterator.key(), 1) : lastNumber + 1;
        });
    }

    @Override
    public synchronized long add(AuditRecord record, int recordsMax) {
        long number = lastNumber + 1;
        long keptFrom = Math.max(firstNumber, number - recordsMax + 1);
        run("audit records cannot be written", () -> {
            try (WriteBatch batch = new WriteBatch()) {
                batch.put(database.handle(Family.META), Keys.audit(number), AuditCodec.encode(record));
                for (long old = firstNumber; old < keptFrom; old++) {
                    batch.delete(database.handle(Family.META), Keys.audit(old));
                }
                database.write(batch);
                return number;
            } catch (RocksDBException e) {
                throw new StoreFailedException("audit batch not built", e);
            }
        });
        lastNumber = number;
        firstNumber = keptFrom;
        return number;
    }

    /// Takes over a record that another process has written, at its number there; numbers grow, with gaps. Durable with
    /// the next batch.
    void follow(AuditEntry entry) {
        int recordsMax = followedMax;
        if (recordsMax > 0) {
            followKeeping(entry, (long) recordsMax * RECORDS_PER_CHANGE);
        }
    }

    /// From now on records of other processes are taken over; those leave whose numbers are too far below the newest.
    ///
    /// @param recordsMax changes of which at least so many are kept
    void keepFollowed(int recordsMax) {
        followedMax = recordsMax;
    }

    private synchronized void followKeeping(AuditEntry entry, long numbersMax) {
        long number = entry.number();
        long newest = Math.max(lastNumber, number);
        long keptFrom = Math.max(1, newest - numbersMax + 1);
        if (number < keptFrom) {
            return;
        }
        long oldest = lastNumber == 0 ? number : Math.min(firstNumber, number);
        run("audit records cannot be written", () -> {
            try (WriteBatch batch = new WriteBatch()) {
                batch.put(database.handle(Family.META), Keys.audit(number), AuditCodec.encode(entry.record()));
                for (long old = oldest; old < keptFrom; old++) {
                    batch.delete(database.handle(Family.META), Keys.audit(old));
                }
                database.writeUnsynced(batch);
                return number;
            } catch (RocksDBException e) {
                throw new StoreFailedException("audit batch not built", e);
            }
        });
        lastNumber = newest;
        firstNumber = Math.max(oldest, keptFrom);
    }

    @Override
    public void end(long number, AuditRecord record) {
        run("audit records cannot be written", () -> {
            database.writeOne(Family.META, Keys.audit(number), AuditCodec.encode(record));
            return number;
        });
    }

    @Override
    public List<AuditEntry> list(@Nullable Long below, int limit) {
        long newest = below == null ? Long.MAX_VALUE : below - 1;
        return scan(iterator -> collect(iterator, newest, limit));
    }

    private static List<AuditEntry> collect(RocksIterator iterator, long newest, int limit) {
        List<AuditEntry> found = new ArrayList<>();
        if (newest < 1) {
            return found;
        }
        iterator.seekForPrev(Keys.audit(newest));
        for (; found.size() < limit && isAudit(iterator); iterator.prev()) {
            long number = Keys.numberAt(iterator.key(), 1);
            found.add(new AuditEntry(number, AuditCodec.decode(iterator.value())));
        }
        return found;
    }

    private <T> T scan(Function<RocksIterator, T> action) {
        return run("audit records cannot be read", () -> {
            try (ReadOptions options = new ReadOptions()) {
                RocksIterator iterator = database.iterator(Family.META, options);
                try {
                    T found = action.apply(iterator);
                    Database.checkStatus(iterator);
                    return found;
                } finally {
                    database.release(iterator);
                }
            }
        });
    }

    private static boolean isAudit(RocksIterator iterator) {
        return iterator.isValid() && iterator.key()[0] == Keys.AUDIT;
    }

    private <T> T run(String failure, Supplier<T> action) {
        long stamp = database.enter();
        try {
            return action.get();
        } catch (StoreFailedException | UnreadableRecord e) {
            fatal.fatal(failure, e);
            throw e;
        } finally {
            database.exit(stamp);
        }
    }
}
