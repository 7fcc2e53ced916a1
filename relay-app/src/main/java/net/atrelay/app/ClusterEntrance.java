package net.atrelay.app;

import java.nio.file.Path;
import java.time.Duration;
import net.atrelay.store.kafka.ClusterMark;
import net.atrelay.store.kafka.KafkaClients;
import net.atrelay.store.kafka.Topics;

/// What each node of a cluster does before it takes part: waits for Kafka however long it takes, and refuses topics
/// that would lose or mix events, or another cluster than that of its data.
///
/// @param clusterId of the Kafka cluster that answers
record ClusterEntrance(String clusterId) {
    private static final Duration FOR_EVER = Duration.ofDays(365);

    /// Opens and changes nothing: who is refused has touched neither the data nor the cluster.
    ///
    /// @param data the directory, which may be missing yet
    /// @throws net.atrelay.store.kafka.ClusterException for the operator
    static ClusterEntrance await(KafkaClients clients, Path data) throws InterruptedException {
        try (Topics topics = Topics.of(clients)) {
            String id = topics.await(FOR_EVER);
            ClusterMark.in(data).check(id);
            topics.check();
            return new ClusterEntrance(id);
        }
    }

    /// Keeps the cluster's id with the data from now on.
    ///
    /// @param data an open data directory
    /// @throws net.atrelay.store.kafka.ClusterException when it is another cluster's
    void hold(Path data) {
        ClusterMark.in(data).hold(clusterId);
    }
}
