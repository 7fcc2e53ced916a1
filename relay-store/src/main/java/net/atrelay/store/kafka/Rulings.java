package net.atrelay.store.kafka;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import net.atrelay.store.record.Keyed;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;

/// Rulings on accounts, on their way through the fold and back: one takes its place among the frames of its account in
/// `raw`, and what it comes to is in this node's tables when the group of verify nodes has settled it and these have
/// been followed from there on. Any thread that may block.
final class Rulings {
    private static final long LOOK_MILLIS = 20;

    private final Producer<byte[], byte[]> producer;
    private final Admin admin;
    private final ClusterTopics topics;
    private final String judges;
    private final Supplier<CompletableFuture<?>> caughtUp;
    private final Patience patience;

    /// @param judges the group of verify nodes
    /// @param caughtUp done when all that the topics hold at the call is in this node's log and tables
    Rulings(
            Producer<byte[], byte[]> producer,
            Admin admin,
            ClusterTopics topics,
            String judges,
            Supplier<CompletableFuture<?>> caughtUp,
            Patience patience) {
        this.producer = producer;
        this.admin = admin;
        this.topics = topics;
        this.judges = judges;
        this.caughtUp = caughtUp;
        this.patience = patience;
    }

    /// Has a ruling judged, and returns once this node knows what it came to.
    void rule(RawRecord.Ruling ruling) {
        long deadlineNanos = patience.deadlineNanos();
        RecordMetadata place = patience.await(
                Sending.send(
                        producer,
                        new ProducerRecord<>(
                                topics.raw(),
                                topics.partitionOf(ruling.did()),
                                Keyed.did(ruling.did()),
                                RawRecordCodec.encode(ruling))),
                deadlineNanos);
        TopicPartition partition = new TopicPartition(place.topic(), place.partition());
        while (settledUpTo(partition, deadlineNanos) <= place.offset()) {
            rest();
        }
        patience.await(caughtUp.get(), deadlineNanos);
    }

    /// The offset below which all is settled; 0 where none is known, or nobody answers for the moment.
    private long settledUpTo(TopicPartition partition, long deadlineNanos) {
        long leftNanos = deadlineNanos - System.nanoTime();
        try {
            Map<TopicPartition, OffsetAndMetadata> settled = admin.listConsumerGroupOffsets(
                            Map.of(judges, new ListConsumerGroupOffsetsSpec().topicPartitions(List.of(partition))))
                    .partitionsToOffsetAndMetadata(judges)
                    .get(leftNanos, TimeUnit.NANOSECONDS);
            OffsetAndMetadata place = settled.get(partition);
            return place == null ? 0 : place.offset();
        } catch (TimeoutException e) {
            throw patience.late(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RetriableException) {
                return 0;
            }
            throw new KafkaException("how far " + judges + " is: not found", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted", e);
        }
    }

    private static void rest() {
        try {
            Thread.sleep(LOOK_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted", e);
        }
    }
}
