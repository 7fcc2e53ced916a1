package net.atrelay.store.kafka;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/// The marks of a cluster: where a fanout node without data may begin, and with which seq.
///
/// The first mark is written when the topics are made and says which seq the cluster's first event has.
public final class SeqMarks {
    private static final java.time.Duration POLL = java.time.Duration.ofMillis(100);

    private final ClusterTopics topics;
    private final Admin admin;

    SeqMarks(ClusterTopics topics, Admin admin) {
        this.topics = topics;
        this.admin = admin;
    }

    /// The first mark that the retained events reach back to; null when there is none: the topics have not been made,
    /// or no fanout node has run for as long as events are kept.
    ///
    /// @param consumer without a group; its assignment is changed
    @Nullable
    SeqMark first(Consumer<byte[], byte[]> consumer) {
        long earliest = offset(new TopicPartition(topics.events(), 0), OffsetSpec.earliest());
        TopicPartition partition = new TopicPartition(topics.marks(), 0);
        long end = offset(partition, OffsetSpec.latest());
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
        SeqMark first = null;
        while (consumer.position(partition) < end) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                SeqMark mark = SeqMark.read(record);
                if (mark.offset() >= earliest && (first == null || mark.offset() < first.offset())) {
                    first = mark;
                }
            }
        }
        return first;
    }

    /// Writes a mark. Done when it is acknowledged, if the producer is flushed.
    void put(Producer<byte[], byte[]> producer, SeqMark mark) {
        var _ = producer.send(new ProducerRecord<>(topics.marks(), 0, null, mark.encoded()));
    }

    /// Whether no mark was ever written.
    boolean isEmpty() {
        return offset(new TopicPartition(topics.marks(), 0), OffsetSpec.latest()) == 0;
    }

    private long offset(TopicPartition partition, OffsetSpec which) {
        try {
            return admin.listOffsets(Map.of(partition, which))
                    .partitionResult(partition)
                    .get()
                    .offset();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted", e);
        } catch (ExecutionException e) {
            throw new KafkaException("offset of " + partition + " not found", e.getCause());
        }
    }
}
