package net.atrelay.store.rocks;

import net.atrelay.atproto.syntax.Did;
import net.atrelay.store.record.AccountCodec;
import net.atrelay.store.record.AccountFacts;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes counts and indexes anew from the account states, where a store was written before they were kept in this
/// form. Runs while the store opens, before anything else writes.
///
/// 1. Whatever there is of counts and indexes is removed.
/// 2. Every account is counted and indexed, in batches.
/// 3. The mark that says so is written last; an interrupted run begins from the start.
final class AccountIndexing {
    private static final Logger LOG = LoggerFactory.getLogger(AccountIndexing.class);

    /// To be raised when the layout of counts or indexes changes.
    private static final long LAYOUT = 1;

    private static final int ACCOUNTS_PER_BATCH = 10_000;
    private static final byte[] LOWEST = {0};
    private static final byte[] HIGHEST = {(byte) 0xff};

    private final Database database;

    AccountIndexing(Database database) {
        this.database = database;
    }

    /// Does it unless it has been done.
    void ensure() {
        byte[] layout = database.get(Family.META, Keys.INDEX_LAYOUT);
        if (layout != null && Keys.numberAt(layout, 0) == LAYOUT) {
            return;
        }
        try (WriteBatch batch = new WriteBatch()) {
            batch.deleteRange(database.handle(Family.ACCOUNT_INDEX), LOWEST, HIGHEST);
            batch.deleteRange(database.handle(Family.COLLECTIONS), LOWEST, HIGHEST);
            batch.deleteRange(
                    database.handle(Family.HOSTS), new byte[] {Keys.HOST_ACCOUNTS}, new byte[] {Keys.HOST_ACCOUNTS + 1
                    });
            database.write(batch);
            long accounts = indexAll(batch);
            batch.clear();
            batch.put(database.handle(Family.META), Keys.INDEX_LAYOUT, Keys.number(LAYOUT));
            database.write(batch);
            if (accounts > 0) {
                LOG.info("accounts counted and indexed anew: {}", accounts);
            }
        } catch (RocksDBException e) {
            throw new StoreFailedException("accounts not indexed", e);
        }
    }

    private long indexAll(WriteBatch batch) throws RocksDBException {
        AccountChanges changes = new AccountChanges(database, new Takedowns());
        long accounts = 0;
        batch.clear();
        try (ReadOptions options = new ReadOptions()) {
            RocksIterator iterator = database.iterator(Family.ACCOUNTS, options);
            try {
                for (iterator.seekToFirst(); iterator.isValid(); iterator.next()) {
                    byte[] key = iterator.key();
                    Did did = Keys.did(key, key.length);
                    // Nobody knows when they were let in: they count for a day long past.
                    changes.change(did, AccountFacts.ABSENT, AccountCodec.factsOf(iterator.value()), 0, batch);
                    if (++accounts % ACCOUNTS_PER_BATCH == 0) {
                        write(changes, batch);
                    }
                }
                Database.checkStatus(iterator);
            } finally {
                database.release(iterator);
            }
        }
        write(changes, batch);
        return accounts;
    }

    private void write(AccountChanges changes, WriteBatch batch) throws RocksDBException {
        changes.putCounts(batch);
        database.write(batch);
        changes.clear();
        batch.clear();
    }
}
