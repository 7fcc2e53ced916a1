package net.atrelay.fanout.query;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.atrelay.store.host.HostRecord;
import net.atrelay.store.host.HostTable;
import org.jspecify.annotations.Nullable;

/// Host records in memory, in the order of their adding.
public final class MemoryHosts implements HostTable {
    private final Map<String, HostRecord> hosts = new LinkedHashMap<>();

    @Override
    public synchronized @Nullable HostRecord find(String hostname) {
        return hosts.get(hostname);
    }

    /// A name that is not there ends the list.
    @Override
    public synchronized List<HostRecord> list(@Nullable String after, int limit) {
        List<HostRecord> page = new ArrayList<>();
        boolean passed = after == null;
        for (HostRecord host : hosts.values()) {
            if (passed && page.size() < limit) {
                page.add(host);
            }
            passed = passed || host.hostname().equals(after);
        }
        return page;
    }

    /// As many as the name has characters.
    @Override
    public long accountCount(String hostname) {
        return hostname.length();
    }

    @Override
    public synchronized void put(HostRecord record, boolean resetCursor) {
        hosts.put(record.hostname(), record);
    }

    @Override
    public void begin(String host, long epoch, long cursor) {
        throw new UnsupportedOperationException();
    }

    public void add(String hostname, HostRecord.Status status, @Nullable Long cursor) {
        put(new HostRecord(hostname, hostname.indexOf(':') < 0, status, 0, cursor, 1, null), false);
    }
}
