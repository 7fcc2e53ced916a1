package net.atrelay.ingest.host;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLException;
import net.atrelay.ingest.IngestConfig;
import net.atrelay.ingest.IngestMetrics;
import net.atrelay.store.host.HostRecord;

/// What all hosts' streams share: event loops, the pool that looks up names, the bytes in flight, the pace of
/// dials. Opens streams and, at the end, closes what they stand on.
public final class HostNetwork implements AutoCloseable {
    private static final int LOOKUPS_WAITING_MAX = 4_096;
    private static final long SHUTDOWN_SECONDS = 5;

    private final IngestConfig config;
    private final NetworkParts parts;
    private final IngestMetrics metrics;
    private final IngestClock clock;
    private final EventLoopGroup loops;
    private final ThreadPoolExecutor lookups;
    private final InFlightBudget budget;
    private final DialPacer pacer;
    private final DialPacer background;
    private final Reach reach;
    private final HostDialer dialer;

    public HostNetwork(IngestConfig config, NetworkParts parts, IngestMetrics metrics) {
        this(config, parts, metrics, AddressLookup.SYSTEM, new IngestClock.OfSystem());
    }

    HostNetwork(
            IngestConfig config, NetworkParts parts, IngestMetrics metrics, AddressLookup lookup, IngestClock clock) {
        this.config = config;
        this.parts = parts;
        this.metrics = metrics;
        this.clock = clock;
        loops = new MultiThreadIoEventLoopGroup(
                config.sockets().threads(),
                new DefaultThreadFactory("relay-ingest-host", true),
                NioIoHandler.newFactory());
        lookups = new ThreadPoolExecutor(
                config.sockets().resolverThreads(),
                config.sockets().resolverThreads(),
                10,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(LOOKUPS_WAITING_MAX),
                new DefaultThreadFactory("relay-ingest-lookup", true));
        lookups.allowCoreThreadTimeOut(true);
        budget = new InFlightBudget(config.flight());
        pacer = new DialPacer(config.retry().dialsPerSecond(), clock.nanos());
        background = new DialPacer(config.offline().dialsPerSecond(), clock.nanos());
        reach = new Reach(config.retry().longest().toNanos(), clock.nanos());
        dialer = new HostDialer(config, lookup, (Executor) lookups, clientTls(), clock);
        metrics.showDialQueue(pacer::waiting);
        metrics.showFlight(budget::totalBytes, budget::totalBytesMax);
    }

    /// Keeps the dials of hosts that were not active behind those of this many that were. To be told before any is
    /// opened.
    public void expectActive(int hosts) {
        background.notBefore(clock.nanos() + pacer.spanNanos(hosts));
    }

    /// Opens a host's stream; it dials by itself.
    public HostStream open(HostRecord host, StreamListener listener) {
        HostStream stream = new HostStream(host, this, listener, loops.next().next());
        stream.start();
        return stream;
    }

    /// Closes the loops; the streams must have been stopped.
    @Override
    public void close() {
        loops.shutdownGracefully(100, TimeUnit.SECONDS.toMillis(SHUTDOWN_SECONDS), TimeUnit.MILLISECONDS)
                .awaitUninterruptibly(2 * SHUTDOWN_SECONDS, TimeUnit.SECONDS);
        lookups.shutdownNow();
    }

    IngestConfig config() {
        return config;
    }

    NetworkParts parts() {
        return parts;
    }

    IngestMetrics metrics() {
        return metrics;
    }

    IngestClock clock() {
        return clock;
    }

    InFlightBudget budget() {
        return budget;
    }

    DialPacer pacer() {
        return pacer;
    }

    /// Takes a slot among the dials that nobody waits for, and gives the delay until it, nanoseconds.
    long backgroundSlot() {
        return background.takeSlot(clock.nanos());
    }

    Reach reach() {
        return reach;
    }

    HostDialer dialer() {
        return dialer;
    }

    RandomGenerator random() {
        return RandomGenerator.getDefault();
    }

    void fatal(Throwable cause) {
        parts.onFatal().accept(cause);
    }

    private static SslContext clientTls() {
        try {
            return SslContextBuilder.forClient()
                    .endpointIdentificationAlgorithm("HTTPS")
                    .build();
        } catch (SSLException e) {
            throw new IllegalStateException("TLS: not available (expected: in every JDK)", e);
        }
    }
}
