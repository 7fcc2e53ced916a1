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
import net.atrelay.store.record.Keyed;
import net.atrelay.store.record.UnreadableRecord;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads `raw` as a member of the group of verify nodes, and keeps an engine running on what this node owns.
///
/// When partitions come: their tables are followed to the end, then left, since from then on this node writes them
/// itself; a new engine starts, and reading begins behind what is settled. When they go: the engine judges what it has,
/// that is made durable, and the tables are followed again. Everything but [#settled] and [#close] happens on the
/// thread
/// `relay-raw-reader`.
public final class RawReader implements FrameSettled, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RawReader.class);
    /// What the name of its client ends with.
    static final String CLIENT = "raw";

    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer;
    private final ClusterTopics topics;
    private final Tenure tenure;
    private final Entry entry;
    private final TopicFollower follower;
    private final FollowedTables tables;
    private final RawLanes lanes;
    private final RawEngine.Starter engines;
    private final long inFlightBytesMax;
    private final Consumer<Throwable> onFatal;
    private final AtomicLong inFlightBytes = new AtomicLong();
    private final Set<Integer> owned = ConcurrentHashMap.newKeySet();
    private final Thread thread = Thread.ofPlatform().name("relay-raw-reader").unstarted(this::run);
    private @Nullable RawEngine engine;
    private volatile boolean isClosing;

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
        this.onFatal = onFatal;
        lanes = new RawLanes(topics, sink);
    }

    void start() {
        thread.start();
    }

    /// Partitions of `raw` that this node owns now.
    public Set<Integer> owned() {
        return new TreeSet<>(owned);
    }

    @Override
    public void settled(String lane, int frames, long bytes) {
        inFlightBytes.addAndGet(-bytes);
    }

    /// Judges what was read, makes it durable and leaves the group.
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
            consumer.subscribe(List.of(topics.raw()), new Ownership());
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
        } catch (WakeupException _) {
            // the end
        } catch (RetriableException e) {
            LOG.warn("brokers do not answer: raw is read again in a moment ({})", e.getMessage());
            Thread.sleep(PAUSE);
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        RawEngine running = engine;
        if (running == null) {
            throw new IllegalStateException("engine: none (expected: one while partitions are owned)");
        }
        long ordinal = lanes.taken(record.partition(), record.offset());
        switch (decode(record)) {
            case RawRecord.FromHost(var frame) -> {
                inFlightBytes.addAndGet(frame.bytes().length);
                running.offer(with(frame, ordinal));
            }
            case RawRecord.Ruling(var did, var restriction, var holds) -> {
                Runnable settle = lanes.settling(did, record.partition(), ordinal);
                var _ = running.rule(did, restriction, holds).thenRun(settle);
            }
        }
    }

    private static RawRecord decode(ConsumerRecord<byte[], byte[]> record) {
        try {
            if (record.key() == null || record.value() == null) {
                throw new UnreadableRecord("raw record: empty (expected: key and value)");
            }
            return RawRecordCodec.decode(Keyed.did(record.key()), record.value());
        } catch (UnreadableRecord e) {
            throw new UnreadableRecord(
                    record.topic() + "-" + record.partition() + " offset " + record.offset() + ": " + e.getMessage(),
                    e);
        }
    }

    private static RawFrame with(RawFrame frame, long ordinal) {
        return new RawFrame(
                frame.host(),
                frame.epoch(),
                frame.hostSeq(),
                ordinal,
                frame.did(),
                frame.bytes(),
                frame.receivedAtMicros(),
                frame.receivedNanos());
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
            List<TopicPartition> all = owned.stream()
                    .map(partition -> new TopicPartition(topics.raw(), partition))
                    .toList();
            Map<TopicPartition, OffsetAndMetadata> settled = settled(all);
            follower.leave(tablesOf(partitions)).join();
            all.forEach(partition -> seek(partition, settled.get(partition)));
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
            follower.follow(tablesOf(partitions));
            if (!owned.isEmpty() && !isClosing) {
                resume();
            }
        }

        private void resume() {
            List<TopicPartition> rest = owned.stream()
                    .map(partition -> new TopicPartition(topics.raw(), partition))
                    .toList();
            Map<TopicPartition, OffsetAndMetadata> settled = settled(rest);
            rest.forEach(partition -> seek(partition, settled.get(partition)));
            startEngine();
        }
    }

    private void seek(TopicPartition partition, @Nullable OffsetAndMetadata settled) {
        if (settled == null) {
            consumer.seekToBeginning(List.of(partition));
        } else {
            consumer.seek(partition, settled.offset());
        }
    }

    /// What is settled for certain: waits for transactions that are not decided yet.
    private Map<TopicPartition, OffsetAndMetadata> settled(Collection<TopicPartition> partitions) {
        while (true) {
            try {
                return new HashMap<>(consumer.committed(Set.copyOf(partitions)));
            } catch (RetriableException e) {
                LOG.info("waiting until it is decided what is settled ({})", e.getMessage());
            }
        }
    }
}
