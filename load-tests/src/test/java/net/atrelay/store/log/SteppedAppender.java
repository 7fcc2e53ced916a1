package net.atrelay.store.log;

import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import net.atrelay.store.FatalHandler;
import net.atrelay.store.StoreConfig;
import net.atrelay.store.StoreMetrics;
import net.atrelay.store.bus.FrameSettled;
import net.atrelay.store.host.HostRecord;
import net.atrelay.store.tail.RingTail;

/// The appender without its thread: whoever holds this says when it commits. Opens to the simulation what the package
/// keeps to itself, and has no rule of its own.
public final class SteppedAppender implements OutcomeSink {
    private final Appender appender;

    public SteppedAppender(
            LogWriter writer, RingTail tail, StoreConfig config, StoreMetrics metrics, InstantSource clock) {
        FatalHandler never = (what, cause) -> {
            throw new AssertionError(what, cause);
        };
        appender = new Appender(writer, tail, config, metrics, never, clock);
    }

    public void onSettled(FrameSettled listener) {
        appender.onSettled(listener);
    }

    @Override
    public void append(Outcome outcome) {
        appender.append(outcome);
    }

    public void begin(HostCursor place) {
        appender.begin(place);
    }

    /// Done once it is durable.
    public CompletableFuture<Void> put(HostRecord record, boolean resetCursor) {
        return appender.offerPut(record, resetCursor);
    }

    /// One batch of what there is. False when there is nothing. What the writer throws comes out here.
    public boolean step() {
        return appender.step();
    }
}
