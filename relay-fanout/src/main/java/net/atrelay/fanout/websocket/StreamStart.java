package net.atrelay.fanout.websocket;

import org.jspecify.annotations.Nullable;

/// Where a stream begins, by its cursor (protocol reference §1.9).
sealed interface StreamStart {
    /// @param nextSeq the first that is sent
    /// @param outdated whether events between the cursor and `nextSeq` are lost to the consumer, which is
    ///     then told
    record At(long nextSeq, boolean outdated) implements StreamStart {}

    /// The cursor is above the newest seq.
    record InFuture() implements StreamStart {}

    /// @param cursor the last seq that the consumer has; null for none: it wants what comes from now on
    /// @param firstSeq oldest in the window; `tip + 1` when there is none
    /// @param tip newest seq
    static StreamStart of(@Nullable Long cursor, long firstSeq, long tip) {
        if (cursor == null) {
            return new At(tip + 1, false);
        }
        if (cursor > tip) {
            return new InFuture();
        }
        if (cursor == 0) {
            return new At(firstSeq, false);
        }
        return cursor + 1 < firstSeq ? new At(firstSeq, true) : new At(cursor + 1, false);
    }
}
