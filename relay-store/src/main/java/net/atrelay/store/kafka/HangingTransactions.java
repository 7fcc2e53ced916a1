package net.atrelay.store.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeProducersResult.PartitionProducerState;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TransactionalIdNotFoundException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ends what hangs: transactions of verify nodes that a partition has open while their coordinator is done with them.
///
/// A coordinator that gives a transaction up has its end written into each of its partitions. Some brokers pass over
/// a partition that has no leader at that moment, as when all of them come back from an outage: nothing behind the
/// transaction's first record is ever read then, as no time-out ends what the coordinator does not know of any more.
///
/// A transaction hangs when the partition has it open, the coordinator, asked then, knows the partition as no part of
/// it, and the partition still has it open, asked again. It was given up when the coordinator has just given up a
/// transaction of that producer, and is one epoch further: each end is one. Only such are ended. What hangs and was
/// committed, or may have been, is told of and left to an operator: to give it up could lose events. Any thread, unless
/// said otherwise.
final class HangingTransactions implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HangingTransactions.class);
    private static final String OFFSETS = "__consumer_offsets";
    private static final int LOOKS_PER_TIMEOUT = 2;
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final Admin admin;
    private final KafkaConfig config;
    private final String group;
    private final Set<Open> told = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("relay-hanging-transactions").daemon().factory());

    /// Of the timer's thread: what was open at the last look, and why that failed.
    private Set<Open> seen = Set.of();

    private String failed = "";

    /// What a partition has open.
    private record Open(TopicPartition partition, long producerId, int epoch, int coordinatorEpoch, long firstOffset) {
        static Open of(TopicPartition partition, ProducerState producer, long firstOffset) {
            return new Open(
                    partition,
                    producer.producerId(),
                    producer.producerEpoch(),
                    producer.coordinatorEpoch().orElse(0),
                    firstOffset);
        }
    }

    @FunctionalInterface
    private interface Request<T> {
        T ask() throws ExecutionException, InterruptedException;
    }

    /// @param group of the verify nodes, in whose transactions its offsets are
    HangingTransactions(Admin admin, KafkaConfig config, String group) {
        this.admin = admin;
        this.config = config;
        this.group = group;
    }

    /// Looks again and again, from now on.
    void start() {
        long every = config.transactionTimeout().dividedBy(LOOKS_PER_TIMEOUT).toMillis();
        var _ = timer.scheduleWithFixedDelay(this::look, every, every, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    /// What coordinators know of these transactional ids, by the number of the producer. Asked before something shuts
    /// their producers out, which makes coordinators forget how the last transaction ended. Waits for brokers.
    Map<Long, TransactionDescription> known(Collection<String> transactionalIds) {
        return patiently(() -> describe(transactionalIds), Map.of());
    }

    /// Ends what hangs of producers that are shut out by now. Waits for brokers.
    ///
    /// @param before what was known of them before that
    void endLeft(Map<Long, TransactionDescription> before) {
        if (before.values().stream().noneMatch(HangingTransactions::isGivenUp)) {
            return;
        }
        var _ = patiently(
                () -> {
                    for (Open open : open()) {
                        TransactionDescription owner = before.get(open.producerId());
                        if (owner != null) {
                            end(open, owner);
                        }
                    }
                    return true;
                },
                false);
    }

    /// Ends what hangs since the last look. On one thread at a time.
    void look() {
        try {
            lookOnce();
            failed = "";
        } catch (ExecutionException e) {
            onFailure(Failure.cause(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            onFailure(e);
        }
    }

    private void lookOnce() throws ExecutionException, InterruptedException {
        Set<Open> now = open();
        Set<Open> suspects = new HashSet<>(now);
        suspects.retainAll(seen);
        seen = now;
        if (suspects.isEmpty()) {
            return;
        }
        Map<Long, TransactionDescription> owners = describe(transactionalIds(suspects));
        suspects.removeIf(open -> isUnderWay(open, owners.get(open.producerId())));
        if (suspects.isEmpty()) {
            return;
        }
        suspects.retainAll(open());
        for (Open open : suspects) {
            TransactionDescription owner = owners.get(open.producerId());
            if (owner != null) {
                end(open, owner);
            } else if (!open.partition().topic().equals(OFFSETS)) {
                tell(open, "unknown");
            }
        }
    }

    private static boolean isUnderWay(Open open, @Nullable TransactionDescription owner) {
        return owner != null && owner.topicPartitions().contains(open.partition());
    }

    private static boolean isGivenUp(TransactionDescription owner) {
        return switch (owner.state()) {
            case PREPARE_ABORT, COMPLETE_ABORT -> true;
            default -> false;
        };
    }

    /// Whether the coordinator has given up the transaction of that epoch, and begun none since.
    static boolean isGivenUp(int epoch, TransactionDescription owner) {
        return isGivenUp(owner) && owner.producerEpoch() == epoch + 1;
    }

    private void end(Open open, TransactionDescription owner) throws ExecutionException, InterruptedException {
        if (!isGivenUp(open.epoch(), owner)) {
            tell(open, owner.state() + " at epoch " + owner.producerEpoch());
            return;
        }
        admin.abortTransaction(new AbortTransactionSpec(
                        open.partition(), open.producerId(), (short) open.epoch(), open.coordinatorEpoch()))
                .all()
                .get();
        LOG.warn(
                "a transaction was ended that hung: given up, and open in a partition; partition={} firstOffset={}"
                        + " producerId={} epoch={}",
                open.partition(),
                open.firstOffset(),
                open.producerId(),
                open.epoch());
    }

    /// Once for each.
    private void tell(Open open, String state) {
        if (told.add(open)) {
            LOG.error(
                    "a transaction hangs and must be ended by an operator: nothing behind its first record is read;"
                            + " partition={} firstOffset={} producerId={} epoch={} coordinator=\"{}\"",
                    open.partition(),
                    open.firstOffset(),
                    open.producerId(),
                    open.epoch(),
                    state);
        }
    }

    private Set<Open> open() throws ExecutionException, InterruptedException {
        Set<Open> open = new HashSet<>();
        Map<TopicPartition, PartitionProducerState> states =
                admin.describeProducers(partitions()).all().get();
        states.forEach((partition, state) -> state.activeProducers()
                .forEach(producer -> producer.currentTransactionStartOffset()
                        .ifPresent(first -> open.add(Open.of(partition, producer, first)))));
        told.retainAll(open);
        return open;
    }

    /// All that transactions of verify nodes are written to.
    private List<TopicPartition> partitions() throws ExecutionException, InterruptedException {
        ClusterTopics topics = ClusterTopics.of(config.topics());
        List<TopicPartition> partitions = new ArrayList<>(topics.byAccount(topics.accounts(), topics.waiting()));
        partitions.add(ClusterTopics.only(topics.events()));
        TopicDescription offsets = Objects.requireNonNull(
                admin.describeTopics(List.of(OFFSETS)).allTopicNames().get().get(OFFSETS));
        int places = offsets.partitions().size();
        partitions.add(new TopicPartition(OFFSETS, (group.hashCode() & Integer.MAX_VALUE) % places));
        return partitions;
    }

    /// Those of verify nodes.
    private List<String> transactionalIds(Collection<Open> open) throws ExecutionException, InterruptedException {
        List<Long> producers = open.stream().map(Open::producerId).distinct().toList();
        return admin.listTransactions(new ListTransactionsOptions().filterProducerIds(producers)).all().get().stream()
                .map(TransactionListing::transactionalId)
                .filter(id -> id.startsWith(LeftTransactions.transactionalId(config, "")))
                .toList();
    }

    private Map<Long, TransactionDescription> describe(Collection<String> transactionalIds)
            throws ExecutionException, InterruptedException {
        Map<Long, TransactionDescription> described = new HashMap<>();
        for (String id : transactionalIds) {
            try {
                TransactionDescription found =
                        admin.describeTransactions(List.of(id)).description(id).get();
                described.put(found.producerId(), found);
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TransactionalIdNotFoundException)) {
                    throw e;
                }
            }
        }
        return described;
    }

    /// @param otherwise what is returned when brokers refuse
    private <T> T patiently(Request<T> request, T otherwise) {
        try {
            while (true) {
                try {
                    return request.ask();
                } catch (ExecutionException e) {
                    Throwable cause = Failure.cause(e);
                    if (!Failure.isPassing(cause)) {
                        LOG.warn("hanging transactions are not looked for ({})", Failure.text(cause));
                        return otherwise;
                    }
                    LOG.info("waiting to look for hanging transactions ({})", Failure.text(cause));
                    Thread.sleep(PAUSE);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return otherwise;
        }
    }

    private void onFailure(Throwable failure) {
        String text = Failure.text(failure);
        if (!Failure.isPassing(failure) && !text.equals(failed)) {
            failed = text;
            LOG.warn("hanging transactions are not looked for ({})", text);
        }
    }
}
