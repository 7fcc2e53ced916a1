package net.atrelay.verify.embedded;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.store.account.AccountState;
import net.atrelay.store.account.AccountTable;
import org.jspecify.annotations.Nullable;

/// The accounts of one shard: a bounded cache over the durable table, and pins for what the table does not have
/// yet.
///
/// An entry stays pinned while a state of it is on its way to the disk, or frames of it wait; so an evicted entry
/// can always be read back from the table. Outcomes of one account become durable in their order, those of different
/// accounts overtake each other.
///
/// Owned by the shard's thread, but for [StateOnItsWay#durable].
final class AccountEntries {
    private final AccountTable table;
    private final Cache<Did, AccountEntry> cache;
    private final Map<Did, AccountEntry> pinned = new HashMap<>();
    private final ArrayDeque<StateOnItsWay> onTheirWay = new ArrayDeque<>();

    AccountEntries(AccountTable table, long cachedMax) {
        this.table = table;
        this.cache = Caffeine.newBuilder()
                .maximumSize(cachedMax)
                .executor(Runnable::run)
                .build();
    }

    AccountEntry entry(Did did) {
        AccountEntry known = cache.getIfPresent(did);
        if (known != null) {
            return known;
        }
        AccountEntry entry = pinned.get(did);
        if (entry == null) {
            AccountState stored = table.find(did);
            entry = new AccountEntry(stored == null ? AccountState.unknown(did) : stored);
        }
        cache.put(did, entry);
        return entry;
    }

    /// Keeps the entry until the state it has now is durable. Returns what to run once that is so.
    Runnable pinUntilDurable(AccountEntry entry) {
        StateOnItsWay state = new StateOnItsWay(entry);
        entry.newest = state;
        pinned.put(entry.state.did(), entry);
        onTheirWay.add(state);
        return state::durable;
    }

    void pin(AccountEntry entry) {
        pinned.put(entry.state.did(), entry);
    }

    /// Lets the entry go if nothing else needs it.
    void unpin(AccountEntry entry) {
        StateOnItsWay newest = entry.newest;
        if (newest != null && newest.isDurable()) {
            entry.newest = null;
        }
        if (entry.line == null && entry.newest == null) {
            pinned.remove(entry.state.did(), entry);
        }
    }

    /// Lets go of entries whose states have become durable. One that is overtaken on its way keeps those behind it for
    /// so long.
    void sweep() {
        for (@Nullable StateOnItsWay first = onTheirWay.peek();
                first != null && first.isDurable();
                first = onTheirWay.peek()) {
            onTheirWay.remove();
            unpin(first.entry());
        }
    }

    int pinnedCount() {
        return pinned.size();
    }
}
