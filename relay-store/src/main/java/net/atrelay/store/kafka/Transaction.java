package net.atrelay.store.kafka;

import java.util.Map;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How a transaction begins and ends, however long brokers do not answer.
final class Transaction {
    private static final Logger LOG = LoggerFactory.getLogger(Transaction.class);

    private Transaction() {}

    /// Begins it with how far a group has come. On return the coordinator is done with the one before.
    ///
    /// @throws CommitFailedException when the group has changed: there is nothing in it then
    static void begin(
            Producer<byte[], byte[]> producer,
            Map<TopicPartition, OffsetAndMetadata> offsets,
            ConsumerGroupMetadata member) {
        producer.beginTransaction();
        while (true) {
            try {
                producer.sendOffsetsToTransaction(offsets, member);
                return;
            } catch (TimeoutException e) {
                LOG.warn("brokers do not answer: waiting for a transaction's beginning");
            }
        }
    }

    /// Commits it: who is told nothing asks again, and hears then what became of it.
    static void commit(Producer<byte[], byte[]> producer) {
        while (true) {
            try {
                producer.commitTransaction();
                return;
            } catch (TimeoutException e) {
                LOG.warn("brokers do not answer: waiting for a transaction's commit");
            }
        }
    }
}
