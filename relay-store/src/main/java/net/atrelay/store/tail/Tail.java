package net.atrelay.store.tail;

import org.jspecify.annotations.Nullable;

/// The newest durable batches, bounded by bytes, and the signal that there are more.
public interface Tail {
    /// The batch that holds `seq`, or null when it has left the tail or is not there yet. Any thread, no lock.
    @Nullable
    TailBatch holding(long seq);

    /// Oldest seq that the tail still holds; `tip + 1` when empty.
    long firstSeq();

    /// Newest durable seq.
    long tip();

    /// Adds a listener, run on the appender thread after each publication; must return at once (post a task, set a
    /// flag).
    /// @return removes it again
    Runnable onPublished(Runnable listener);
}
