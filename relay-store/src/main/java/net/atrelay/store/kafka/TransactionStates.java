package net.atrelay.store.kafka;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeProducersResult.PartitionProducerState;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TransactionalIdNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/// What partitions and coordinators know of the transactions of verify nodes. Each question waits for its answer. Any
/// thread.
final class TransactionStates {
    private static final String OFFSETS = "__consumer_offsets";

    private final Admin admin;
    private final KafkaConfig config;
    private final String group;

    /// @param group of the verify nodes, in whose transactions its offsets are
    TransactionStates(Admin admin, KafkaConfig config, String group) {
        this.admin = admin;
        this.config = config;
        this.group = group;
    }

    /// Whether it has the places of groups, of any group.
    static boolean hasOffsets(TopicPartition partition) {
        return partition.topic().equals(OFFSETS);
    }

    /// What is open in the partitions that verify nodes write to, by whomever.
    Set<OpenTransaction> open() throws ExecutionException, InterruptedException {
        Set<OpenTransaction> open = new HashSet<>();
        Map<TopicPartition, PartitionProducerState> states =
                admin.describeProducers(partitions()).all().get();
        states.forEach((partition, state) -> state.activeProducers()
                .forEach(producer -> producer.currentTransactionStartOffset()
                        .ifPresent(first -> open.add(OpenTransaction.of(partition, producer, first)))));
        return open;
    }

    /// What coordinators know of the verify nodes among those who have something open, by the number of the producer.
    Map<Long, TransactionDescription> owners(Collection<OpenTransaction> open)
            throws ExecutionException, InterruptedException {
        List<Long> producers =
                open.stream().map(OpenTransaction::producerId).distinct().toList();
        return describe(
                admin.listTransactions(new ListTransactionsOptions().filterProducerIds(producers)).all().get().stream()
                        .map(TransactionListing::transactionalId)
                        .filter(id -> id.startsWith(LeftTransactions.transactionalId(config, "")))
                        .toList());
    }

    /// What coordinators know of these, by the number of the producer.
    Map<Long, TransactionDescription> describe(Collection<String> transactionalIds)
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

    /// All that transactions of verify nodes are written to.
    private List<TopicPartition> partitions() throws ExecutionException, InterruptedException {
        ClusterTopics topics = ClusterTopics.of(config.topics());
        List<TopicPartition> partitions = new ArrayList<>(topics.byAccount(topics.accounts(), topics.waiting()));
        partitions.add(ClusterTopics.only(topics.events()));
        partitions.addAll(offsets());
        return partitions;
    }

    /// Where the places of the group are: nowhere before there is any group.
    private List<TopicPartition> offsets() throws ExecutionException, InterruptedException {
        try {
            TopicDescription offsets = Objects.requireNonNull(
                    admin.describeTopics(List.of(OFFSETS)).allTopicNames().get().get(OFFSETS));
            int places = offsets.partitions().size();
            return List.of(new TopicPartition(OFFSETS, (group.hashCode() & Integer.MAX_VALUE) % places));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return List.of();
            }
            throw e;
        }
    }
}
