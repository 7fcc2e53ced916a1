package net.atrelay.store.kafka;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.store.record.Keyed;
import org.apache.kafka.common.TopicPartition;

/// The topics of one cluster by name, and which partition is whose. Part of the format: a count of partitions never
/// changes.
///
/// @param raw frames and rulings on their way to the fold, by account
/// @param events what consumers see, in one partition
/// @param accounts account states, by account as `raw`
/// @param waiting frames that wait for an answer, by account as `raw`
/// @param hosts host records and cursors, by host
/// @param control what operators and the public ask of hosts, by host as `hosts`
/// @param admin what operators have decided for all hosts, and the record of each change, in one partition
/// @param marks which seq an offset of `events` has
/// @param accountPartitions partitions of what is by account
/// @param hostPartitions partitions of what is by host
public record ClusterTopics(
        String raw,
        String events,
        String accounts,
        String waiting,
        String hosts,
        String control,
        String admin,
        String marks,
        int accountPartitions,
        int hostPartitions) {
    public static ClusterTopics of(KafkaConfig.Layout layout) {
        return new ClusterTopics(
                Topic.RAW.name(layout),
                Topic.EVENTS.name(layout),
                Topic.ACCOUNTS.name(layout),
                Topic.WAITING.name(layout),
                Topic.HOSTS.name(layout),
                Topic.CONTROL.name(layout),
                Topic.ADMIN.name(layout),
                Topic.MARKS.name(layout),
                layout.accountPartitions(),
                layout.hostPartitions());
    }

    public int partitionOf(Did did) {
        return partitionOf(Keyed.did(did), accountPartitions);
    }

    public int partitionOf(String hostname) {
        return partitionOf(hostname.getBytes(StandardCharsets.UTF_8), hostPartitions);
    }

    /// CRC-32C of the route, modulo.
    ///
    /// @param route bytes of a DID or a hostname
    /// @param partitions of the topic
    static int partitionOf(byte[] route, int partitions) {
        CRC32C crc = new CRC32C();
        crc.update(route, 0, route.length);
        return (int) (crc.getValue() % partitions);
    }

    /// The one partition of a topic that has no more.
    static TopicPartition only(String name) {
        return new TopicPartition(name, 0);
    }

    /// All partitions of topics that are by account.
    List<TopicPartition> byAccount(String... names) {
        return all(accountPartitions, names);
    }

    /// All partitions of topics that are by host.
    List<TopicPartition> byHost(String... names) {
        return all(hostPartitions, names);
    }

    static List<TopicPartition> all(int partitions, String... names) {
        List<TopicPartition> all = new ArrayList<>();
        for (String name : names) {
            for (int i = 0; i < partitions; i++) {
                all.add(new TopicPartition(name, i));
            }
        }
        return all;
    }
}
