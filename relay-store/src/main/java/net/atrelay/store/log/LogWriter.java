package net.atrelay.store.log;

import org.jspecify.annotations.Nullable;

/// The one way of events, account states and cursors into the database. Owned by the appender thread.
public interface LogWriter {
    /// The seq that the next event gets.
    long nextSeq();

    /// The durable place in the host's stream; null for a host never heard of.
    @Nullable
    HostCursor cursor(String host);

    /// Writes the batch and syncs. On return all of it is durable and readable; on a throw nothing may be published,
    /// and the writer is of no further use.
    void write(LogBatch batch);
}
