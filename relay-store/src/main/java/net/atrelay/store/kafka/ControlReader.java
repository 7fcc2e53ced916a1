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
import java.util.function.Consumer;
import net.atrelay.store.log.FollowedTables;
import net.atrelay.store.record.UnreadableRecord;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
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
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer;
    private final ClusterTopics topics;
    private final TopicFollower follower;
    private final FollowedTables tables;
    private final Runnable publish;
    private final HostsReader hosts;
    private final Consumer<Throwable> onFatal;
    private final Set<Integer> owned = new HashSet<>();
    private final Thread thread =
            Thread.ofPlatform().name("relay-control-reader").unstarted(this::run);
    private volatile boolean isClosing;

    /// @param publish waits until all frames are acknowledged, and publishes the cursors
    ControlReader(
            org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer,
            ClusterTopics topics,
            TopicFollower follower,
            FollowedTables tables,
            Runnable publish,
            HostsReader hosts,
            Consumer<Throwable> onFatal) {
        this.consumer = consumer;
        this.topics = topics;
        this.follower = follower;
        this.tables = tables;
        this.publish = publish;
        this.hosts = hosts;
        this.onFatal = onFatal;
    }

    void start() {
        thread.start();
    }

    @Override
    public void close() {
        isClosing = true;
        consumer.wakeup();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            consumer.subscribe(List.of(topics.control()), new Ownership());
            while (!isClosing) {
                turn();
            }
            consumer.close();
        } catch (Throwable e) {
            onFatal.accept(e);
        }
    }

    private void turn() throws InterruptedException {
        try {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
            Map<TopicPartition, OffsetAndMetadata> done = new HashMap<>();
            for (ConsumerRecord<byte[], byte[]> record : records) {
                take(record);
                done.put(
                        new TopicPartition(record.topic(), record.partition()),
                        new OffsetAndMetadata(record.offset() + 1));
            }
            if (!done.isEmpty()) {
                consumer.commitSync(done);
            }
        } catch (WakeupException _) {
            // the end
        } catch (RebalanceInProgressException e) {
            LOG.debug("what was asked may be asked again: hosts change hands");
        } catch (RetriableException e) {
            LOG.warn("brokers do not answer: control is read again in a moment ({})", e.getMessage());
            Thread.sleep(PAUSE);
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        try {
            if (record.key() == null || record.value() == null) {
                throw new UnreadableRecord("control record: empty (expected: key and value)");
            }
            String hostname = new String(record.key(), StandardCharsets.UTF_8);
            switch (ControlRecord.decode(record.value())) {
                case CRAWL -> hosts.requestCrawl(hostname);
                case ADD -> hosts.add(hostname);
            }
        } catch (UnreadableRecord e) {
            throw new UnreadableRecord(
                    record.topic() + "-" + record.partition() + " offset " + record.offset() + ": " + e.getMessage(),
                    e);
        }
    }

    /// What the group decides; called within a poll.
    private final class Ownership implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            if (partitions.isEmpty()) {
                return;
            }
            follower.leave(recordsOf(partitions)).join();
            Map<TopicPartition, OffsetAndMetadata> done = done(partitions);
            for (TopicPartition partition : partitions) {
                OffsetAndMetadata place = done.get(partition);
                if (place == null) {
                    consumer.seekToBeginning(List.of(partition));
                } else {
                    consumer.seek(partition, place.offset());
                }
                owned.add(partition.partition());
            }
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

    private Map<TopicPartition, OffsetAndMetadata> done(Collection<TopicPartition> partitions) {
        while (true) {
            try {
                return new HashMap<>(consumer.committed(Set.copyOf(partitions)));
            } catch (RetriableException e) {
                LOG.info("waiting for what was done of control ({})", e.getMessage());
            }
        }
    }

    private List<TopicPartition> recordsOf(Collection<TopicPartition> control) {
        return control.stream()
                .map(partition -> new TopicPartition(topics.hosts(), partition.partition()))
                .toList();
    }
}
