package net.atrelay.app;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Consumer;
import net.atrelay.app.config.ConfigException;
import net.atrelay.fanout.HttpConfig;
import net.atrelay.fanout.QueryMetrics;
import net.atrelay.fanout.admin.AdminApi;
import net.atrelay.fanout.admin.AdminConfig;
import net.atrelay.fanout.admin.AdminMetrics;
import net.atrelay.fanout.admin.AdminSources;
import net.atrelay.fanout.http.FanoutServer;
import net.atrelay.fanout.http.OperatorServer;
import net.atrelay.fanout.http.Sources;
import net.atrelay.fanout.http.StreamUpgrade;

/// The two listeners of a relay: the operator's, and the one for everybody. Owned by the thread that starts the
/// relay.
final class Listeners implements AutoCloseable {
    private final OperatorServer operator;
    private final FanoutServer everybody;

    private Listeners(OperatorServer operator, FanoutServer everybody) {
        this.operator = operator;
        this.everybody = everybody;
    }

    /// The operator's API.
    ///
    /// @throws ConfigException when the file of tokens cannot be read or understood
    static AdminApi administration(AdminConfig config, AdminSources sources, AppMetrics metrics) {
        try {
            return AdminApi.open(config, sources, new AdminMetrics(metrics.registry()));
        } catch (IllegalArgumentException e) {
            throw new ConfigException(List.of("RELAY_ADMIN_TOKENS_FILE: " + e.getMessage()));
        }
    }

    /// @throws net.atrelay.fanout.http.ListenException when one of the addresses cannot be listened on
    static Listeners start(
            HttpConfig config,
            Sources sources,
            AdminApi admin,
            StreamUpgrade stream,
            AppMetrics metrics,
            Consumer<Throwable> onFatal) {
        QueryMetrics queryMetrics = new QueryMetrics(metrics.registry());
        OperatorServer operator =
                OperatorServer.start(config, metrics::scrape, sources.healthy(), admin, queryMetrics, onFatal);
        try {
            return new Listeners(operator, FanoutServer.start(config, sources, queryMetrics, stream, onFatal));
        } catch (RuntimeException e) {
            operator.close();
            throw e;
        }
    }

    InetSocketAddress publicAddress() {
        return everybody.address();
    }

    InetSocketAddress operatorAddress() {
        return operator.address();
    }

    /// Nobody new comes in; who is there stays.
    void stopAccepting() {
        everybody.stopAccepting();
    }

    @Override
    public void close() {
        everybody.close();
        operator.close();
    }
}
