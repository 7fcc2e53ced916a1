package net.atrelay.app;

import java.util.List;
import java.util.function.Predicate;
import net.atrelay.store.host.HostRecord;
import net.atrelay.store.host.HostRecord.Status;
import net.atrelay.store.host.HostTable;
import org.jspecify.annotations.Nullable;

/// The hosts as they are told of: one that a ban of the configuration covers is banned like any other, though the store
/// knows nothing of that ban, and is as it was once the ban is gone. Any platform thread.
///
/// @param stored the records
/// @param banned whether a ban of any kind covers a host now
record ShownHosts(HostTable stored, Predicate<String> banned) implements HostTable {
    @Override
    public @Nullable HostRecord find(String hostname) {
        HostRecord host = stored.find(hostname);
        return host == null ? null : shown(host);
    }

    @Override
    public List<HostRecord> list(@Nullable String after, int limit) {
        return stored.list(after, limit).stream().map(this::shown).toList();
    }

    @Override
    public long accountCount(String hostname) {
        return stored.accountCount(hostname);
    }

    @Override
    public void put(HostRecord record, boolean resetCursor) {
        stored.put(record, resetCursor);
    }

    @Override
    public void begin(String host, long epoch, long cursor) {
        stored.begin(host, epoch, cursor);
    }

    private HostRecord shown(HostRecord host) {
        return banned.test(host.hostname()) ? host.withStatus(Status.BANNED) : host;
    }
}
