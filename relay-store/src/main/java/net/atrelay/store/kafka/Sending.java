package net.atrelay.store.kafka;

import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/// Sends records one by one, for whoever waits until they are acknowledged. Stateless.
final class Sending {
    private Sending() {}

    /// Returns at once, though the producer may wait for brokers: it does so on a thread of its own.
    ///
    /// @return where the record lies, once it is acknowledged
    static CompletableFuture<RecordMetadata> send(
            Producer<byte[], byte[]> producer, ProducerRecord<byte[], byte[]> record) {
        CompletableFuture<RecordMetadata> acknowledged = new CompletableFuture<>();
        Thread.ofVirtual().name("relay-send-0").start(() -> {
            try {
                var _ = producer.send(record, (place, failure) -> complete(acknowledged, place, failure));
            } catch (RuntimeException e) {
                acknowledged.completeExceptionally(e);
            }
        });
        return acknowledged;
    }

    private static void complete(
            CompletableFuture<RecordMetadata> acknowledged, RecordMetadata place, @Nullable Exception failure) {
        if (failure == null) {
            acknowledged.complete(place);
        } else {
            acknowledged.completeExceptionally(failure);
        }
    }
}
