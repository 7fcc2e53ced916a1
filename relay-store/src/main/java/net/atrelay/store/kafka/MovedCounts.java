package net.atrelay.store.kafka;

import java.util.Map;

/// How much of a store a file moves to a cluster.
///
/// @param firstSeq of the first event; of the next one when there is none
/// @param records by topic
public record MovedCounts(long firstSeq, Map<Topic, Long> records) {
    public long of(Topic topic) {
        return records.getOrDefault(topic, 0L);
    }

    /// That the cluster's next event has.
    public long nextSeq() {
        return firstSeq + of(Topic.EVENTS);
    }
}
