package net.atrelay.ingest.crawl;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import net.atrelay.atproto.host.DevMode;
import net.atrelay.atproto.host.Hostname;
import net.atrelay.ingest.IngestConfig;
import net.atrelay.ingest.IngestMetrics;
import net.atrelay.ingest.host.HostNetwork;
import net.atrelay.ingest.host.HostStream;
import net.atrelay.ingest.host.HostView;
import net.atrelay.store.bus.CrawlAnswer;
import net.atrelay.store.bus.CrawlRequests;
import net.atrelay.store.bus.FrameSettled;
import net.atrelay.store.bus.RawBus;
import net.atrelay.store.host.HostTable;
import org.jspecify.annotations.Nullable;

/// The whole of ingest, for who wires the relay: from [#start] on every stored host has its stream, until [#close].
/// Any thread.
public final class HostStreams implements FrameSettled, CrawlRequests, AutoCloseable {
    private final HostNetwork network;
    private final HostRegistry registry;
    private final CrawlDesk desk;
    private final boolean development;

    private HostStreams(HostNetwork network, HostRegistry registry, CrawlDesk desk, boolean development) {
        this.network = network;
        this.registry = registry;
        this.desk = desk;
        this.development = development;
    }

    /// Reads the table and begins to dial. Blocks for the table.
    ///
    /// @param onFatal told when going on would lose something: the process must end
    public static HostStreams start(
            RawBus bus,
            HostTable table,
            HostProbe probe,
            IngestConfig config,
            IngestMetrics metrics,
            Consumer<Throwable> onFatal) {
        return start(new HostNetwork(config, bus, metrics, onFatal), table, probe, config, metrics, onFatal);
    }

    static HostStreams start(
            HostNetwork network,
            HostTable table,
            HostProbe probe,
            IngestConfig config,
            IngestMetrics metrics,
            Consumer<Throwable> onFatal) {
        InstantSource time = InstantSource.system();
        NewHostLimit limit = new NewHostLimit(config.newHostsPerDayMax());
        HostRegistry registry = new HostRegistry(network, table, time, onFatal);
        CrawlDesk desk = new CrawlDesk(config, registry, probe, limit, time);
        metrics.showHosts(registry::size);
        DomainSet trusted = new DomainSet(config.trustedDomains());
        registry.load(host -> {
            if (!trusted.covers(host.hostname())) {
                limit.remember(Instant.EPOCH.plus(host.addedAtMicros(), ChronoUnit.MICROS), time.instant());
            }
        });
        return new HostStreams(network, registry, desk, config.development());
    }

    @Override
    public void settled(String host, int frames, long bytes) {
        HostStream stream = registry.find(host);
        if (stream != null) {
            stream.settled(bytes);
        }
    }

    @Override
    public CompletionStage<CrawlAnswer> requestCrawl(String hostname) {
        return desk.requestCrawl(hostname);
    }

    /// Adds a host in the operator's name: neither probed nor counted; bans hold.
    ///
    /// @param hostname as the operator wrote it
    public CompletionStage<CrawlAnswer> addHost(String hostname) {
        return desk.addHost(hostname);
    }

    /// Stops a host at once and for all starts to come.
    ///
    /// @return false when that is no hostname
    public boolean ban(String hostname) {
        return switch (Hostname.parse(hostname, development ? DevMode.ON : DevMode.OFF)) {
            case Hostname.Refused _ -> false;
            case Hostname.Ok host -> {
                registry.ban(host.authority(), host.tls());
                yield true;
            }
        };
    }

    /// Lifts a ban; the stream goes on where it was left.
    public void unban(String hostname) {
        registry.unban(hostname);
    }

    /// One host as it stands now; null when it is not known, or was banned before this start.
    public @Nullable HostView view(String hostname) {
        HostStream stream = registry.find(hostname);
        return stream == null ? null : stream.view();
    }

    /// All hosts that have a stream, in no order.
    public List<HostView> views() {
        return registry.views();
    }

    /// Stops reading, closes all sockets, stores what changed. Frames in flight may still settle.
    @Override
    public void close() {
        registry.stopStreams();
        network.close();
        registry.close();
    }
}
