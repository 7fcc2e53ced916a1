package net.atrelay.store.kafka;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Why a process of a cluster cannot work with its Kafka. Each line is made for the operator's terminal.
public final class ClusterException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;
    private final transient List<String> lines;

    public ClusterException(Reason reason, List<String> lines, @Nullable Throwable cause) {
        super(String.join("\n", lines), cause);
        this.reason = reason;
        this.lines = List.copyOf(lines);
    }

    ClusterException(Reason reason, String line) {
        this(reason, List.of(line), null);
    }

    ClusterException(Reason reason, String line, Throwable cause) {
        this(reason, List.of(line), cause);
    }

    public Reason reason() {
        return reason;
    }

    public List<String> lines() {
        return lines;
    }

    /// The classes of trouble.
    public enum Reason {
        /// No broker answers, or too few do.
        AWAY,
        /// Kafka does not know us, or forbids what we ask.
        REFUSED,
        /// Topics are missing, or set in a way that would lose or mix events.
        TOPICS,
        /// The data directory belongs to another cluster.
        OTHER_CLUSTER,
        /// The properties for the clients cannot be read, or name what the relay sets itself.
        PROPERTIES
    }
}
