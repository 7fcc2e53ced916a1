package net.atrelay.store.rocks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.StampedLock;
import java.util.function.LongSupplier;
import net.atrelay.store.StoreConfig;
import net.atrelay.store.StoreOpenException;
import net.atrelay.store.StoreOpenException.Reason;
import org.jspecify.annotations.Nullable;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.DBOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.LiveFileMetaData;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Status;
import org.rocksdb.WALRecoveryMode;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/// The open RocksDB instance and its column families.
///
/// A native call on a closed database would end the process without a word, so every use by another thread than the
/// appender goes through [#enter()] and [#exit(long)]; closing waits for all of them and closes iterators left
/// open.
final class Database implements AutoCloseable {
    private static final long LOG_FILE_BYTES = 4L << 20;
    private static final int LOG_FILES = 4;
    private static final long WAL_BYTES_MAX = 256L << 20;
    private static final long SYNC_BYTES = 1L << 20;
    private static final int OPEN_FILES_MAX = 1_024;

    private final Map<Family, ColumnFamilyHandle> handles = new EnumMap<>(Family.class);
    private final List<AutoCloseable> owned = new ArrayList<>();
    private final StampedLock gate = new StampedLock();
    private final Set<RocksIterator> iterators = ConcurrentHashMap.newKeySet();
    private final Cache cache;
    private final WriteOptions synced;
    private final WriteOptions unsynced;
    private final RocksDB db;
    /// Written under the gate's write lock, read under its read lock.
    private boolean isClosed;

    private Database(Path path, StoreConfig config) throws RocksDBException {
        NativeLibrary.load();
        cache = own(new LRUCache(config.blockCacheBytes()));
        List<ColumnFamilyDescriptor> descriptors = Family.descriptors(cache, config, this::own);
        List<ColumnFamilyHandle> opened = new ArrayList<>();
        synced = own(new WriteOptions().setSync(true));
        unsynced = own(new WriteOptions());
        try {
            db = RocksDB.open(options(config), path.toString(), descriptors, opened);
        } catch (RocksDBException e) {
            closeOwned();
            throw e;
        }
        for (Family family : Family.values()) {
            handles.put(family, opened.get(family.ordinal()));
        }
    }

    static Database open(Path path, StoreConfig config) {
        WriteAheadLogs.cutRubbish(path);
        try {
            return new Database(path, config);
        } catch (RocksDBException e) {
            throw refusal(path, e);
        }
    }

    /// Begins a use by a thread of its own; not to be nested.
    ///
    /// @return for [#exit(long)]
    long enter() {
        long stamp = gate.readLock();
        if (isClosed) {
            gate.unlockRead(stamp);
            throw new IllegalStateException("the store is closed");
        }
        return stamp;
    }

    void exit(long stamp) {
        gate.unlockRead(stamp);
    }

    byte @Nullable [] get(Family family, byte[] key) {
        try {
            return db.get(handle(family), key);
        } catch (RocksDBException e) {
            throw new StoreFailedException("read failed: " + family, e);
        }
    }

    /// Writes and syncs.
    void write(WriteBatch batch) {
        try {
            db.write(synced, batch);
        } catch (RocksDBException e) {
            throw new StoreFailedException("write failed", e);
        }
    }

    /// Writes and syncs one record, beside the appender.
    ///
    /// @param value null to delete
    void writeOne(Family family, byte[] key, byte @Nullable [] value) {
        writeOne(family, key, value, true);
    }

    /// @param value null to delete
    /// @param syncs whether it is durable on return; else it is with the next write that is
    void writeOne(Family family, byte[] key, byte @Nullable [] value, boolean syncs) {
        WriteOptions options = syncs ? synced : unsynced;
        try {
            if (value == null) {
                db.delete(handle(family), options, key);
            } else {
                db.put(handle(family), options, key, value);
            }
        } catch (RocksDBException e) {
            throw new StoreFailedException("write failed: " + family, e);
        }
    }

    /// Writes without a sync of its own: durable with the next one, at the latest when the system writes its pages.
    void writeUnsynced(WriteBatch batch) {
        try {
            db.write(unsynced, batch);
        } catch (RocksDBException e) {
            throw new StoreFailedException("write failed", e);
        }
    }

    /// Opens an iterator; to be given back by [#release(RocksIterator)].
    RocksIterator iterator(Family family, ReadOptions options) {
        RocksIterator iterator = db.newIterator(handle(family), options);
        iterators.add(iterator);
        return iterator;
    }

    /// Harmless for one that was closed with the database.
    void release(RocksIterator iterator) {
        if (iterators.remove(iterator)) {
            iterator.close();
        }
    }

    /// Throws where an iterator has stopped on an error and not at the end.
    static void checkStatus(RocksIterator iterator) {
        try {
            iterator.status();
        } catch (RocksDBException e) {
            throw new StoreFailedException("read failed", e);
        }
    }

    /// Bytes in the block cache; 0 once closed. Any thread.
    long blockCacheBytes() {
        return measure(cache::getUsage);
    }

    /// Bytes of the write buffers, those that are being written out included; 0 once closed. Any thread.
    long writeBuffersBytes() {
        return measure(() -> sum("rocksdb.cur-size-all-mem-tables"));
    }

    /// Bytes kept of open table files outside of the block cache, as the library estimates them; 0 once closed. Any
    /// thread.
    long tableReadersBytes() {
        return measure(() -> sum("rocksdb.estimate-table-readers-mem"));
    }

    private long measure(LongSupplier bytes) {
        long stamp = gate.tryReadLock();
        if (stamp == 0) {
            return 0;
        }
        try {
            return isClosed ? 0 : bytes.getAsLong();
        } finally {
            gate.unlockRead(stamp);
        }
    }

    private long sum(String property) {
        try {
            return db.getAggregatedLongProperty(property);
        } catch (RocksDBException e) {
            throw new StoreFailedException("no such property: " + property, e);
        }
    }

    /// The table files of a family.
    List<LiveFileMetaData> tables(Family family) {
        byte[] name = family.nameInDatabase();
        return db.getLiveFilesMetaData().stream()
                .filter(table -> Arrays.equals(table.columnFamilyName(), name))
                .toList();
    }

    RocksDB db() {
        return db;
    }

    ColumnFamilyHandle handle(Family family) {
        ColumnFamilyHandle handle = handles.get(family);
        if (handle == null) {
            throw new IllegalStateException("no column family " + family);
        }
        return handle;
    }

    /// Waits for all uses to end. Everything acknowledged is in the synced WAL; nothing needs to be flushed.
    @Override
    public void close() {
        long stamp = gate.writeLock();
        try {
            if (isClosed) {
                return;
            }
            isClosed = true;
            iterators.forEach(RocksIterator::close);
            iterators.clear();
            handles.values().forEach(ColumnFamilyHandle::close);
            db.closeE();
        } catch (RocksDBException e) {
            throw new StoreFailedException("close failed", e);
        } finally {
            gate.unlockWrite(stamp);
        }
        closeOwned();
    }

    private DBOptions options(StoreConfig config) {
        return own(tracked())
                .setCreateIfMissing(true)
                .setCreateMissingColumnFamilies(true)
                .setParanoidChecks(true)
                .setWalRecoveryMode(WALRecoveryMode.PointInTimeRecovery)
                .setMaxTotalWalSize(WAL_BYTES_MAX)
                .setDbWriteBufferSize(config.writeBuffersBytesMax())
                .setBytesPerSync(SYNC_BYTES)
                .setMaxOpenFiles(OPEN_FILES_MAX)
                .setMaxBackgroundJobs(2)
                .setSkipStatsUpdateOnDbOpen(true)
                .setStatsDumpPeriodSec(0)
                .setStatsPersistPeriodSec(0)
                .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
                .setMaxLogFileSize(LOG_FILE_BYTES)
                .setKeepLogFileNum(LOG_FILES);
    }

    /// With a list of files that says how long each write-ahead log is that is no longer written, so that a lost one
    /// is noticed. The Java binding has no setter of its own for it.
    private static DBOptions tracked() {
        Properties properties = new Properties();
        properties.setProperty("track_and_verify_wals_in_manifest", "true");
        DBOptions options = DBOptions.getDBOptionsFromProps(properties);
        if (options == null) {
            throw new IllegalStateException("RocksDB does not know how to track its write-ahead logs");
        }
        return options;
    }

    private <T extends AutoCloseable> T own(T resource) {
        owned.add(resource);
        return resource;
    }

    private void closeOwned() {
        for (AutoCloseable resource : owned.reversed()) {
            try {
                resource.close();
            } catch (Exception e) {
                throw new IllegalStateException("native resource not closed", e);
            }
        }
        owned.clear();
    }

    private static StoreOpenException refusal(Path path, RocksDBException e) {
        Status status = e.getStatus();
        String message = String.valueOf(e.getMessage()).replace('\n', ' ');
        if (message.contains("lock")) {
            return new StoreOpenException(Reason.IN_USE, "database " + path + ": in use by another process", e);
        }
        boolean isDamage = status != null && status.getCode() == Status.Code.Corruption;
        String what = isDamage ? ": damaged (" : ": cannot be opened (";
        return new StoreOpenException(
                isDamage ? Reason.CORRUPT : Reason.UNWRITABLE, "database " + path + what + message + ")", e);
    }
}
