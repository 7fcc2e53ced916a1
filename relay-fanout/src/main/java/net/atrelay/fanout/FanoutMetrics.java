package net.atrelay.fanout;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;

/// The meters of the stream to consumers. No label names a consumer. Any thread.
public final class FanoutMetrics {
    private final MeterRegistry registry;
    private final Counter connects;
    private final Counter framesSent;
    private final Counter bytesSent;
    private final Counter replayReads;
    private final Counter replayFrames;
    private final Counter pings;
    private final Counter framesDiscarded;
    private final Timer receiptToSent;
    private final Timer replayRead;
    private final Map<DisconnectReason, Counter> disconnects = new EnumMap<>(DisconnectReason.class);

    public FanoutMetrics(MeterRegistry registry) {
        this.registry = registry;
        connects = counter("relay_fanout_connects", "Consumers whose upgrade was done, held ones included");
        framesSent = counter("relay_fanout_sent_frames", "Frames given to consumers' sockets");
        bytesSent = counter("relay_fanout_sent_bytes", "Bytes of WebSocket frames given to consumers' sockets");
        replayReads = counter("relay_fanout_replay_reads", "Chunks read from the log for consumers");
        replayFrames = counter("relay_fanout_replay_frames", "Frames read from the log for consumers");
        pings = counter("relay_fanout_pings", "Pings sent to consumers");
        framesDiscarded = counter("relay_fanout_inbound_frames_discarded", "Data frames from consumers, never read");
        receiptToSent = Timer.builder("relay_fanout_receipt_to_sent_seconds")
                .description("From a frame's receipt to its writing to live consumers, first frame of each chunk")
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(1))
                .maximumExpectedValue(Duration.ofMinutes(1))
                .register(registry);
        replayRead = Timer.builder("relay_fanout_replay_read_seconds")
                .description("Reading and encoding one chunk of the log")
                .register(registry);
        for (DisconnectReason reason : DisconnectReason.values()) {
            disconnects.put(
                    reason,
                    Counter.builder("relay_fanout_disconnects")
                            .description("Ends of consumers' streams")
                            .tag("reason", reason.name())
                            .register(registry));
        }
    }

    /// Shows how many consumers there are in each state, and how far the slowest is behind.
    public void showConsumers(ToLongFunction<ConsumerState> consumers, LongSupplier slowestLagEvents) {
        for (ConsumerState state : ConsumerState.values()) {
            Gauge.builder("relay_fanout_consumers", () -> consumers.applyAsLong(state))
                    .description("Consumers now")
                    .tag("state", state.name())
                    .strongReference(true)
                    .register(registry);
        }
        gauge("relay_fanout_slowest_lag_events", "Events that the slowest consumer is behind", slowestLagEvents);
    }

    /// Shows what the limits hold.
    public void showLimits(LongSupplier encodedBytes, long encodedBytesMax, long consumersMax) {
        gauge("relay_fanout_encoded_bytes", "Encoded chunks kept for consumers near the tip", encodedBytes);
        gauge("relay_fanout_encoded_limit_bytes", "Limit of the encoded chunks kept", () -> encodedBytesMax);
        gauge("relay_fanout_consumers_limit", "Consumers that are served at the same time", () -> consumersMax);
    }

    /// Shows the readers of the log.
    public void showReaders(LongSupplier openReaders, LongSupplier waitingReads) {
        gauge("relay_fanout_open_readers", "Open readers of the log", openReaders);
        gauge("relay_fanout_replay_queue_reads", "Reads of the log that wait for a thread", waitingReads);
    }

    public void connected() {
        connects.increment();
    }

    public void disconnected(DisconnectReason reason) {
        Counter counter = disconnects.get(reason);
        if (counter == null) {
            throw new IllegalStateException("counter: none (expected: one for each reason)");
        }
        counter.increment();
    }

    public void sent(int frames, int bytes) {
        framesSent.increment(frames);
        bytesSent.increment(bytes);
    }

    /// Live consumers have been given a chunk.
    ///
    /// @param nanos since its first frame was received
    public void sentAfterReceipt(long nanos) {
        receiptToSent.record(nanos, TimeUnit.NANOSECONDS);
    }

    public void replayed(int frames, long nanos) {
        replayReads.increment();
        replayFrames.increment(frames);
        replayRead.record(nanos, TimeUnit.NANOSECONDS);
    }

    public void pinged() {
        pings.increment();
    }

    public void frameDiscarded() {
        framesDiscarded.increment();
    }

    private Counter counter(String name, String help) {
        return Counter.builder(name).description(help).register(registry);
    }

    private void gauge(String name, String help, LongSupplier value) {
        Gauge.builder(name, value, LongSupplier::getAsLong)
                .strongReference(true)
                .description(help)
                .register(registry);
    }
}
