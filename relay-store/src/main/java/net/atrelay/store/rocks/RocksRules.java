package net.atrelay.store.rocks;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import net.atrelay.store.FatalHandler;
import net.atrelay.store.host.Bans;
import net.atrelay.store.host.CrawlRule;
import net.atrelay.store.host.CrawlRuleTable;
import net.atrelay.store.host.CrawlSettings;
import net.atrelay.store.host.HostBan;
import net.atrelay.store.record.HostNotesCodec;
import net.atrelay.store.record.UnreadableRecord;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksIterator;

/// Bans and settings in column family `hosts`. They share no key with what the appender writes, so they are written
/// beside it; the bans are also kept in memory, where each read of a host looks. Any platform thread.
final class RocksRules implements CrawlRuleTable {
    private final Database database;
    private final FatalHandler fatal;
    /// Changed under this object's lock, after the write.
    private volatile Bans bans;

    RocksRules(Database database, FatalHandler fatal) {
        this.database = database;
        this.fatal = fatal;
        List<HostBan> stored = new ArrayList<>();
        collect(HostBan.Scope.HOST, stored);
        collect(HostBan.Scope.DOMAIN, stored);
        bans = Bans.of(stored);
    }

    @Override
    public Bans bans() {
        return bans;
    }

    @Override
    public void put(CrawlRule rule) {
        put(rule, true);
    }

    /// Takes over a rule that another process has put. Durable with the next batch.
    void follow(CrawlRule rule) {
        put(rule, false);
    }

    private synchronized void put(CrawlRule rule, boolean synced) {
        switch (rule) {
            case CrawlRule.Ban(var ban) -> {
                write(key(ban.name(), ban.scope()), HostNotesCodec.encode(ban), synced);
                bans = bans.with(ban);
            }
            case CrawlRule.Lift(var name, var scope) -> {
                write(key(name, scope), null, synced);
                bans = bans.without(name, scope);
            }
            case CrawlRule.AccountLimit(var hostname, var accountsMax) ->
                write(
                        Keys.host(Keys.HOST_LIMIT, hostname),
                        accountsMax == null ? null : Keys.number(accountsMax),
                        synced);
            case CrawlRule.Setting setting ->
                write(Keys.CRAWL_SETTINGS, HostNotesCodec.encode(settings().with(setting)), synced);
        }
    }

    @Override
    public CrawlSettings settings() {
        long stamp = database.enter();
        try {
            byte[] settings = database.get(Family.HOSTS, Keys.CRAWL_SETTINGS);
            return settings == null ? CrawlSettings.AS_CONFIGURED : HostNotesCodec.decodeSettings(settings);
        } catch (StoreFailedException | UnreadableRecord e) {
            fatal.fatal("crawl settings cannot be read", e);
            throw e;
        } finally {
            database.exit(stamp);
        }
    }

    @Override
    public Map<String, Long> accountLimits() {
        long stamp = database.enter();
        try {
            Map<String, Long> limits = new HashMap<>();
            forEach(Keys.HOST_LIMIT, (hostname, value) -> limits.put(hostname, Keys.numberAt(value, 0)));
            return limits;
        } catch (StoreFailedException e) {
            fatal.fatal("account limits of hosts cannot be read", e);
            throw e;
        } finally {
            database.exit(stamp);
        }
    }

    private void write(byte[] key, byte @Nullable [] value, boolean synced) {
        long stamp = database.enter();
        try {
            database.writeOne(Family.HOSTS, key, value, synced);
        } catch (StoreFailedException e) {
            fatal.fatal("crawl rules cannot be written", e);
            throw e;
        } finally {
            database.exit(stamp);
        }
    }

    private void collect(HostBan.Scope scope, List<HostBan> found) {
        forEach(kind(scope), (name, value) -> found.add(HostNotesCodec.decodeBan(name, scope, value)));
    }

    /// All records of a kind, by the name in their keys.
    private void forEach(byte kind, BiConsumer<String, byte[]> consumer) {
        try (ReadOptions options = new ReadOptions()) {
            RocksIterator iterator = database.iterator(Family.HOSTS, options);
            try {
                for (iterator.seek(new byte[] {kind}); isOf(kind, iterator); iterator.next()) {
                    consumer.accept(Keys.hostAfterKind(iterator.key()), iterator.value());
                }
                Database.checkStatus(iterator);
            } finally {
                database.release(iterator);
            }
        }
    }

    private static boolean isOf(byte kind, RocksIterator iterator) {
        return iterator.isValid() && iterator.key()[0] == kind;
    }

    private static byte[] key(String name, HostBan.Scope scope) {
        return Keys.host(kind(scope), name);
    }

    private static byte kind(HostBan.Scope scope) {
        return switch (scope) {
            case HOST -> Keys.HOST_BAN;
            case DOMAIN -> Keys.DOMAIN_BAN;
        };
    }
}
