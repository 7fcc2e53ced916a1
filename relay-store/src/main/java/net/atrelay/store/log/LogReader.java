package net.atrelay.store.log;

import net.atrelay.store.tail.TailBatch;
import org.jspecify.annotations.Nullable;

/// A forward read of the log. Owned by one platform thread at a time.
public interface LogReader extends AutoCloseable {
    /// The next frames, dense, up to about `bytesMax` bytes (at least one frame); null when the tip of the moment of
    /// the call is reached. A hole ends the process: the log is corrupt.
    @Nullable
    TailBatch next(int bytesMax);

    @Override
    void close();
}
