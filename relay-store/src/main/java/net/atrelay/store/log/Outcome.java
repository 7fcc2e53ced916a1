package net.atrelay.store.log;

import java.util.List;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.store.account.AccountState;
import net.atrelay.store.bus.RawFrame;
import org.jspecify.annotations.Nullable;

/// What one step of the fold decided, to be made durable as a whole.
///
/// @param did the account
/// @param settles the frame that leaves the flight with this outcome (accepted, dropped or deferred); null when the
///     step took no frame from a host
/// @param events what consumers will see, in order
/// @param state the account's new state; null when unchanged
/// @param defers a frame to add to the account's waiting line; null for none
/// @param released number of the frame that leaves the waiting line; null for none
/// @param durable run on the appender thread once the batch is durable (the shard's own book-keeping); must not block
public record Outcome(
        Did did,
        @Nullable RawFrame settles,
        List<PendingEvent> events,
        @Nullable AccountState state,
        @Nullable DeferredFrame defers,
        @Nullable Long released,
        @Nullable Runnable durable)
        implements Work {
    private static final long STATE_WEIGHT_BYTES = 256;

    @Override
    public long weightBytes() {
        long weight = STATE_WEIGHT_BYTES;
        for (PendingEvent event : events) {
            weight += event.frame().length;
        }
        return defers == null ? weight : weight + defers.frame().bytes().length;
    }
}
