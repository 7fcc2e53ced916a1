package net.atrelay.store.rocks;

import java.util.List;
import net.atrelay.store.FatalHandler;
import net.atrelay.store.host.HostJournal;
import net.atrelay.store.host.JournalTable;
import net.atrelay.store.record.HostNotesCodec;
import net.atrelay.store.record.UnreadableRecord;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/// Journals of hosts in column family `hosts`, written beside the appender, whose keys they do not share. Any platform
/// thread.
final class RocksJournals implements JournalTable {
    private final Database database;
    private final FatalHandler fatal;

    RocksJournals(Database database, FatalHandler fatal) {
        this.database = database;
        this.fatal = fatal;
    }

    @Override
    public @Nullable HostJournal find(String hostname) {
        long stamp = database.enter();
        try {
            byte[] journal = database.get(Family.HOSTS, key(hostname));
            return journal == null ? null : HostNotesCodec.decodeJournal(hostname, journal);
        } catch (StoreFailedException | UnreadableRecord e) {
            fatal.fatal("journal of host " + hostname + " cannot be read", e);
            throw e;
        } finally {
            database.exit(stamp);
        }
    }

    @Override
    public void put(List<HostJournal> journals) {
        long stamp = database.enter();
        try (WriteBatch batch = new WriteBatch()) {
            for (HostJournal journal : journals) {
                batch.put(database.handle(Family.HOSTS), key(journal.hostname()), HostNotesCodec.encode(journal));
            }
            database.writeUnsynced(batch);
        } catch (RocksDBException | StoreFailedException e) {
            fatal.fatal("journals cannot be written", e);
            throw new StoreFailedException("journals cannot be written", e);
        } finally {
            database.exit(stamp);
        }
    }

    private static byte[] key(String hostname) {
        return Keys.host(Keys.HOST_JOURNAL, hostname);
    }
}
