package net.atrelay.store.kafka;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/// The way to the node that reads a host. Any thread.
record ControlTopic(Producer<byte[], byte[]> producer, ClusterTopics topics) {
    /// @return done once it is acknowledged: it will be done then
    CompletableFuture<@Nullable Void> send(String hostname, ControlRecord record) {
        CompletableFuture<@Nullable Void> acknowledged = new CompletableFuture<>();
        byte[] value = record.encoded();
        var _ = producer.send(
                new ProducerRecord<>(
                        topics.control(),
                        topics.partitionOf(hostname),
                        hostname.getBytes(StandardCharsets.UTF_8),
                        value),
                (_, failure) -> {
                    if (failure == null) {
                        acknowledged.complete(null);
                    } else {
                        acknowledged.completeExceptionally(failure);
                    }
                });
        return acknowledged;
    }
}
