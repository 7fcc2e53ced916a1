package net.atrelay.store.host;

import org.jspecify.annotations.Nullable;

/// All that the relay remembers of one host.
///
/// @param hostname lower case, with a port only in development
/// @param tls false only for development hosts
/// @param status life cycle state (lexicon: sync.defs#hostStatus)
/// @param epoch count of the times its own seq went back
/// @param cursor its newest seq below which everything is settled in this epoch; null: start at its tip
/// @param addedAtMicros when it was first taken in; orders lists
/// @param lastError newest connection error, bounded text, for operators; null for none
public record HostRecord(
        String hostname,
        boolean tls,
        Status status,
        long epoch,
        @Nullable Long cursor,
        long addedAtMicros,
        @Nullable String lastError) {
    /// The same host in another state of its life.
    public HostRecord withStatus(Status next) {
        return new HostRecord(hostname, tls, next, epoch, cursor, addedAtMicros, lastError);
    }

    public enum Status {
        ACTIVE,
        IDLE,
        OFFLINE,
        THROTTLED,
        BANNED
    }
}
