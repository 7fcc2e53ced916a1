package net.atrelay.fanout.http;

import java.net.InetSocketAddress;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import net.atrelay.fanout.HttpConfig;
import net.atrelay.fanout.Listener;
import net.atrelay.fanout.QueryMetrics;

/// The operator's listener: metrics and health, on an address of its own.
public final class OperatorServer implements AutoCloseable {
    private final HttpServer server;

    private OperatorServer(HttpServer server) {
        this.server = server;
    }

    /// Listens, and serves until closed.
    ///
    /// @param metricsText gives all metrics in the Prometheus text format 0.0.4; may block
    /// @param healthy whether the relay can serve; must not block
    /// @param onFatal told of errors of the JVM: the process must end
    /// @throws ListenException when the address cannot be listened on
    public static OperatorServer start(
            HttpConfig config,
            Supplier<String> metricsText,
            BooleanSupplier healthy,
            QueryMetrics metrics,
            Consumer<Throwable> onFatal) {
        Site site = new OperatorSite(metricsText, healthy);
        return new OperatorServer(HttpServer.start(config, Listener.OPERATOR, site, metrics, onFatal));
    }

    /// Where it listens, with the true port if 0 was asked for.
    public InetSocketAddress address() {
        return server.address();
    }

    /// Answers what has been asked, for a while, and closes all connections.
    @Override
    public void close() {
        server.close();
    }
}
