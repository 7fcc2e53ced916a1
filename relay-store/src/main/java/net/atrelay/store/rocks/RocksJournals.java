package net.atrelay.store.rocks;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import net.atrelay.store.FatalHandler;
import net.atrelay.store.host.HostJournal;
import net.atrelay.store.host.JournalEntry;
import net.atrelay.store.host.JournalTable;
import net.atrelay.store.record.HostNotesCodec;
import net.atrelay.store.record.UnreadableRecord;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;

/// Journals of hosts in column family `hosts`, written beside the appender, whose keys they do not share. Any platform
/// thread.
final class RocksJournals implements JournalTable {
    /// Who reads hosts.
    static final String READER = "";

    private final Database database;
    private final FatalHandler fatal;
    private final String writer;

    /// Puts records into a batch.
    @FunctionalInterface
    private interface Filling {
        void into(WriteBatch batch) throws RocksDBException;
    }

    /// @param writer who writes through this table: name of a node that judges accounts; empty for who reads hosts
    RocksJournals(Database database, FatalHandler fatal, String writer) {
        this.database = database;
        this.fatal = fatal;
        this.writer = writer;
    }

    @Override
    public @Nullable HostJournal find(String hostname) {
        long stamp = database.enter();
        try {
            byte[] journal = database.get(Family.HOSTS, key(hostname, writer));
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
        write(batch -> {
            for (HostJournal journal : journals) {
                put(batch, journal, writer);
            }
        });
    }

    private void write(Filling filling) {
        long stamp = database.enter();
        try (WriteBatch batch = new WriteBatch()) {
            filling.into(batch);
            database.writeUnsynced(batch);
        } catch (RocksDBException | StoreFailedException e) {
            fatal.fatal("journals cannot be written", e);
            throw new StoreFailedException("journals cannot be written", e);
        } finally {
            database.exit(stamp);
        }
    }

    @Override
    public HostJournal all(String hostname) {
        long stamp = database.enter();
        try {
            List<JournalEntry> entries = new ArrayList<>();
            byte[] own = database.get(Family.HOSTS, key(hostname, READER));
            if (own != null) {
                entries.addAll(HostNotesCodec.decodeJournal(hostname, own).entries());
            }
            addOthers(hostname, entries);
            entries.sort(Comparator.comparingLong(JournalEntry::atMicros).reversed());
            return new HostJournal(hostname, entries, null);
        } catch (StoreFailedException | UnreadableRecord e) {
            fatal.fatal("journals of host " + hostname + " cannot be read", e);
            throw e;
        } finally {
            database.exit(stamp);
        }
    }

    /// Takes over a journal that another process has written. Durable with the next batch.
    ///
    /// @param other as the writer of a table
    void put(HostJournal journal, String other) {
        write(batch -> put(batch, journal, other));
    }

    private void put(WriteBatch batch, HostJournal journal, String by) throws RocksDBException {
        batch.put(database.handle(Family.HOSTS), key(journal.hostname(), by), HostNotesCodec.encode(journal));
    }

    private void addOthers(String hostname, List<JournalEntry> entries) {
        byte[] prefix = Keys.journal(hostname, "");
        try (ReadOptions options = new ReadOptions()) {
            RocksIterator iterator = database.iterator(Family.HOSTS, options);
            try {
                for (iterator.seek(prefix); Keys.isAt(iterator, prefix); iterator.next()) {
                    entries.addAll(HostNotesCodec.decodeJournal(hostname, iterator.value())
                            .entries());
                }
                Database.checkStatus(iterator);
            } finally {
                database.release(iterator);
            }
        }
    }

    private static byte[] key(String hostname, String by) {
        return by.isEmpty() ? Keys.host(Keys.HOST_JOURNAL, hostname) : Keys.journal(hostname, by);
    }
}
