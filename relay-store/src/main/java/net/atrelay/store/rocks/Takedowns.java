package net.atrelay.store.rocks;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.store.account.EffectiveStatus;
import net.atrelay.store.account.LocalStatus;
import net.atrelay.store.account.TakedownView;
import net.atrelay.store.account.UpstreamStatus;
import net.atrelay.store.record.AccountFacts;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksIterator;

/// The hidden accounts, read from the index at start and kept by the appender after each batch.
final class Takedowns implements TakedownView {
    private static final LocalStatus[] LOCAL = LocalStatus.values();

    private final ConcurrentMap<Did, EffectiveStatus> hidden = new ConcurrentHashMap<>();
    /// Written by the appender, after the map: who reads a count sees at least the rulings that it counts.
    private final AtomicLong changes = new AtomicLong();

    /// Reads those that are on disk.
    static Takedowns load(Database database) {
        Takedowns takedowns = new Takedowns();
        byte[] prefix = {Keys.INDEX_HIDDEN};
        try (ReadOptions options = new ReadOptions()) {
            RocksIterator iterator = database.iterator(Family.ACCOUNT_INDEX, options);
            try {
                for (iterator.seek(prefix); Keys.isAt(iterator, prefix); iterator.next()) {
                    byte[] key = iterator.key();
                    takedowns.hidden.put(
                            Keys.did(key, 1, key.length - 1), told(LOCAL[Byte.toUnsignedInt(iterator.value()[0])]));
                }
                Database.checkStatus(iterator);
            } finally {
                database.release(iterator);
            }
        }
        return takedowns;
    }

    /// Appender thread.
    void put(Did did, AccountFacts facts) {
        if (facts.isHidden()) {
            hidden.put(did, told(facts.local()));
        } else {
            hidden.remove(did);
        }
        changes.incrementAndGet();
    }

    @Override
    public boolean isHidden(Did did) {
        return hidden.containsKey(did);
    }

    @Override
    public boolean isEmpty() {
        return hidden.isEmpty();
    }

    @Override
    public @Nullable EffectiveStatus hiddenAs(Did did) {
        return hidden.get(did);
    }

    @Override
    public long changes() {
        return changes.get();
    }

    private static EffectiveStatus told(LocalStatus local) {
        return EffectiveStatus.of(local, UpstreamStatus.ACTIVE);
    }
}
