package net.atrelay.store.kafka;

import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How a transaction ends.
final class Transaction {
    private static final Logger LOG = LoggerFactory.getLogger(Transaction.class);

    private Transaction() {}

    /// Commits it, however long brokers do not answer: who is told nothing asks again, and hears then what became of
    /// it.
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
