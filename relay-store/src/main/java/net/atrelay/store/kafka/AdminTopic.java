package net.atrelay.store.kafka;

import java.util.concurrent.CompletableFuture;
import net.atrelay.store.audit.AuditRecord;
import net.atrelay.store.host.CrawlRule;
import net.atrelay.store.record.RuleCodec;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/// Writes to topic `admin`, for a node that follows it. Any thread.
///
/// @param arrivals of this node
record AdminTopic(Producer<byte[], byte[]> producer, ClusterTopics topics, Arrivals arrivals) {
    /// @return done once the rule is in this node's tables, on the appender thread
    CompletableFuture<Void> put(CrawlRule rule) {
        return send(AdminRecord.keyOf(rule), RuleCodec.encode(rule)).thenCompose(arrivals::await);
    }

    /// A change begins.
    ///
    /// @param change token of it, which no other has
    /// @return its number, once it is durable
    CompletableFuture<Long> begin(String change, AuditRecord record) {
        return send(AdminRecord.keyOf(change), AdminRecord.encode(null, record))
                .thenApply(place -> AdminRecord.numberAt(place.offset()));
    }

    /// A change has ended.
    ///
    /// @return done once that is in this node's tables, on the appender thread
    CompletableFuture<Void> end(String change, long number, AuditRecord record) {
        return send(AdminRecord.keyOf(change), AdminRecord.encode(number, record))
                .thenCompose(arrivals::await);
    }

    private CompletableFuture<RecordMetadata> send(byte[] key, byte[] value) {
        return Sending.send(producer, new ProducerRecord<>(topics.admin(), 0, key, value));
    }
}
