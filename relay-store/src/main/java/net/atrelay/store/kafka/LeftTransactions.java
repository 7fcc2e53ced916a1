package net.atrelay.store.kafka;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ends the transactions that verify nodes have left open which are gone, so that readers need not wait until they time
/// out.
///
/// Who commits offsets leaves its node's name with them. Whose name stands at partitions that come to this node,
/// and who is no member of the group any more, can have nothing to say: a node opens its first transaction as a
/// member. What goes wrong here costs time alone; the time-out of transactions does the same later.
final class LeftTransactions {
    private static final Logger LOG = LoggerFactory.getLogger(LeftTransactions.class);

    private final Admin admin;
    private final KafkaConfig config;
    private final String group;
    private final HangingTransactions hanging;

    /// @param group of the verify nodes
    LeftTransactions(Admin admin, KafkaConfig config, String group, HangingTransactions hanging) {
        this.admin = admin;
        this.config = config;
        this.group = group;
        this.hanging = hanging;
    }

    static String transactionalId(KafkaConfig config, String node) {
        return config.topics().prefix() + "-verify-" + node;
    }

    /// Ends what former owners of the partitions have left.
    void end(Collection<TopicPartition> partitions) {
        try {
            Set<String> gone = owners(partitions);
            gone.remove("");
            gone.remove(config.node());
            if (!gone.isEmpty()) {
                gone.removeAll(members());
            }
            if (!gone.isEmpty()) {
                List<String> ids =
                        gone.stream().map(node -> transactionalId(config, node)).toList();
                Map<Long, TransactionDescription> before = hanging.known(ids);
                admin.fenceProducers(ids).all().get();
                hanging.endLeft(before);
                LOG.atInfo().addKeyValue("nodes", gone).log("transactions of nodes that are gone were ended");
            }
        } catch (ExecutionException e) {
            LOG.atWarn().setCause(e.getCause()).log("transactions of nodes that are gone are left to their time-out");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Set<String> owners(Collection<TopicPartition> partitions) throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> offsets = admin.listConsumerGroupOffsets(
                        Map.of(group, new ListConsumerGroupOffsetsSpec().topicPartitions(partitions)))
                .partitionsToOffsetAndMetadata(group)
                .get();
        Set<String> owners = new HashSet<>();
        for (OffsetAndMetadata offset : offsets.values()) {
            if (offset != null) {
                owners.add(offset.metadata());
            }
        }
        return owners;
    }

    /// Nodes in the group, by the names of their clients.
    private Set<String> members() throws ExecutionException, InterruptedException {
        String before = config.clientId() + "-";
        String behind = "-" + RawReader.CLIENT;
        return admin.describeConsumerGroups(List.of(group)).all().get().values().stream()
                .flatMap(described -> described.members().stream())
                .map(MemberDescription::clientId)
                .filter(client -> client.startsWith(before) && client.endsWith(behind))
                .map(client -> client.substring(before.length(), client.length() - behind.length()))
                .collect(Collectors.toSet());
    }
}
