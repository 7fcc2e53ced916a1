package net.atrelay.ingest;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/// The meters of ingest. No label names a host. Any thread.
public final class IngestMetrics {
    private final MeterRegistry registry;
    private final Counter frames;
    private final Counter bytes;
    private final Counter notCanonical;
    private final Counter epochs;
    private final Counter dials;
    private final Counter connects;
    private final Map<SkipReason, Counter> skips = new EnumMap<>(SkipReason.class);
    private final Map<CloseReason, Counter> closes = new EnumMap<>(CloseReason.class);
    private final AtomicInteger connected = new AtomicInteger();
    private final AtomicInteger paused = new AtomicInteger();

    public IngestMetrics(MeterRegistry registry) {
        this.registry = registry;
        frames = counter("relay_ingest_frames", "Frames from hosts that went on the bus");
        bytes = counter("relay_ingest_frames_bytes", "Bytes of the frames that went on the bus");
        notCanonical = counter("relay_ingest_frames_not_canonical", "Frames on the bus whose CBOR was not canonical");
        epochs = counter("relay_ingest_epochs", "Times that a host's own seq went back");
        dials = counter("relay_ingest_dials", "Attempts to open a socket to a host");
        connects = counter("relay_ingest_connects", "Sockets to hosts that opened, first ones and reconnects");
        for (SkipReason reason : SkipReason.values()) {
            skips.put(reason, counter("relay_ingest_frames_skipped", "Frames not put on the bus", reason));
        }
        for (CloseReason reason : CloseReason.values()) {
            String name = reason.isDialFailure() ? "relay_ingest_dial_failures" : "relay_ingest_sockets_closed";
            closes.put(reason, counter(name, "Ends of sockets to hosts", reason));
        }
        gauge("relay_ingest_connected_hosts", "Hosts with an open socket", connected::get);
        gauge("relay_ingest_paused_hosts", "Hosts whose socket is not read for now", paused::get);
    }

    /// Shows the bytes in flight and their limit.
    public void showFlight(LongSupplier inFlightBytes, LongSupplier limitBytes) {
        gauge("relay_ingest_in_flight_bytes", "Bytes read from hosts that are not durable yet", inFlightBytes);
        gauge("relay_ingest_in_flight_limit_bytes", "Bytes in flight at which sockets are not read", limitBytes);
    }

    /// Shows how many hosts are known.
    public void showHosts(LongSupplier hosts) {
        gauge("relay_ingest_hosts", "Hosts in the registry", hosts);
    }

    public void offered(int frameBytes, boolean canonical) {
        frames.increment();
        bytes.increment(frameBytes);
        if (!canonical) {
            notCanonical.increment();
        }
    }

    public void skipped(SkipReason reason) {
        countOf(skips, reason).increment();
    }

    public void dialled() {
        dials.increment();
    }

    public void opened() {
        connects.increment();
        connected.incrementAndGet();
    }

    /// A socket ended, or an attempt to open one.
    ///
    /// @param wasOpen whether [#opened()] had been told
    public void closed(CloseReason reason, boolean wasOpen) {
        countOf(closes, reason).increment();
        if (wasOpen) {
            connected.decrementAndGet();
        }
    }

    public void epochBegun() {
        epochs.increment();
    }

    public void paused() {
        paused.incrementAndGet();
    }

    public void resumed() {
        paused.decrementAndGet();
    }

    private static <K extends Enum<K>> Counter countOf(Map<K, Counter> counters, K key) {
        Counter counter = counters.get(key);
        if (counter == null) {
            throw new IllegalStateException("counter: none (expected: one for each reason)");
        }
        return counter;
    }

    private Counter counter(String name, String help) {
        return Counter.builder(name).description(help).register(registry);
    }

    private Counter counter(String name, String help, Enum<?> reason) {
        return Counter.builder(name)
                .description(help)
                .tag("reason", reason.name())
                .register(registry);
    }

    private void gauge(String name, String help, LongSupplier value) {
        Gauge.builder(name, value, LongSupplier::getAsLong)
                .strongReference(true)
                .description(help)
                .register(registry);
    }
}
