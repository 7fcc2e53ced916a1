package net.atrelay.app;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import net.atrelay.store.Invariant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What runs of one relay, with the order of its start and the order of its stop. Owned by the thread that starts the
/// relay, and later by the one that stops it.
final class Roles implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Roles.class);

    /// A part of the relay with threads of its own.
    enum Role {
        /// Data directory, log, appender, retention.
        STORE,
        /// What is asked of the directory, of domains and of hosts.
        RESOLVER,
        /// The threads that judge frames.
        SHARDS,
        /// The sockets to hosts.
        INGEST,
        /// The consumers of the stream.
        STREAM,
        /// The listeners for consumers, queries and the operator.
        LISTENERS,
        /// The door through which new clients come.
        DOOR
    }

    /// Each role finds running what it hands its work to or reads from.
    static final List<Role> START =
            List.of(Role.STORE, Role.RESOLVER, Role.SHARDS, Role.INGEST, Role.STREAM, Role.LISTENERS, Role.DOOR);

    /// From the hosts outward: no more frames, then those in flight are judged, then nobody new comes in and consumers
    /// are sent on; the store
    /// is last, and writes what it was given.
    static final List<Role> STOP =
            List.of(Role.INGEST, Role.SHARDS, Role.DOOR, Role.STREAM, Role.LISTENERS, Role.RESOLVER, Role.STORE);

    private final Map<Role, Runnable> running = new EnumMap<>(Role.class);

    /// Notes that a role runs.
    ///
    /// @param stop returns when it has ended
    void started(Role role, Runnable stop) {
        Invariant.check(
                running.keySet().stream().allMatch(other -> START.indexOf(other) < START.indexOf(role)),
                "role: out of order (expected: the order of the start)");
        running.put(role, stop);
        LOG.atInfo().addKeyValue("role", role).log("started");
    }

    /// Stops what runs. A role that fails to stop does not keep the others from it.
    @Override
    public void close() {
        for (Role role : STOP) {
            Runnable stop = running.remove(role);
            if (stop == null) {
                continue;
            }
            try {
                stop.run();
                LOG.atInfo().addKeyValue("role", role).log("stopped");
            } catch (RuntimeException e) {
                LOG.atError().addKeyValue("role", role).setCause(e).log("did not stop cleanly");
            }
        }
    }
}
