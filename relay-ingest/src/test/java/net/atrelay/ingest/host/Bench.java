package net.atrelay.ingest.host;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import net.atrelay.ingest.CloseReason;
import net.atrelay.ingest.GapCause;
import net.atrelay.ingest.IngestConfig;
import net.atrelay.ingest.IngestMetrics;
import net.atrelay.ingest.SkipReason;
import net.atrelay.store.bus.RawFrame;
import net.atrelay.store.host.HostJournals;
import net.atrelay.store.host.HostRecord;
import net.atrelay.store.host.JournalEntry;
import net.atrelay.store.host.JournalStage;
import net.atrelay.store.host.tier.TierText;
import net.atrelay.store.host.tier.Tiers;
import net.atrelay.store.host.tier.TiersInForce;
import org.jspecify.annotations.Nullable;

/// A network of streams with a clock that is moved by hand, and all that came out of it.
final class Bench implements AutoCloseable {
    private static final String UNLIMITED = "all: *; accounts=1000000000; bytesPerSecond=1000000000000";

    final ManualClock clock = new ManualClock();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final List<RawFrame> frames = new CopyOnWriteArrayList<>();
    final List<String> begun = new CopyOnWriteArrayList<>();
    final List<Integer> framesBefore = new CopyOnWriteArrayList<>();
    final List<HostRecord> records = new CopyOnWriteArrayList<>();
    final List<Boolean> resets = new CopyOnWriteArrayList<>();
    final List<Throwable> fatal = new CopyOnWriteArrayList<>();
    final List<String> relays = new CopyOnWriteArrayList<>();
    final List<GapCause> gaps = new CopyOnWriteArrayList<>();
    final List<Runnable> stored = new CopyOnWriteArrayList<>();
    final AtomicInteger timesReachable = new AtomicInteger();
    final HostJournals journals;
    final TiersInForce tiers;
    final HostNetwork network;
    /// Whether records are durable only when a test says so, by what is in `stored`.
    volatile boolean storesSlowly;

    /// Notes the place, and how many frames had been handed over before.
    private void begin(String host, long epoch, long cursor) {
        begun.add(host + " " + epoch + " " + cursor);
        framesBefore.add(frames.size());
    }

    Bench(IngestConfig config) {
        this(config, AddressLookup.SYSTEM);
    }

    Bench(IngestConfig config, AddressLookup lookup) {
        journals = new HostJournals(config.sockets().errorsKept(), 1_000);
        tiers = new TiersInForce(config.limits().tiers());
        NetworkParts parts = new NetworkParts(frames::add, this::begin, journals, tiers, fatal::add);
        network = new HostNetwork(config, parts, new IngestMetrics(meters), lookup, clock);
    }

    static IngestConfig config() {
        return config(IngestConfig.Flight.DEFAULTS);
    }

    static IngestConfig config(IngestConfig.Flight flight) {
        IngestConfig plain = IngestConfig.defaults("test");
        return new IngestConfig(
                        true,
                        plain.userAgent(),
                        false,
                        true,
                        plain.ownHostnames(),
                        plain.bannedDomains(),
                        plain.trustedDomains(),
                        plain.newHostsPerDayMax(),
                        plain.probesMax(),
                        new IngestConfig.Sockets(
                                2,
                                2,
                                Duration.ofSeconds(10),
                                100_000,
                                Duration.ofSeconds(30),
                                Duration.ofSeconds(75),
                                3,
                                4),
                        flight,
                        new IngestConfig.Retry(
                                Duration.ofSeconds(1),
                                Duration.ofMinutes(10),
                                Duration.ofSeconds(60),
                                3,
                                Duration.ofMinutes(10),
                                Duration.ofSeconds(60),
                                2_000_000_000,
                                Duration.ofHours(1)))
                .withLimits(new IngestConfig.Limits(tiers(UNLIMITED), 10));
    }

    static Tiers tiers(String text) {
        return switch (TierText.parse(text)) {
            case TierText.Parsed.Ok ok -> ok.tiers();
            case TierText.Parsed.Malformed malformed -> throw new AssertionError(malformed.message());
        };
    }

    HostStream open(ScriptedHost host, @Nullable Long cursor) {
        return open(record(host.hostname(), cursor));
    }

    HostStream open(HostRecord record) {
        return network.open(record, new Records());
    }

    private final class Records implements StreamListener {
        @Override
        public void changed(HostRecord host, boolean resetCursor, Runnable whenStored) {
            records.add(host);
            resets.add(resetCursor);
            if (storesSlowly) {
                stored.add(whenStored);
            } else {
                whenStored.run();
            }
        }

        @Override
        public void relayFound(String hostname, String detail) {
            relays.add(hostname);
        }

        @Override
        public void reachableAgain() {
            timesReachable.incrementAndGet();
        }

        @Override
        public void gapFound(String hostname, GapCause cause) {
            gaps.add(cause);
        }
    }

    static HostRecord record(String hostname, @Nullable Long cursor) {
        return new HostRecord(hostname, false, HostRecord.Status.ACTIVE, 0, cursor, 0, null);
    }

    void awaitFrames(int count) {
        Until.holds(count + " frames", () -> frames.size() >= count);
    }

    /// Waits until a retry is due and lets it come.
    void retry(HostStream stream) {
        Until.holds("a dial is due", () -> stream.view().nextDialAtMicros() != null);
        Long dueMicros = stream.view().nextDialAtMicros();
        long waitMicros = dueMicros == null ? 0 : dueMicros - clock.micros();
        clock.advance(Duration.of(Math.max(660_000_000, waitMicros + 1), ChronoUnit.MICROS));
    }

    double skipped(SkipReason reason) {
        return meters.get("relay_ingest_frames_skipped")
                .tag("reason", reason.name())
                .counter()
                .count();
    }

    List<Long> seqs() {
        return frames.stream().map(RawFrame::hostSeq).toList();
    }

    List<Long> epochs() {
        return frames.stream().map(RawFrame::epoch).toList();
    }

    List<Long> ordinals() {
        return frames.stream().map(RawFrame::ordinal).toList();
    }

    CloseReason awaitError(HostStream stream) {
        Until.holds("an error", () -> !socketErrors(stream).isEmpty());
        return CloseReason.valueOf(socketErrors(stream).getFirst().reason());
    }

    static List<JournalEntry> socketErrors(HostStream stream) {
        return stream.view().errors().stream()
                .filter(entry -> entry.stage() == JournalStage.SOCKET)
                .toList();
    }

    static AddressLookup answering(String... addresses) {
        return _ -> {
            java.util.ArrayList<InetAddress> found = new java.util.ArrayList<>();
            for (String address : addresses) {
                found.add(InetAddress.ofLiteral(address));
            }
            return found;
        };
    }

    @Override
    public void close() {
        network.close();
    }
}
