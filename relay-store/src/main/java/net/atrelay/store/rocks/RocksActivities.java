package net.atrelay.store.rocks;

import net.atrelay.store.FatalHandler;
import net.atrelay.store.host.ActivityTable;
import net.atrelay.store.host.HostActivity;
import net.atrelay.store.record.ActivityCodec;
import net.atrelay.store.record.UnreadableRecord;

/// What other processes say of hosts, in column family `hosts`, written beside the appender's batches. Any platform
/// thread.
final class RocksActivities implements ActivityTable {
    private final Database database;
    private final FatalHandler fatal;

    RocksActivities(Database database, FatalHandler fatal) {
        this.database = database;
        this.fatal = fatal;
    }

    @Override
    public HostActivity find(String hostname) {
        long stamp = database.enter();
        try {
            byte[] activity = database.get(Family.HOSTS, key(hostname));
            return activity == null ? HostActivity.none(hostname) : ActivityCodec.decode(hostname, activity);
        } catch (StoreFailedException | UnreadableRecord e) {
            fatal.fatal("activity of host " + hostname + " cannot be read", e);
            throw e;
        } finally {
            database.exit(stamp);
        }
    }

    /// Durable with the next batch.
    void put(HostActivity activity) {
        long stamp = database.enter();
        try {
            database.writeOne(Family.HOSTS, key(activity.hostname()), ActivityCodec.encode(activity), false);
        } finally {
            database.exit(stamp);
        }
    }

    private static byte[] key(String hostname) {
        return Keys.host(Keys.HOST_ACTIVITY, hostname);
    }
}
