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
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLException;
import net.atrelay.ingest.IngestConfig;
import net.atrelay.ingest.IngestMetrics;
import net.atrelay.store.bus.RawBus;
import net.atrelay.store.host.HostRecord;

/// What all hosts' streams share: event loops, the pool that looks up names, the bytes in flight, the pace of dials.
/// Opens streams and, at the end, closes what they stand on.
public final class HostNetwork implements AutoCloseable {
    private static final int LOOKUPS_WAITING_MAX = 4_096;
    private static final long SHUTDOWN_SECONDS = 5;

    private final IngestConfig config;
    private final RawBus bus;
    private final IngestMetrics metrics;
    private final Consumer<Throwable> onFatal;
    private final IngestClock clock;
    private final EventLoopGroup loops;
    private final ThreadPoolExecutor lookups;
    private final InFlightBudget budget;
    private final DialPacer pacer;
    private final HostDialer dialer;

    /// @param onFatal told when going on would lose frames: the process must end
    public HostNetwork(IngestConfig config, RawBus bus, IngestMetrics metrics, Consumer<Throwable> onFatal) {
        this(config, bus, metrics, onFatal, AddressLookup.SYSTEM, new IngestClock.OfSystem());
    }

    HostNetwork(
            IngestConfig config,
            RawBus bus,
            IngestMetrics metrics,
            Consumer<Throwable> onFatal,
            AddressLookup lookup,
            IngestClock clock) {
        this.config = config;
        this.bus = bus;
        this.metrics = metrics;
        this.onFatal = onFatal;
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
        dialer = new HostDialer(config, lookup, (Executor) lookups, clientTls(), clock);
        metrics.showFlight(budget::totalBytes, budget::totalBytesMax);
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

    RawBus bus() {
        return bus;
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

    HostDialer dialer() {
        return dialer;
    }

    RandomGenerator random() {
        return RandomGenerator.getDefault();
    }

    void fatal(Throwable cause) {
        onFatal.accept(cause);
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
