package net.atrelay.store.rocks;

import java.util.concurrent.CompletableFuture;
import net.atrelay.store.FatalHandler;
import net.atrelay.store.log.Appender;
import net.atrelay.store.log.Followed;
import net.atrelay.store.log.FollowedTables;
import org.jspecify.annotations.Nullable;

/// The way of followed topics into the tables: through the appender, in its batches. Stateless; any platform thread but
/// the appender's.
final class RocksFollowed implements FollowedTables {
    private final Database database;
    private final Appender appender;
    private final FatalHandler fatal;

    RocksFollowed(Database database, Appender appender, FatalHandler fatal) {
        this.database = database;
        this.appender = appender;
        this.fatal = fatal;
    }

    @Override
    public void follow(Followed taken) {
        appender.follow(taken);
    }

    @Override
    public @Nullable Long place(String topic, int partition) {
        long stamp = database.enter();
        try {
            byte[] next = database.get(Family.META, Keys.place(topic, partition));
            return next == null ? null : Long.valueOf(Keys.numberAt(next, 0));
        } catch (StoreFailedException e) {
            fatal.fatal("place in topic " + topic + " cannot be read", e);
            throw e;
        } finally {
            database.exit(stamp);
        }
    }

    @Override
    public CompletableFuture<Void> forget(String host) {
        return appender.forget(host);
    }
}
