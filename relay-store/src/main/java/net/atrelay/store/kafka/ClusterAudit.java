package net.atrelay.store.kafka;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import net.atrelay.store.audit.AuditEntry;
import net.atrelay.store.audit.AuditOutcome;
import net.atrelay.store.audit.AuditRecord;
import net.atrelay.store.audit.AuditTable;
import org.jspecify.annotations.Nullable;

/// The audit of a cluster: each change is on record at every fan-out node. Numbers are places in topic `admin`: they
/// grow, with gaps. Any thread that may block.
final class ClusterAudit implements AuditTable {
    private final AuditTable own;
    private final AdminTopic topic;
    private final Patience patience;
    /// Tokens of changes that were begun here and have not ended, by their numbers.
    private final Map<Long, String> begun = new ConcurrentHashMap<>();

    /// @param own this node's table
    ClusterAudit(AuditTable own, AdminTopic topic, Patience patience) {
        this.own = own;
        this.topic = topic;
        this.patience = patience;
    }

    /// How many are kept is a matter of each node's own table.
    @Override
    public long add(AuditRecord record, int recordsMax) {
        String change = UUID.randomUUID().toString();
        long number = patience.await(topic.begin(change, record));
        if (record.outcome() == AuditOutcome.BEGUN) {
            begun.put(number, change);
        }
        return number;
    }

    @Override
    public void end(long number, AuditRecord record) {
        String change = begun.remove(number);
        if (change == null) {
            throw new IllegalArgumentException("number: " + number + " (expected: a change that was begun here)");
        }
        patience.await(topic.end(change, number, record));
    }

    @Override
    public List<AuditEntry> list(@Nullable Long below, int limit) {
        return own.list(below, limit);
    }
}
