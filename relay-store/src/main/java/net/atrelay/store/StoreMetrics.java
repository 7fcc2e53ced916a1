package net.atrelay.store;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// What operators see of the store. The only class of this module that knows the metrics library.
public final class StoreMetrics {
    private final MeterRegistry registry;
    private final DistributionSummary batchEvents;
    private final DistributionSummary batchBytes;
    private final Timer commit;
    private final Timer write;
    private final Counter events;
    private final Counter bytes;
    private final Counter outcomes;
    private final Counter retentionEvents;

    public StoreMetrics(MeterRegistry registry) {
        this.registry = registry;
        batchEvents = DistributionSummary.builder("relay_store_batch_events")
                .description("Events in one commit")
                .publishPercentiles(0.5, 0.99)
                .register(registry);
        batchBytes = DistributionSummary.builder("relay_store_batch_bytes")
                .description("Bytes of frames in one commit")
                .register(registry);
        commit = timer("relay_store_commit_seconds", "One commit: splice, write, sync, publish");
        write = timer("relay_store_sync_seconds", "The database write of one commit with its sync");
        events = counter("relay_store_events_written_total", "Events made durable");
        bytes = counter("relay_store_events_written_bytes_total", "Bytes of frames made durable");
        outcomes = counter("relay_store_outcomes_total", "Outcomes made durable");
        retentionEvents = counter("relay_store_retention_dropped_events_total", "Events that left the window");
    }

    /// One batch is durable.
    public void committed(int outcomeCount, int eventCount, long frameBytes, long writeNanos, long commitNanos) {
        outcomes.increment(outcomeCount);
        events.increment(eventCount);
        bytes.increment(frameBytes);
        batchEvents.record(eventCount);
        batchBytes.record(frameBytes);
        write.record(Duration.ofNanos(writeNanos));
        commit.record(Duration.ofNanos(commitNanos));
    }

    /// The window's start moved up.
    public void dropped(long eventCount) {
        retentionEvents.increment(eventCount);
    }

    public void watchQueue(Supplier<Number> depth, Supplier<Number> queuedBytes, Supplier<Number> heldBackBytes) {
        gauge("relay_store_queue_outcomes", "Outcomes that wait for the appender", depth);
        gauge("relay_store_queue_bytes", "Bytes of frames that wait for the appender", queuedBytes);
        gauge(
                "relay_store_held_back_bytes",
                "Bytes of large outcomes, and of what waits behind them, that wait for a batch of their own",
                heldBackBytes);
    }

    public void watchWindow(Supplier<Number> firstSeq, Supplier<Number> tipSeq) {
        gauge("relay_store_window_first_seq", "Oldest seq that can be read", firstSeq);
        gauge("relay_store_window_tip_seq", "Newest durable seq", tipSeq);
    }

    public void watchTail(Supplier<Number> tailBytes, Supplier<Number> tailFirstSeq) {
        gauge("relay_store_tail_bytes", "Bytes of frames in the hot tail", tailBytes);
        gauge("relay_store_tail_first_seq", "Oldest seq in the hot tail", tailFirstSeq);
    }

    /// Memory of the database that is not on the heap.
    public void watchMemory(
            Supplier<Number> blockCacheBytes, Supplier<Number> writeBuffersBytes, Supplier<Number> tableReadersBytes) {
        gauge(
                "relay_store_block_cache_bytes",
                "Blocks of table files that the database keeps in memory, with their indexes and filters",
                blockCacheBytes);
        gauge("relay_store_write_buffers_bytes", "Writes that are not in table files yet", writeBuffersBytes);
        gauge(
                "relay_store_table_readers_bytes",
                "What the database keeps of open table files outside of the block cache",
                tableReadersBytes);
    }

    public void watchDisk(Supplier<Number> eventFilesBytes) {
        gauge("relay_store_event_files_bytes", "Bytes of the window's table files", eventFilesBytes);
    }

    /// Counts transactions of a cluster that hang.
    ///
    /// @param fates what may become of one
    public <E extends Enum<E>> Consumer<E> hangingTransactions(Class<E> fates) {
        Map<E, Counter> counters = new EnumMap<>(fates);
        for (E fate : fates.getEnumConstants()) {
            Counter counter = Counter.builder("relay_store_hanging_transactions_total")
                    .description("Transactions that a partition had open after their end, by how they were ended there;"
                            + " unknown: not ended")
                    .tag("fate", fate.name().toLowerCase(Locale.ROOT))
                    .register(registry);
            counters.put(fate, counter);
        }
        return fate -> Objects.requireNonNull(counters.get(fate)).increment();
    }

    private Timer timer(String name, String description) {
        return Timer.builder(name)
                .description(description)
                .publishPercentiles(0.5, 0.99)
                .register(registry);
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }

    private void gauge(String name, String description, Supplier<Number> value) {
        Gauge.builder(name, value)
                .description(description)
                .strongReference(true)
                .register(registry);
    }
}
