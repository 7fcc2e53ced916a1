package net.atrelay.atproto.repo;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/// Carries a [CommitReason] up to [SignedCommit#decode]; one stackless instance per reason.
final class MalformedCommit extends Exception {
    private static final long serialVersionUID = 1L;
    private static final Map<CommitReason, MalformedCommit> INSTANCES = instances();

    private final CommitReason reason;

    private MalformedCommit(CommitReason reason) {
        super(reason.name(), null, false, false);
        this.reason = reason;
    }

    static MalformedCommit because(CommitReason reason) {
        return Objects.requireNonNull(INSTANCES.get(reason));
    }

    CommitReason reason() {
        return reason;
    }

    private static Map<CommitReason, MalformedCommit> instances() {
        Map<CommitReason, MalformedCommit> made = new EnumMap<>(CommitReason.class);
        for (CommitReason reason : CommitReason.values()) {
            made.put(reason, new MalformedCommit(reason));
        }
        return made;
    }
}
