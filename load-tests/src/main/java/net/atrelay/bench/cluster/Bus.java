package net.atrelay.bench.cluster;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.atrelay.store.kafka.ClusterSeqs;
import net.atrelay.store.kafka.ClusterTopics;
import net.atrelay.store.kafka.KafkaClients;
import net.atrelay.store.kafka.KafkaConfig;
import net.atrelay.store.kafka.Topics;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.TopicPartition;

/// The brokers as who measures sees them: makes topics, and counts what groups have settled. Used by one thread.
final class Bus implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final long POLL_MILLIS = 10;

    private final KafkaConfig config;
    private final ClusterTopics topics;
    private final Admin admin;

    Bus(KafkaConfig config) {
        this.config = config;
        topics = ClusterTopics.of(config.topics());
        admin = KafkaClients.of(config).admin("bench");
    }

    /// Makes the topics of the cluster and those of bare runs.
    void makeTopics() throws InterruptedException {
        for (String prefix : List.of(config.topics().prefix(), BareWork.PREFIX)) {
            KafkaClients clients =
                    KafkaClients.of(config.withTopics(config.topics().withPrefix(prefix)));
            try (Topics made = Topics.of(clients)) {
                made.await(PATIENCE);
                made.create();
            }
        }
        ClusterSeqs.begin(KafkaClients.of(config), 1);
    }

    String verifyGroup() {
        return config.topics().prefix() + "-verify";
    }

    /// Lets a group that is not there yet begin with the first record of each partition of `raw`.
    void begin(String group) throws InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> places = new HashMap<>();
        raw().forEach(partition -> places.put(partition, new OffsetAndMetadata(0)));
        try {
            admin.alterConsumerGroupOffsets(group, places).all().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("group " + group + " cannot begin", e.getCause());
        }
    }

    /// Waits until so many records are in `raw`.
    void awaitRaw(long records) throws InterruptedException {
        await("records in raw", records, this::rawRecords);
    }

    /// Waits until a group has settled so many records of `raw`; returns how many it has then.
    long awaitSettled(String group, long records) throws InterruptedException {
        return await("records settled by " + group, records, () -> settled(group));
    }

    /// Partitions of `raw` by the member that owns them, named as its client; none while the group is not at rest.
    Map<String, Integer> shares(String group) throws InterruptedException {
        try {
            ConsumerGroupDescription described = admin.describeConsumerGroups(List.of(group))
                    .describedGroups()
                    .values()
                    .iterator()
                    .next()
                    .get();
            return described.groupState() == GroupState.STABLE
                    ? described.members().stream()
                            .collect(Collectors.toMap(
                                    member -> member.clientId(),
                                    member -> member.assignment()
                                            .topicPartitions()
                                            .size()))
                    : Map.of();
        } catch (ExecutionException e) {
            throw new IllegalStateException("group " + group + " cannot be described", e.getCause());
        }
    }

    @Override
    public void close() {
        admin.close();
    }

    private long rawRecords() throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        raw().forEach(partition -> asked.put(partition, OffsetSpec.latest()));
        return admin.listOffsets(asked).all().get().values().stream()
                .mapToLong(end -> end.offset())
                .sum();
    }

    private long settled(String group) throws ExecutionException, InterruptedException {
        return admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get().values().stream()
                .mapToLong(offset -> offset == null ? 0 : offset.offset())
                .sum();
    }

    private List<TopicPartition> raw() {
        return IntStream.range(0, topics.accountPartitions())
                .mapToObj(number -> new TopicPartition(topics.raw(), number))
                .toList();
    }

    private static long await(String what, long wanted, Count count) throws InterruptedException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        long found = 0;
        while (found < wanted) {
            if (System.nanoTime() > until) {
                throw new IllegalStateException(what + ": " + found + " (expected: " + wanted + " in time)");
            }
            Thread.sleep(POLL_MILLIS);
            try {
                found = count.now();
            } catch (ExecutionException _) {
                // A group or topic that is not known yet.
            }
        }
        return found;
    }

    @FunctionalInterface
    private interface Count {
        long now() throws ExecutionException, InterruptedException;
    }
}
