package net.atrelay.app;

import java.net.InetSocketAddress;
import java.util.function.BooleanSupplier;
import net.atrelay.app.config.RelayConfig;
import net.atrelay.fanout.QueryMetrics;
import net.atrelay.fanout.admin.AdminApi;
import net.atrelay.fanout.http.OperatorServer;
import net.atrelay.store.FatalHandler;

/// What a node of a cluster that serves no consumers shows its operator: meters, and whether it does its work.
final class NodeOffice implements AutoCloseable {
    private final AppMetrics metrics = new AppMetrics();
    private final String role;
    private final FatalHandler fatal;
    private final OperatorServer operator;
    private volatile BooleanSupplier works = () -> false;

    private NodeOffice(RelayConfig config, String role, FatalHandler fatal) {
        this.role = role;
        this.fatal = fatal;
        operator = OperatorServer.start(
                config.http(),
                metrics::scrape,
                () -> works.getAsBoolean(),
                AdminApi.off(),
                new QueryMetrics(metrics.registry()),
                this::end);
    }

    /// Listens; the node does not work yet.
    static NodeOffice open(RelayConfig config, String role, FatalHandler fatal) {
        return new NodeOffice(config, role, fatal);
    }

    AppMetrics metrics() {
        return metrics;
    }

    InetSocketAddress address() {
        return operator.address();
    }

    /// From now on the node does its work while this holds.
    ///
    /// @param condition must not block
    void worksWhile(BooleanSupplier condition) {
        works = condition;
    }

    /// The node does not work any more.
    void stops() {
        works = () -> false;
    }

    /// The node can go on no more.
    void end(Throwable cause) {
        stops();
        fatal.fatal(role, cause);
    }

    @Override
    public void close() {
        operator.close();
        metrics.close();
    }
}
