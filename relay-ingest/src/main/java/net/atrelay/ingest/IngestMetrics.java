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
    private final Counter reconciles;
    private final Counter reconcileFailures;
    private final Map<SkipReason, Counter> skips = new EnumMap<>(SkipReason.class);
    private final Map<CloseReason, Counter> closes = new EnumMap<>(CloseReason.class);
    private final Map<CrawlOutcome, Counter> crawls = new EnumMap<>(CrawlOutcome.class);
    private final Map<GapCause, Counter> gaps = new EnumMap<>(GapCause.class);
    private final Map<LimitKind, Counter> holdBacks = new EnumMap<>(LimitKind.class);
    private final Map<LimitKind, AtomicInteger> heldBack = new EnumMap<>(LimitKind.class);
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
        reconciles =
                counter("relay_ingest_reconciles", "Comparisons of a host's accounts with ours that were finished");
        reconcileFailures = counter("relay_ingest_reconcile_failures", "Comparisons that could not be finished");
        for (CrawlOutcome outcome : CrawlOutcome.values()) {
            crawls.put(outcome, counter("relay_ingest_crawl_requests", "What became of crawl requests", outcome));
        }
        for (GapCause cause : GapCause.values()) {
            gaps.put(cause, counter("relay_ingest_gaps", "Times that events of a host may have been missed", cause));
        }
        for (LimitKind kind : LimitKind.values()) {
            holdBacks.put(kind, counter("relay_ingest_hold_backs", "Times that a host went over a limit", kind));
            AtomicInteger hosts = new AtomicInteger();
            heldBack.put(kind, hosts);
            Gauge.builder("relay_ingest_held_back_hosts", hosts, AtomicInteger::get)
                    .description("Hosts whose socket is not read for now, for a limit of their tier")
                    .tag("reason", kind.name())
                    .register(registry);
        }
        gauge("relay_ingest_connected_hosts", "Hosts with an open socket", connected::get);
        gauge("relay_ingest_paused_hosts", "Hosts whose socket is not read for now", paused::get);
    }

    /// Shows how many hosts wait for their turn to be dialled.
    public void showDialQueue(LongSupplier hosts) {
        gauge(
                "relay_ingest_dial_queue_hosts",
                "Hosts that are due to be dialled and wait until the pace of all dials allows it",
                hosts);
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

    /// Shows how full the journals are.
    public void showJournals(LongSupplier lines, long linesMax) {
        gauge("relay_ingest_journal_lines", "Lines in the journals of all hosts", lines);
        gauge("relay_ingest_journal_limit_lines", "Lines at which the oldest journals are forgotten", () -> linesMax);
    }

    /// Shows how many hosts wait to be compared with what we have.
    public void showReconciles(LongSupplier hosts) {
        gauge("relay_ingest_reconciles_waiting", "Hosts that wait to be compared, or are being compared", hosts);
    }

    /// A comparison ended.
    public void reconciled(boolean finished) {
        (finished ? reconciles : reconcileFailures).increment();
    }

    public void crawlAnswered(CrawlOutcome outcome) {
        countOf(crawls, outcome).increment();
    }

    public void gapFound(GapCause cause) {
        countOf(gaps, cause).increment();
    }

    /// A host is over a limit, until [#letGo].
    public void heldBack(LimitKind kind) {
        countOf(holdBacks, kind).increment();
        countOf(heldBack, kind).incrementAndGet();
    }

    public void letGo(LimitKind kind) {
        countOf(heldBack, kind).decrementAndGet();
    }

    private static <K extends Enum<K>, C> C countOf(Map<K, C> counters, K key) {
        C counter = counters.get(key);
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
