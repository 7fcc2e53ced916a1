package net.atrelay.fanout.http;

import java.net.InetSocketAddress;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import net.atrelay.fanout.HttpConfig;
import net.atrelay.fanout.Listener;
import net.atrelay.fanout.QueryMetrics;
import net.atrelay.fanout.admin.AdminApi;

/// The operator's listener: metrics, health and administration, on an address of its own.
public final class OperatorServer implements AutoCloseable {
    private final HttpServer server;

    private OperatorServer(HttpServer server) {
        this.server = server;
    }

    /// Listens, and serves until closed.
    ///
    /// @param metricsText gives all metrics in the Prometheus text format 0.0.4; may block
    /// @param healthy whether the relay can serve; must not block
    /// @param admin answers operators
    /// @param onFatal told of errors of the JVM: the process must end
    /// @throws ListenException when the address cannot be listened on
    public static OperatorServer start(
            HttpConfig config,
            Supplier<String> metricsText,
            BooleanSupplier healthy,
            AdminApi admin,
            QueryMetrics metrics,
            Consumer<Throwable> onFatal) {
        Site site = new OperatorSite(
                metricsText, healthy, new AdminSite(admin, config.rates().addressesMax(), metrics));
        HttpConfig own = config.withBodyBytesMax(admin.config().bodyBytesMax());
        return new OperatorServer(HttpServer.start(own, Listener.OPERATOR, site, metrics, onFatal));
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
