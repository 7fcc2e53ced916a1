package net.atrelay.fanout.query;

import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.atproto.syntax.Nsid;
import net.atrelay.store.account.CollectionIndex;
import org.jspecify.annotations.Nullable;

/// Accounts by collection in memory, in the order of their DIDs.
public final class MemoryCollections implements CollectionIndex {
    private final Map<String, NavigableSet<Did>> accounts = new ConcurrentHashMap<>();

    @Override
    public List<Did> accounts(Nsid collection, @Nullable Did after, int limit) {
        NavigableSet<Did> all = of(collection.value());
        return (after == null ? all : all.tailSet(after, false))
                .stream().limit(limit).toList();
    }

    public void add(String collection, String did) {
        of(collection).add(new Did(did));
    }

    void remove(String collection, String did) {
        of(collection).remove(new Did(did));
    }

    private NavigableSet<Did> of(String collection) {
        return accounts.computeIfAbsent(collection, _ -> new ConcurrentSkipListSet<>());
    }
}
