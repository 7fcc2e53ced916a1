package net.atrelay.store.rocks;

import java.util.ArrayList;
import java.util.List;
import net.atrelay.store.FatalHandler;
import net.atrelay.store.host.HostRecord;
import net.atrelay.store.host.HostRecord.Status;
import net.atrelay.store.host.HostTable;
import net.atrelay.store.log.Appender;
import net.atrelay.store.log.HostCursor;
import net.atrelay.store.record.HostCodec;
import net.atrelay.store.record.UnreadableRecord;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksIterator;

/// Host records in column family `hosts`. Any platform thread but the appender's.
///
/// A change does not race with the appender's cursors: it goes through the appender's inbox and is written in one of
/// its batches, and facts and cursor are records of their own.
final class RocksHosts implements HostTable {
    private final Database database;
    private final Appender appender;
    private final RocksRules rules;
    private final FatalHandler fatal;

    RocksHosts(Database database, Appender appender, RocksRules rules, FatalHandler fatal) {
        this.database = database;
        this.appender = appender;
        this.rules = rules;
        this.fatal = fatal;
    }

    @Override
    public @Nullable HostRecord find(String hostname) {
        long stamp = database.enter();
        try {
            return read(hostname);
        } catch (StoreFailedException | UnreadableRecord e) {
            fatal.fatal("record of host " + hostname + " cannot be read", e);
            throw e;
        } finally {
            database.exit(stamp);
        }
    }

    @Override
    public List<HostRecord> list(@Nullable String after, int limit) {
        long stamp = database.enter();
        try (ReadOptions options = new ReadOptions()) {
            RocksIterator iterator = database.iterator(Family.HOSTS, options);
            try {
                return collect(iterator, after, limit);
            } finally {
                database.release(iterator);
            }
        } catch (StoreFailedException | UnreadableRecord e) {
            fatal.fatal("host records cannot be listed", e);
            throw e;
        } finally {
            database.exit(stamp);
        }
    }

    @Override
    public long accountCount(String hostname) {
        long stamp = database.enter();
        try {
            return accountCount(database, hostname);
        } catch (StoreFailedException e) {
            fatal.fatal("account count of host " + hostname + " cannot be read", e);
            throw e;
        } finally {
            database.exit(stamp);
        }
    }

    @Override
    public void put(HostRecord host, boolean resetCursor) {
        appender.put(host, resetCursor);
    }

    @Override
    public void begin(String host, long epoch, long cursor) {
        appender.begin(new HostCursor(host, epoch, cursor));
    }

    static long accountCount(Database database, String hostname) {
        byte[] count = database.get(Family.HOSTS, Keys.host(Keys.HOST_ACCOUNTS, hostname));
        return count == null ? 0 : Keys.numberAt(count, 0);
    }

    static @Nullable HostCursor cursor(Database database, String hostname) {
        byte[] cursor = database.get(Family.HOSTS, Keys.host(Keys.HOST_CURSOR, hostname));
        return cursor == null ? null : HostCodec.decodeCursor(hostname, cursor);
    }

    private @Nullable HostRecord read(String hostname) {
        byte[] facts = database.get(Family.HOSTS, Keys.host(Keys.HOST_FACTS, hostname));
        if (facts == null) {
            return null;
        }
        HostRecord host = HostCodec.decode(hostname, facts, cursor(database, hostname));
        return rules.bans().covering(hostname) == null ? host : host.withStatus(Status.BANNED);
    }

    /// A cursor that names no host ends the list.
    private List<HostRecord> collect(RocksIterator iterator, @Nullable String after, int limit) {
        List<HostRecord> hosts = new ArrayList<>();
        byte[] afterKey = {Keys.HOST_ORDER};
        if (after != null) {
            HostRecord known = read(after);
            if (known == null) {
                return hosts;
            }
            afterKey = Keys.hostOrder(known.addedAtMicros(), after);
        }
        for (iterator.seek(afterKey); hosts.size() < limit && isOrder(iterator); iterator.next()) {
            String hostname = Keys.hostInOrder(iterator.key());
            HostRecord host = hostname.equals(after) ? null : read(hostname);
            if (host != null) {
                hosts.add(host);
            }
        }
        Database.checkStatus(iterator);
        return hosts;
    }

    private static boolean isOrder(RocksIterator iterator) {
        return iterator.isValid() && iterator.key()[0] == Keys.HOST_ORDER;
    }
}
