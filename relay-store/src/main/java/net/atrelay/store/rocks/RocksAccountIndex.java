package net.atrelay.store.rocks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.atproto.syntax.Nsid;
import net.atrelay.store.FatalHandler;
import net.atrelay.store.account.AccountCounts;
import net.atrelay.store.account.AccountIndex;
import net.atrelay.store.account.CollectionIndex;
import net.atrelay.store.account.HostAccountCounts;
import net.atrelay.store.account.LocalStatus;
import net.atrelay.store.account.TakedownIndex;
import net.atrelay.store.record.UnreadableRecord;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksIterator;

/// Reads the counts in column family `hosts` and the indexes in `account_index` and `collections`. Stateless; any
/// platform thread.
final class RocksAccountIndex implements AccountIndex, AccountCounts, TakedownIndex, CollectionIndex {
    private static final byte[] COUNTS = {Keys.HOST_ACCOUNTS};
    private static final byte[] WAITING = {Keys.INDEX_WAITING};
    private static final byte[] INACTIVE = {Keys.INDEX_INACTIVE};
    private static final byte[] HIDDEN = {Keys.INDEX_HIDDEN};

    private final Database database;
    private final FatalHandler fatal;

    RocksAccountIndex(Database database, FatalHandler fatal) {
        this.database = database;
        this.fatal = fatal;
    }

    @Override
    public HostAccountCounts counts(String hostname) {
        return read(() -> countsOf(hostname).counts());
    }

    @Override
    public long admittedOn(String hostname, long day) {
        return read(() -> countsOf(hostname).admittedOn(day));
    }

    @Override
    public HostAccountCounts totals() {
        return scan(Family.HOSTS, iterator -> {
            HostAccountCounts sum = HostAccountCounts.NONE;
            for (iterator.seek(COUNTS); Keys.isAt(iterator, COUNTS); iterator.next()) {
                sum = sum.plus(HostCounts.decode(iterator.value()).counts());
            }
            return sum;
        });
    }

    @Override
    public List<String> hostsWithWaiting(@Nullable String after, int limit) {
        return scan(Family.ACCOUNT_INDEX, iterator -> {
            List<String> hosts = new ArrayList<>();
            iterator.seek(after == null ? WAITING : Keys.behindWaiting(after));
            while (hosts.size() < limit && Keys.isAt(iterator, WAITING)) {
                String host = Keys.waitingHost(iterator.key());
                hosts.add(host);
                iterator.seek(Keys.behindWaiting(host));
            }
            return hosts;
        });
    }

    @Override
    public List<Did> waiting(String hostname, int limit) {
        byte[] prefix = Keys.waiting(hostname);
        int didOffset = prefix.length + Long.BYTES;
        return scan(Family.ACCOUNT_INDEX, iterator -> {
            iterator.seek(prefix);
            return dids(iterator, prefix, didOffset, limit);
        });
    }

    @Override
    public List<Did> inactive(@Nullable Did after, int limit) {
        return scan(Family.ACCOUNT_INDEX, iterator -> {
            byte[] from = after == null ? INACTIVE : Keys.did(Keys.INDEX_INACTIVE, after);
            iterator.seek(after == null ? from : Arrays.copyOf(from, from.length + 1)); // the least key above
            return dids(iterator, INACTIVE, INACTIVE.length, limit);
        });
    }

    @Override
    public List<Did> takenDown(@Nullable Did after, int limit) {
        return scan(Family.ACCOUNT_INDEX, iterator -> {
            byte[] from = after == null ? HIDDEN : Keys.did(Keys.INDEX_HIDDEN, after);
            List<Did> dids = new ArrayList<>();
            iterator.seek(after == null ? from : Arrays.copyOf(from, from.length + 1));
            for (; dids.size() < limit && Keys.isAt(iterator, HIDDEN); iterator.next()) {
                if (iterator.value()[0] == LocalStatus.TAKENDOWN.ordinal()) {
                    byte[] key = iterator.key();
                    dids.add(Keys.did(key, HIDDEN.length, key.length - HIDDEN.length));
                }
            }
            return dids;
        });
    }

    @Override
    public List<Did> accounts(Nsid collection, @Nullable Did after, int limit) {
        byte[] prefix = Keys.listed(collection.value());
        return scan(Family.COLLECTIONS, iterator -> {
            byte[] from = after == null ? prefix : Keys.listed(collection.value(), after);
            iterator.seek(after == null ? from : Arrays.copyOf(from, from.length + 1)); // the least key above
            return dids(iterator, prefix, prefix.length, limit);
        });
    }

    private static List<Did> dids(RocksIterator iterator, byte[] prefix, int didOffset, int limit) {
        List<Did> dids = new ArrayList<>();
        for (; dids.size() < limit && Keys.isAt(iterator, prefix); iterator.next()) {
            byte[] key = iterator.key();
            dids.add(Keys.did(key, didOffset, key.length - didOffset));
        }
        return dids;
    }

    private HostCounts countsOf(String hostname) {
        return HostCounts.decode(database.get(Family.HOSTS, Keys.host(Keys.HOST_ACCOUNTS, hostname)));
    }

    private <T> T scan(Family family, Function<RocksIterator, T> action) {
        return read(() -> {
            try (ReadOptions options = new ReadOptions()) {
                RocksIterator iterator = database.iterator(family, options);
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

    private <T> T read(Supplier<T> action) {
        long stamp = database.enter();
        try {
            return action.get();
        } catch (StoreFailedException | UnreadableRecord e) {
            fatal.fatal("account counts or index cannot be read", e);
            throw e;
        } finally {
            database.exit(stamp);
        }
    }
}
