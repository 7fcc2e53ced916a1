package net.atrelay.fanout.websocket;

import org.jspecify.annotations.Nullable;

/// Where a consumer's stream begins, without its socket. Opens to the simulation what the package keeps to itself, and
/// has no rule of its own.
public final class SteppedStart {
    private SteppedStart() {}

    /// The first seq that is sent; null when the cursor is in the future.
    public static @Nullable Long nextSeq(@Nullable Long cursor, long firstSeq, long tip) {
        return switch (StreamStart.of(cursor, firstSeq, tip)) {
            case StreamStart.At at -> at.nextSeq();
            case StreamStart.InFuture _ -> null;
        };
    }
}
