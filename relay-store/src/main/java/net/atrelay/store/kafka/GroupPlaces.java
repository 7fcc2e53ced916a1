package net.atrelay.store.kafka;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How far a group has come in partitions that it shares.
final class GroupPlaces {
    private static final Logger LOG = LoggerFactory.getLogger(GroupPlaces.class);

    private GroupPlaces() {}

    /// What is committed for certain: waits for transactions that are not decided yet.
    static Map<TopicPartition, OffsetAndMetadata> of(
            Consumer<byte[], byte[]> consumer, Collection<TopicPartition> partitions) {
        while (true) {
            try {
                return consumer.committed(Set.copyOf(partitions));
            } catch (RetriableException e) {
                LOG.info("waiting until it is decided how far the group has come ({})", e.getMessage());
            }
        }
    }

    /// Reads these partitions from there on; from their beginning where the group has no place yet.
    static void seek(
            Consumer<byte[], byte[]> consumer,
            Collection<TopicPartition> partitions,
            Map<TopicPartition, OffsetAndMetadata> places) {
        for (TopicPartition partition : partitions) {
            OffsetAndMetadata place = places.get(partition);
            if (place == null) {
                consumer.seekToBeginning(List.of(partition));
            } else {
                consumer.seek(partition, place.offset());
            }
        }
    }
}
