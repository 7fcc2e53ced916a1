package net.atrelay.ingest.host;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import net.atrelay.ingest.CloseReason;
import net.atrelay.ingest.IngestConfig;
import net.atrelay.ingest.IngestMetrics;
import net.atrelay.ingest.SkipReason;
import net.atrelay.store.bus.RawFrame;
import net.atrelay.store.host.HostRecord;
import org.jspecify.annotations.Nullable;

/// A network of streams with a clock that is moved by hand, and all that came out of it.
final class Bench implements AutoCloseable {
    final ManualClock clock = new ManualClock();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final List<RawFrame> frames = new CopyOnWriteArrayList<>();
    final List<HostRecord> records = new CopyOnWriteArrayList<>();
    final List<Boolean> resets = new CopyOnWriteArrayList<>();
    final List<Throwable> fatal = new CopyOnWriteArrayList<>();
    final HostNetwork network;

    Bench(IngestConfig config) {
        this(config, AddressLookup.SYSTEM);
    }

    Bench(IngestConfig config, AddressLookup lookup) {
        network = new HostNetwork(config, frames::add, new IngestMetrics(meters), fatal::add, lookup, clock);
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
                        2, 2, Duration.ofSeconds(10), 100_000, Duration.ofSeconds(30), Duration.ofSeconds(75), 3, 4),
                flight,
                new IngestConfig.Retry(
                        Duration.ofSeconds(1),
                        Duration.ofMinutes(10),
                        Duration.ofSeconds(60),
                        3,
                        Duration.ofMinutes(10),
                        Duration.ofSeconds(60),
                        2_000_000_000));
    }

    HostStream open(ScriptedHost host, @Nullable Long cursor) {
        return open(record(host.hostname(), cursor));
    }

    HostStream open(HostRecord record) {
        return network.open(record, (changed, reset) -> {
            records.add(changed);
            resets.add(reset);
        });
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
        clock.advance(Duration.ofMinutes(11));
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
        Until.holds("an error", () -> !stream.view().errors().isEmpty());
        return stream.view().errors().getFirst().reason();
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
