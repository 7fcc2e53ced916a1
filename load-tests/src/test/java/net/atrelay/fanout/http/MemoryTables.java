package net.atrelay.fanout.http;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.atproto.syntax.Nsid;
import net.atrelay.store.account.AccountState;
import net.atrelay.store.account.AccountTable;
import net.atrelay.store.account.CollectionIndex;
import net.atrelay.store.host.HostRecord;
import net.atrelay.store.host.HostTable;
import org.jspecify.annotations.Nullable;

/// Tables of a few accounts and hosts in memory. Hosts are listed by their names, not by their adding.
final class MemoryTables implements AccountTable, CollectionIndex, HostTable {
    private final NavigableMap<String, AccountState> accounts = new TreeMap<>();
    private final NavigableMap<String, HostRecord> hosts = new TreeMap<>();

    void put(AccountState account) {
        accounts.put(account.did().value(), account);
    }

    @Override
    public @Nullable AccountState find(Did did) {
        return accounts.get(did.value());
    }

    @Override
    public List<AccountState> list(@Nullable Did after, int limit) {
        return firstOf(after == null ? accounts : accounts.tailMap(after.value(), false), limit);
    }

    @Override
    public List<Did> accounts(Nsid collection, @Nullable Did after, int limit) {
        return list(after, Integer.MAX_VALUE).stream()
                .filter(account -> account.collections().names().contains(collection.value()))
                .map(AccountState::did)
                .limit(limit)
                .toList();
    }

    @Override
    public @Nullable HostRecord find(String hostname) {
        return hosts.get(hostname);
    }

    @Override
    public List<HostRecord> list(@Nullable String after, int limit) {
        return firstOf(after == null ? hosts : hosts.tailMap(after, false), limit);
    }

    @Override
    public void begin(String host, long epoch, long cursor) {
        throw new UnsupportedOperationException("nothing is read here");
    }

    @Override
    public long accountCount(String hostname) {
        return accounts.values().stream()
                .filter(account -> hostname.equals(account.host()))
                .count();
    }

    @Override
    public void put(HostRecord host, boolean resetCursor) {
        hosts.put(host.hostname(), host);
    }

    private static <T> List<T> firstOf(NavigableMap<String, T> rows, int limit) {
        return new ArrayList<>(rows.values()).subList(0, Math.min(limit, rows.size()));
    }
}
