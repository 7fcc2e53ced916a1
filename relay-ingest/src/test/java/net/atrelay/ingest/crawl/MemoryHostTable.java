package net.atrelay.ingest.crawl;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.atrelay.store.host.HostRecord;
import net.atrelay.store.host.HostTable;
import org.jspecify.annotations.Nullable;

/// Host records in memory, in the order of their adding.
final class MemoryHostTable implements HostTable {
    private final Map<String, HostRecord> hosts = new LinkedHashMap<>();

    @Override
    public synchronized @Nullable HostRecord find(String hostname) {
        return hosts.get(hostname);
    }

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

    @Override
    public long accountCount(String hostname) {
        return 0;
    }

    @Override
    public synchronized void put(HostRecord record, boolean resetCursor) {
        hosts.put(record.hostname(), record);
    }

    @Override
    public synchronized void begin(String host, long epoch, long cursor) {
        hosts.computeIfPresent(
                host,
                (_, record) -> new HostRecord(
                        host,
                        record.tls(),
                        record.status(),
                        epoch,
                        cursor,
                        record.addedAtMicros(),
                        record.lastError()));
    }
}
