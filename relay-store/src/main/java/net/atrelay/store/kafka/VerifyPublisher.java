package net.atrelay.store.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.store.account.AccountState;
import net.atrelay.store.log.DeferredFrame;
import net.atrelay.store.log.HostCursor;
import net.atrelay.store.log.LogBatch;
import net.atrelay.store.log.LogWriter;
import net.atrelay.store.log.Outcome;
import net.atrelay.store.log.PendingEvent;
import net.atrelay.store.log.TopicPlace;
import net.atrelay.store.record.AccountCodec;
import net.atrelay.store.record.DeferredCodec;
import net.atrelay.store.record.Keyed;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes each batch of the fold durable as one transaction: events, account states, waiting frames and the offsets of
/// `raw` that they settle; all of it, or nothing. Then the node's own tables follow.
///
/// When the group has changed meanwhile the transaction is given up and made again as the member that this node is
/// then; when others own the partitions, what was judged is thrown away, since they judge it anew. Owned by the
/// appender thread.
public final class VerifyPublisher implements LogWriter {
    private static final Logger LOG = LoggerFactory.getLogger(VerifyPublisher.class);
    private static final byte[][] NO_FRAMES = new byte[0][];

    private final LogWriter tables;
    /// Changed between terms alone.
    private volatile @Nullable Producer<byte[], byte[]> transactions;

    private volatile @Nullable OutageSigns signs;
    private final Runnable endHanging;
    private final ClusterTopics topics;
    private final Tenure tenure;
    private final Duration regroupMax;
    private final String node;
    private final Map<TopicPartition, Future<RecordMetadata>> newest = new HashMap<>();
    /// Events have no seq here; the appender numbers them for itself.
    private long nextNumber;

    /// @param tables the node's own
    /// @param node name of this node, left with each offset
    /// @param regroupMax how long to wait for the group when it knows this node no more
    /// @param endHanging ends what hangs of this node's transactions; asked when the newest has only offsets
    VerifyPublisher(
            LogWriter tables,
            ClusterTopics topics,
            Tenure tenure,
            String node,
            Duration regroupMax,
            Runnable endHanging) {
        this.tables = tables;
        this.topics = topics;
        this.tenure = tenure;
        this.regroupMax = regroupMax;
        this.node = node;
        this.endHanging = endHanging;
        nextNumber = tables.nextSeq();
    }

    /// What writes the transactions from the next term on.
    ///
    /// @param producer transactional, its transactions initialised
    /// @param seen what has happened to its way to the brokers
    void use(Producer<byte[], byte[]> producer, OutageSigns seen) {
        transactions = producer;
        signs = seen;
    }

    @Override
    public long nextSeq() {
        return nextNumber;
    }

    @Override
    public @Nullable HostCursor cursor(String lane) {
        return null;
    }

    @Override
    public void write(LogBatch batch) {
        boolean isOurs = !batch.outcomes().isEmpty() || !batch.cursors().isEmpty();
        boolean isPublished = isOurs && publish(batch);
        LogBatch own = new LogBatch(
                tables.nextSeq(),
                NO_FRAMES,
                isPublished ? batch.outcomes() : List.of(),
                isPublished || !isOurs ? batch.states() : followedStates(batch),
                List.of(),
                List.of(),
                batch.followed(),
                isPublished ? places() : List.of(),
                batch.writtenAtMicros());
        tables.write(own);
        nextNumber = batch.nextSeq();
    }

    /// False when the term is over and nothing was published.
    private boolean publish(LogBatch batch) {
        while (tenure.holds()) {
            ConsumerGroupMetadata member = tenure.member();
            try {
                transact(batch, member);
                return true;
            } catch (ProducerFencedException e) {
                if (tenure.holds()) {
                    throw e;
                }
            } catch (CommitFailedException e) {
                LOG.info("the group has changed: a transaction is made again ({})", e.getMessage());
                producer().abortTransaction();
                if (!tenure.awaitOther(member, regroupMax)) {
                    throw new IllegalStateException("the group does not know this node any more", e);
                }
            }
        }
        return false;
    }

    /// Offsets come first: that is where a node hears that the group has changed, and all that is given up then.
    /// After an outage a partition may have the transaction before open, which was committed. It would end as this
    /// one does, so nothing is written there before it is ended ([HangingTransactions]).
    ///
    /// A broker adds partitions to a transaction once at a time, and what comes meanwhile is tried again after
    /// 20 ms (`add.partitions.to.txn.retry.backoff.ms`). So all others are in the first request behind that, the
    /// small records before the many bytes of events.
    private void transact(LogBatch batch, ConsumerGroupMetadata member) {
        newest.clear();
        Producer<byte[], byte[]> producer = producer();
        Map<Integer, Long> settled = settled(batch);
        Transaction.begin(producer, offsets(settled), member);
        if (signs().areThere()) {
            endHanging.run();
        }
        ownStates(batch).values().forEach(this::sendState);
        for (Outcome outcome : batch.outcomes()) {
            sendEvents(outcome);
            sendWaiting(outcome);
        }
        producer.flush();
        signs().onAcknowledged();
        Transaction.commit(producer);
        tenure.settled().putAll(settled);
    }

    private Producer<byte[], byte[]> producer() {
        return Objects.requireNonNull(transactions, "no term has begun");
    }

    private OutageSigns signs() {
        return Objects.requireNonNull(signs, "no term has begun");
    }

    private void sendEvents(Outcome outcome) {
        for (PendingEvent event : outcome.events()) {
            send(topics.events(), 0, Keyed.did(event.did()), EventRecordCodec.encode(event));
        }
    }

    private void sendWaiting(Outcome outcome) {
        int partition = topics.partitionOf(outcome.did());
        Long released = outcome.released();
        if (released != null) {
            send(topics.waiting(), partition, Keyed.waiting(outcome.did(), released), null);
        }
        DeferredFrame defers = outcome.defers();
        if (defers != null) {
            byte[] key = Keyed.waiting(outcome.did(), defers.number());
            send(topics.waiting(), partition, key, DeferredCodec.encode(defers));
        }
    }

    private void sendState(AccountState state) {
        send(topics.accounts(), topics.partitionOf(state.did()), Keyed.did(state.did()), AccountCodec.encode(state));
    }

    private void send(String topic, int partition, byte[] key, byte @Nullable [] value) {
        newest.put(
                new TopicPartition(topic, partition),
                producer().send(new ProducerRecord<>(topic, partition, key, value)));
    }

    /// The newest state of each account that was judged here.
    private static Map<Did, AccountState> ownStates(LogBatch batch) {
        Map<Did, AccountState> states = new HashMap<>();
        for (Outcome outcome : batch.outcomes()) {
            AccountState state = outcome.state();
            if (state != null) {
                states.put(state.did(), state);
            }
        }
        return states;
    }

    private static List<AccountState> followedStates(LogBatch batch) {
        Map<Did, AccountState> own = ownStates(batch);
        return batch.states().stream()
                .filter(state -> !own.containsKey(state.did()))
                .toList();
    }

    /// How far partitions are settled with this batch. Partitions whose accounts it changes are among them even where
    /// they are no further: with the offsets Kafka checks that this node may still speak for the group.
    private Map<Integer, Long> settled(LogBatch batch) {
        Map<Integer, Long> settled = new HashMap<>();
        for (Outcome outcome : batch.outcomes()) {
            int partition = topics.partitionOf(outcome.did());
            Long before = tenure.settled().get(partition);
            if (before != null) {
                settled.put(partition, before);
            }
        }
        for (HostCursor lane : batch.cursors()) {
            Long newest = lane.cursor();
            if (newest != null) {
                settled.put(LaneName.of(lane.host()).partition(), newest + 1);
            }
        }
        return settled;
    }

    private Map<TopicPartition, OffsetAndMetadata> offsets(Map<Integer, Long> settled) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        settled.forEach((partition, offset) ->
                offsets.put(new TopicPartition(topics.raw(), partition), new OffsetAndMetadata(offset, node)));
        return offsets;
    }

    /// Where the tables that this node writes stand after the transaction.
    private List<TopicPlace> places() {
        List<TopicPlace> places = new ArrayList<>();
        newest.forEach((partition, sent) -> {
            if (!partition.topic().equals(topics.events())) {
                places.add(new TopicPlace(partition.topic(), partition.partition(), offset(sent) + 1));
            }
        });
        return places;
    }

    private static long offset(Future<RecordMetadata> sent) {
        try {
            return sent.get().offset();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("offset: unknown (expected: a committed transaction's)", e);
        }
    }
}
