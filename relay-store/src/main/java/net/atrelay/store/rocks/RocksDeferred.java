package net.atrelay.store.rocks;

import java.util.function.Consumer;
import net.atrelay.store.FatalHandler;
import net.atrelay.store.log.DeferredFrame;
import net.atrelay.store.log.DeferredTable;
import net.atrelay.store.record.DeferredCodec;
import net.atrelay.store.record.UnreadableRecord;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksIterator;

/// Waiting frames in column family `deferred`. Read on the starting thread, before frames flow.
final class RocksDeferred implements DeferredTable {
    private final Database database;
    private final FatalHandler fatal;

    RocksDeferred(Database database, FatalHandler fatal) {
        this.database = database;
        this.fatal = fatal;
    }

    @Override
    public void forEach(Consumer<DeferredFrame> action) {
        long stamp = database.enter();
        try (ReadOptions options = new ReadOptions()) {
            RocksIterator iterator = database.iterator(Family.DEFERRED, options);
            try {
                scan(iterator, action);
            } finally {
                database.release(iterator);
            }
        } catch (StoreFailedException | UnreadableRecord e) {
            fatal.fatal("waiting frames cannot be read", e);
            throw e;
        } finally {
            database.exit(stamp);
        }
    }

    private static void scan(RocksIterator iterator, Consumer<DeferredFrame> action) {
        for (iterator.seekToFirst(); iterator.isValid(); iterator.next()) {
            byte[] key = iterator.key();
            int didLength = Keys.deferredDidLength(key);
            if (didLength < 1) {
                throw new UnreadableRecord("deferred frame key: too short (expected: DID 0x00 number)");
            }
            long number = Keys.numberAt(key, didLength + 1);
            action.accept(DeferredCodec.decode(Keys.did(key, didLength), number, iterator.value()));
        }
        Database.checkStatus(iterator);
    }
}
