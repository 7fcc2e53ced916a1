package net.atrelay.store.kafka;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import net.atrelay.store.kafka.ClusterException.Reason;

/// Remembers in a file which Kafka cluster a data directory follows. Positions and seqs of one cluster mean nothing
/// in another, so a process that is led to another one must not start.
///
/// @param file holds the id of the cluster, as text
public record ClusterMark(Path file) {
    private static final String FILE = "kafka-cluster";

    /// The mark of a data directory.
    public static ClusterMark in(Path data) {
        return new ClusterMark(data.resolve(FILE));
    }

    /// Refuses another id than the one that is kept, and writes nothing. Called before the data is opened: a store
    /// that is opened with the seqs of another cluster drops events.
    ///
    /// @param clusterId as [Topics#await] gives it
    /// @throws ClusterException when another id is kept ([Reason#OTHER_CLUSTER])
    public void check(String clusterId) {
        try {
            if (Files.exists(file)) {
                compare(clusterId);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be read", e);
        }
    }

    /// Refuses the data of any node of a cluster.
    ///
    /// @throws ClusterException [Reason#OTHER_CLUSTER]
    public void checkNone() {
        if (Files.exists(file)) {
            throw new ClusterException(
                    Reason.OTHER_CLUSTER, file + ": the data of a cluster's node (expected: that of relay run)");
        }
    }

    /// Keeps the id where there is none yet.
    ///
    /// @param clusterId as [Topics#await] gives it
    /// @throws ClusterException when another id is kept ([Reason#OTHER_CLUSTER])
    public void hold(String clusterId) {
        try {
            if (!Files.exists(file)) {
                write(clusterId);
            }
            compare(clusterId);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be read or written", e);
        }
    }

    private void compare(String clusterId) throws IOException {
        String kept = Files.readString(file).strip();
        if (!kept.equals(clusterId)) {
            throw new ClusterException(
                    Reason.OTHER_CLUSTER,
                    file + ": " + kept + " (expected: " + clusterId + ", the Kafka cluster that answers)");
        }
    }

    /// Whole or not at all, whenever the machine stops.
    private void write(String clusterId) throws IOException {
        Path draft = file.resolveSibling(FILE + ".new");
        Files.writeString(draft, clusterId + "\n");
        try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
