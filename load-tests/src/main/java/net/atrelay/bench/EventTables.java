package net.atrelay.bench;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.atrelay.store.StoreConfig;
import net.atrelay.store.StoreMetrics;
import net.atrelay.store.rocks.RocksStore;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.DBOptions;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.TableProperties;

/// The events in the database that a relay has left behind. Used by one thread.
final class EventTables implements AutoCloseable {
    private static final byte[] EVENTS = "events".getBytes(StandardCharsets.US_ASCII);
    private static final int READ_AHEAD_BYTES = 2 << 20;

    private final DBOptions options = new DBOptions();
    private final ReadOptions sequential =
            new ReadOptions().setReadaheadSize(READ_AHEAD_BYTES).setFillCache(false);
    private final List<ColumnFamilyHandle> handles = new ArrayList<>();
    private final RocksDB db;
    private final ColumnFamilyHandle events;

    /// @param database the folder of RocksDB's files
    private EventTables(Path database) throws RocksDBException {
        List<ColumnFamilyDescriptor> families = families(database);
        db = RocksDB.openReadOnly(options, database.toString(), families, handles);
        int place = 0;
        while (!Arrays.equals(families.get(place).getName(), EVENTS)) {
            place++;
        }
        events = handles.get(place);
    }

    /// The tables of a relay's data directory. It is opened as a relay does once more, so that what is only in the
    /// write-ahead log goes to tables.
    static EventTables leftBehind(Path data) throws RocksDBException {
        RocksStore.openExisting(
                        data, StoreConfig.defaults(), new StoreMetrics(new SimpleMeterRegistry()), (what, cause) -> {
                            throw new IllegalStateException(what, cause);
                        })
                .close();
        return new EventTables(data.resolve("db"));
    }

    private static List<ColumnFamilyDescriptor> families(Path database) throws RocksDBException {
        try (Options options = new Options()) {
            return RocksDB.listColumnFamilies(options, database.toString()).stream()
                    .map(ColumnFamilyDescriptor::new)
                    .toList();
        }
    }

    /// Stands nowhere yet; to be closed before this.
    RocksIterator iterator() {
        return db.newIterator(events, sequential);
    }

    /// What the table files of the events hold and take.
    DiskUse use() throws RocksDBException {
        DiskUse sum = DiskUse.NONE;
        for (TableProperties table : db.getPropertiesOfAllTables(events).values()) {
            sum = sum.plus(new DiskUse(
                    table.getNumEntries(),
                    table.getRawValueSize(),
                    table.getDataSize(),
                    table.getDataSize() + table.getIndexSize() + table.getFilterSize()));
        }
        return sum;
    }

    @Override
    public void close() {
        handles.forEach(ColumnFamilyHandle::close);
        db.close();
        sequential.close();
        options.close();
    }
}
