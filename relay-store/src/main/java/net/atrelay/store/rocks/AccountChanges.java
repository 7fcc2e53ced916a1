package net.atrelay.store.rocks;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import net.atrelay.atproto.repo.CollectionSet;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.store.record.AccountFacts;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/// What the states of one batch change in counts, indexes and takedowns: written into the same batch, so these are
/// never another moment's.
///
/// Owned by the appender thread, used again for each batch.
final class AccountChanges {
    private static final long DAY_MICROS = TimeUnit.DAYS.toMicros(1);
    private static final byte[] NOTHING = new byte[0];

    private final Database database;
    private final Takedowns takedowns;
    private final Map<String, HostCounts> counts = new HashMap<>();
    private final Map<Did, AccountFacts> rulings = new HashMap<>();

    AccountChanges(Database database, Takedowns takedowns) {
        this.database = database;
        this.takedowns = takedowns;
    }

    /// The account becomes `next`; the indexes follow.
    void change(Did did, AccountFacts before, AccountFacts next, long atMicros, WriteBatch batch)
            throws RocksDBException {
        if (before.equals(next)) {
            return;
        }
        count(before, next, Math.floorDiv(atMicros, DAY_MICROS));
        index(did, before, next, batch);
        list(did, before.listed(), next.listed(), batch);
        if (before.local() != next.local() && (before.isHidden() || next.isHidden())) {
            rulings.put(did, next);
        }
    }

    /// Adds the counts of the hosts that have changed.
    void putCounts(WriteBatch batch) throws RocksDBException {
        ColumnFamilyHandle hosts = database.handle(Family.HOSTS);
        for (Map.Entry<String, HostCounts> entry : counts.entrySet()) {
            batch.put(
                    hosts,
                    Keys.host(Keys.HOST_ACCOUNTS, entry.getKey()),
                    entry.getValue().encode());
        }
    }

    /// The batch is durable: takedowns hold for readers too.
    void written() {
        rulings.forEach(takedowns::put);
        clear();
    }

    void clear() {
        counts.clear();
        rulings.clear();
    }

    private void count(AccountFacts before, AccountFacts next, long day) {
        String from = before.host();
        String to = next.host();
        if (from != null) {
            countsOf(from).add(before.status(), -1);
        }
        if (to != null) {
            countsOf(to).add(next.status(), 1);
            if (next.takesRoomAt(to) && !before.takesRoomAt(to)) {
                countsOf(to).admit(day);
            }
        }
    }

    private HostCounts countsOf(String host) {
        HostCounts known = counts.get(host);
        if (known == null) {
            known = HostCounts.decode(database.get(Family.HOSTS, Keys.host(Keys.HOST_ACCOUNTS, host)));
            counts.put(host, known);
        }
        return known;
    }

    private void index(Did did, AccountFacts before, AccountFacts next, WriteBatch batch) throws RocksDBException {
        move(waitingKey(did, before), waitingKey(did, next), NOTHING, batch);
        move(
                before.isInactive() ? Keys.did(Keys.INDEX_INACTIVE, did) : null,
                next.isInactive() ? Keys.did(Keys.INDEX_INACTIVE, did) : null,
                NOTHING,
                batch);
        move(
                before.isHidden() ? Keys.did(Keys.INDEX_HIDDEN, did) : null,
                next.isHidden() ? Keys.did(Keys.INDEX_HIDDEN, did) : null,
                new byte[] {(byte) next.local().ordinal()},
                batch);
    }

    private void list(Did did, CollectionSet before, CollectionSet next, WriteBatch batch) throws RocksDBException {
        ColumnFamilyHandle collections = database.handle(Family.COLLECTIONS);
        for (String gone : before.without(next)) {
            batch.delete(collections, Keys.listed(gone, did));
        }
        for (String come : next.without(before)) {
            batch.put(collections, Keys.listed(come, did), NOTHING);
        }
    }

    private void move(byte @Nullable [] from, byte @Nullable [] to, byte[] value, WriteBatch batch)
            throws RocksDBException {
        ColumnFamilyHandle index = database.handle(Family.ACCOUNT_INDEX);
        if (from != null) {
            batch.delete(index, from);
        }
        if (to != null) {
            batch.put(index, to, value);
        }
    }

    private static byte @Nullable [] waitingKey(Did did, AccountFacts facts) {
        String host = facts.host();
        return host != null && facts.isWaiting() ? Keys.waiting(host, facts.enteredAtMicros(), did) : null;
    }
}
