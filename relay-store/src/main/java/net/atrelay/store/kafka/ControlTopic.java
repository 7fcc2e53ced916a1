package net.atrelay.store.kafka;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/// The way to the node that reads a host. Any thread.
record ControlTopic(Producer<byte[], byte[]> producer, ClusterTopics topics) {
    /// @return done once it is acknowledged: it will be done then
    CompletableFuture<RecordMetadata> send(String hostname, ControlRecord record) {
        return Sending.send(
                producer,
                new ProducerRecord<>(
                        topics.control(),
                        topics.partitionOf(hostname),
                        hostname.getBytes(StandardCharsets.UTF_8),
                        record.encoded()));
    }
}
