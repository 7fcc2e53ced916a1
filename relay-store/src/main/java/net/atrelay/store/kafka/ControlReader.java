package net.atrelay.store.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import net.atrelay.store.log.FollowedTables;
import net.atrelay.store.log.WishAnswer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads `control` as a member of the group of ingest nodes: who owns a partition reads its hosts, and does what is
/// asked of them.
///
/// When partitions come, the records of their hosts are followed to the end first; when they go, their sockets are
/// closed at once, then all cursors are published. Everything happens on the thread `relay-control-reader`.
final class ControlReader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControlReader.class);
    private static final Duration POLL = Duration.ofMillis(200);
    /// How long a wish is waited for before the next ones are looked at.
    private static final Duration WISH_MAX = Duration.ofSeconds(5);

    private static final CompletionStage<?> NOTHING = CompletableFuture.completedStage(null);

    private final org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer;
    private final ClusterTopics topics;
    private final TopicFollower follower;
    private final FollowedTables tables;
    private final Runnable publish;
    private final HostsReader hosts;
    private final HostTelling telling;
    private final Set<Integer> owned = new HashSet<>();
    private final Polling polling;

    /// @param publish waits until all frames are acknowledged, and publishes the cursors
    /// @param telling takes what became of wishes
    ControlReader(
            org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer,
            ClusterTopics topics,
            TopicFollower follower,
            FollowedTables tables,
            Runnable publish,
            HostsReader hosts,
            HostTelling telling,
            Consumer<Throwable> onFatal) {
        this.consumer = consumer;
        this.topics = topics;
        this.follower = follower;
        this.tables = tables;
        this.publish = publish;
        this.hosts = hosts;
        this.telling = telling;
        polling = new Polling("relay-control-reader", consumer, this::turn, onFatal);
    }

    void start() {
        consumer.subscribe(List.of(topics.control()), new Ownership());
        polling.start();
    }

    @Override
    public void close() {
        polling.close();
    }

    private void turn() {
        Map<TopicPartition, OffsetAndMetadata> done = new HashMap<>();
        List<CompletionStage<?>> underway = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
            underway.add(take(record));
            done.put(
                    new TopicPartition(record.topic(), record.partition()), new OffsetAndMetadata(record.offset() + 1));
        }
        underway.forEach(wish -> wish.toCompletableFuture().join());
        try {
            if (!done.isEmpty()) {
                consumer.commitSync(done);
            }
        } catch (RebalanceInProgressException e) {
            LOG.debug("what was asked may be asked again: hosts change hands");
        }
    }

    /// @return done when the place behind the record may be committed: what is quick is durable then, and told of
    private CompletionStage<?> take(ConsumerRecord<byte[], byte[]> record) {
        ControlRecord wish = ControlRecord.read(record);
        String hostname = new String(record.key(), StandardCharsets.UTF_8);
        switch (wish) {
            case ControlRecord.Crawl _ -> hosts.requestCrawl(hostname);
            case ControlRecord.Add _ -> hosts.add(hostname);
            case ControlRecord.Invite(var token, var probed) -> {
                CompletionStage<?> told = tell(hostname, token, hosts.invite(hostname, probed));
                // A probe takes its time; an operator who hears nothing of it asks again.
                return probed ? NOTHING : told;
            }
            case ControlRecord.ResetCursor(var token, var cursor) -> {
                return tell(hostname, token, hosts.resetCursor(hostname, cursor));
            }
            case ControlRecord.Slow(var account) -> hosts.slow(hostname, account);
            case ControlRecord.Disconnect(var token) -> telling.tell(hostname, token, hosts.disconnect(hostname));
        }
        return NOTHING;
    }

    private CompletionStage<?> tell(String hostname, String wish, CompletionStage<WishAnswer> answer) {
        return answer.thenAccept(known -> telling.tell(hostname, wish, known))
                .toCompletableFuture()
                .completeOnTimeout(null, WISH_MAX.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// What the group decides; called within a poll.
    private final class Ownership implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            if (partitions.isEmpty()) {
                return;
            }
            follower.leave(recordsOf(partitions)).join();
            GroupPlaces.seek(consumer, partitions, GroupPlaces.of(consumer, partitions));
            partitions.forEach(partition -> owned.add(partition.partition()));
            read();
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            if (partitions.isEmpty()) {
                return;
            }
            partitions.forEach(partition -> owned.remove(partition.partition()));
            read();
            follower.follow(recordsOf(partitions));
        }
    }

    private void read() {
        Set<Integer> now = Set.copyOf(owned);
        Set<String> left = hosts.read(hostname -> now.contains(topics.partitionOf(hostname)));
        LOG.atInfo().addKeyValue("partitions", new TreeSet<>(now)).log("hosts are read here");
        if (left.isEmpty()) {
            return;
        }
        publish.run();
        List<CompletableFuture<Void>> forgotten = new ArrayList<>();
        left.forEach(host -> forgotten.add(tables.forget(host)));
        forgotten.forEach(CompletableFuture::join);
        publish.run();
    }

    private List<TopicPartition> recordsOf(Collection<TopicPartition> control) {
        return control.stream()
                .map(partition -> new TopicPartition(topics.hosts(), partition.partition()))
                .toList();
    }
}
