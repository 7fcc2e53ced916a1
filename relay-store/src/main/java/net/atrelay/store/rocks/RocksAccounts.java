package net.atrelay.store.rocks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.store.FatalHandler;
import net.atrelay.store.account.AccountState;
import net.atrelay.store.account.AccountTable;
import net.atrelay.store.record.AccountCodec;
import net.atrelay.store.record.UnreadableRecord;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksIterator;

/// Account states in column family `accounts`. Stateless; any platform thread.
final class RocksAccounts implements AccountTable {
    private final Database database;
    private final FatalHandler fatal;

    RocksAccounts(Database database, FatalHandler fatal) {
        this.database = database;
        this.fatal = fatal;
    }

    @Override
    public @Nullable AccountState find(Did did) {
        long stamp = database.enter();
        try {
            byte[] record = database.get(Family.ACCOUNTS, Keys.did(did));
            return record == null ? null : AccountCodec.decode(did, record);
        } catch (StoreFailedException | UnreadableRecord e) {
            fatal.fatal("account state of " + did + " cannot be read", e);
            throw e;
        } finally {
            database.exit(stamp);
        }
    }

    @Override
    public List<AccountState> list(@Nullable Did after, int limit) {
        long stamp = database.enter();
        try (ReadOptions options = new ReadOptions()) {
            RocksIterator iterator = database.iterator(Family.ACCOUNTS, options);
            try {
                return collect(iterator, after, limit);
            } finally {
                database.release(iterator);
            }
        } catch (StoreFailedException | UnreadableRecord e) {
            fatal.fatal("account states cannot be listed", e);
            throw e;
        } finally {
            database.exit(stamp);
        }
    }

    private static List<AccountState> collect(RocksIterator iterator, @Nullable Did after, int limit) {
        if (after == null) {
            iterator.seekToFirst();
        } else {
            byte[] from = Keys.did(after);
            iterator.seek(Arrays.copyOf(from, from.length + 1)); // the least key above: one 0x00 more
        }
        List<AccountState> states = new ArrayList<>();
        for (; iterator.isValid() && states.size() < limit; iterator.next()) {
            byte[] key = iterator.key();
            states.add(AccountCodec.decode(Keys.did(key, key.length), iterator.value()));
        }
        Database.checkStatus(iterator);
        return states;
    }
}
