package net.atrelay.store.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.store.bus.FrameSettled;
import net.atrelay.store.bus.RawFrame;
import net.atrelay.store.log.FollowedTables;
import net.atrelay.store.log.OutcomeSink;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads `raw` as a member of the group of verify nodes, and keeps an engine running on what this node owns.
///
/// When partitions come: their tables are followed to the end, then left, since from then on this node writes them
/// itself; a new engine starts, and reading begins behind what is settled. When they go: the engine judges what it has,
/// that is made durable, and the tables are followed again. Everything but [#settled] and [#close] happens on the
/// thread `relay-raw-reader`.
public final class RawReader implements FrameSettled, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RawReader.class);
    /// What the name of its client ends with.
    static final String CLIENT = "raw";

    private static final Duration POLL = Duration.ofMillis(100);

    private final org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer;
    private final ClusterTopics topics;
    private final Tenure tenure;
    private final Entry entry;
    private final TopicFollower follower;
    private final FollowedTables tables;
    private final RawLanes lanes;
    private final RawEngine.Starter engines;
    private final long inFlightBytesMax;
    private final AtomicLong inFlightBytes = new AtomicLong();
    private final Set<Integer> owned = ConcurrentHashMap.newKeySet();
    private final Polling polling;
    private @Nullable RawEngine engine;

    /// What precedes taking over partitions; called as a member of the group.
    interface Entry {
        /// Makes sure that this node can open transactions, and that nobody else has one open for these partitions.
        void before(Collection<TopicPartition> taken);

        /// Others have taken over, and may have shut this node's transactions out.
        void afterLoss();
    }

    /// @param consumer read-committed, in the group of verify nodes
    /// @param follower of `accounts` and `waiting`; follows all partitions at the start
    /// @param sink takes outcomes to the appender
    /// @param inFlightBytesMax bytes read and not yet settled above which nothing more is read
    RawReader(
            org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer,
            ClusterTopics topics,
            Tenure tenure,
            Entry entry,
            TopicFollower follower,
            FollowedTables tables,
            OutcomeSink sink,
            RawEngine.Starter engines,
            long inFlightBytesMax,
            Consumer<Throwable> onFatal) {
        this.consumer = consumer;
        this.topics = topics;
        this.tenure = tenure;
        this.entry = entry;
        this.follower = follower;
        this.tables = tables;
        this.engines = engines;
        this.inFlightBytesMax = inFlightBytesMax;
        polling = new Polling("relay-raw-reader", consumer, this::turn, onFatal);
        lanes = new RawLanes(topics, sink);
    }

    void start() {
        consumer.subscribe(List.of(topics.raw()), new Ownership());
        polling.start();
    }

    @Override
    public void settled(String lane, int frames, long bytes) {
        inFlightBytes.addAndGet(-bytes);
    }

    /// Judges what was read, makes it durable and leaves the group.
    @Override
    public void close() {
        polling.close();
    }

    private void turn() {
        boolean isFull = inFlightBytes.get() >= inFlightBytesMax;
        if (isFull) {
            consumer.pause(consumer.assignment());
        } else {
            consumer.resume(consumer.paused());
        }
        ConsumerRecords<byte[], byte[]> records = consumer.poll(isFull ? Duration.ofMillis(1) : POLL);
        tenure.speaksAs(consumer.groupMetadata());
        for (ConsumerRecord<byte[], byte[]> record : records) {
            take(record);
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        RawEngine running = engine;
        if (running == null) {
            throw new IllegalStateException("engine: none (expected: one while partitions are owned)");
        }
        long ordinal = lanes.taken(record.partition(), record.offset());
        switch (RawRecordCodec.read(record)) {
            case RawRecord.FromHost(var frame) -> running.offer(inFlight(frame.withOrdinal(ordinal)));
            case RawRecord.Ruling(var did, var restriction, var holds) ->
                running.rule(token(did, ordinal, record), restriction, holds);
            case RawRecord.Listed(var account) -> running.listed(token(account.did(), ordinal, record), account);
        }
    }

    /// What leaves the flight when a record is settled that is no frame.
    private RawFrame token(Did did, long ordinal, ConsumerRecord<byte[], byte[]> record) {
        return inFlight(new RawFrame("", 0, 0, ordinal, did, record.value(), 0, 0));
    }

    private RawFrame inFlight(RawFrame frame) {
        inFlightBytes.addAndGet(frame.bytes().length);
        return frame;
    }

    private boolean isOwned(Did did) {
        return owned.contains(topics.partitionOf(did));
    }

    private void startEngine() {
        Map<Integer, Long> places = new HashMap<>();
        owned.forEach(
                partition -> places.put(partition, consumer.position(new TopicPartition(topics.raw(), partition))));
        long term = tenure.begin(places);
        owned.forEach(partition -> lanes.open(partition, term));
        engine = engines.start(this::isOwned, lanes);
        LOG.atInfo()
                .addKeyValue("term", term)
                .addKeyValue("partitions", new TreeSet<>(owned))
                .log("accounts are judged here");
    }

    /// On return nothing of the term is on its way any more.
    private void stopEngine() {
        RawEngine running = engine;
        engine = null;
        if (running != null) {
            running.close();
        }
        List<CompletableFuture<Void>> left = new ArrayList<>();
        lanes.close().forEach(lane -> left.add(tables.forget(lane)));
        left.forEach(CompletableFuture::join);
        inFlightBytes.set(0);
    }

    private List<TopicPartition> tablesOf(Collection<TopicPartition> raw) {
        List<TopicPartition> parts = new ArrayList<>();
        for (TopicPartition partition : raw) {
            parts.add(new TopicPartition(topics.accounts(), partition.partition()));
            parts.add(new TopicPartition(topics.waiting(), partition.partition()));
        }
        return parts;
    }

    /// What the group decides; called within a poll.
    private final class Ownership implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            if (partitions.isEmpty()) {
                return;
            }
            tenure.speaksAs(consumer.groupMetadata());
            stopEngine();
            entry.before(partitions);
            partitions.forEach(partition -> owned.add(partition.partition()));
            Map<TopicPartition, OffsetAndMetadata> settled = GroupPlaces.of(consumer, raw());
            follower.leave(tablesOf(partitions)).join();
            GroupPlaces.seek(consumer, raw(), settled);
            engines.owns(owned.size(), topics.accountPartitions());
            startEngine();
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            giveUp(partitions);
        }

        /// Others may have them already.
        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            LOG.atWarn().addKeyValue("partitions", partitions).log("lost to others: what was judged is thrown away");
            tenure.end();
            giveUp(partitions);
            entry.afterLoss();
        }

        private void giveUp(Collection<TopicPartition> partitions) {
            if (partitions.isEmpty()) {
                return;
            }
            // The group is a generation further by now, and what was judged is still to be committed.
            tenure.speaksAs(consumer.groupMetadata());
            stopEngine();
            partitions.forEach(partition -> owned.remove(partition.partition()));
            engines.owns(owned.size(), topics.accountPartitions());
            follower.follow(tablesOf(partitions));
            if (!owned.isEmpty() && !polling.isClosing()) {
                GroupPlaces.seek(consumer, raw(), GroupPlaces.of(consumer, raw()));
                startEngine();
            }
        }
    }

    /// The partitions that this node owns.
    private List<TopicPartition> raw() {
        return owned.stream()
                .map(partition -> new TopicPartition(topics.raw(), partition))
                .toList();
    }
}
