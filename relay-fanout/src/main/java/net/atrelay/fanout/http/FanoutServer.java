package net.atrelay.fanout.http;

import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.function.Consumer;
import net.atrelay.fanout.HttpConfig;
import net.atrelay.fanout.Listener;
import net.atrelay.fanout.QueryMetrics;

/// The public listener: the sync queries, and the door to the stream. Its event loops carry the consumers too.
///
/// To stop: [#stopAccepting()], then send the consumers away, then [#close()].
public final class FanoutServer implements AutoCloseable {
    private final HttpServer server;

    private FanoutServer(HttpServer server) {
        this.server = server;
    }

    /// Listens, and serves until closed.
    ///
    /// @param onFatal told of errors of the JVM: the process must end
    /// @throws ListenException when the address cannot be listened on
    public static FanoutServer start(
            HttpConfig config,
            Sources sources,
            QueryMetrics metrics,
            StreamUpgrade upgrade,
            Consumer<Throwable> onFatal) {
        Site site = new PublicSite(config.rates(), sources, metrics, upgrade, InstantSource.system());
        return new FanoutServer(HttpServer.start(config, Listener.PUBLIC, site, metrics, onFatal));
    }

    /// Where it listens, with the true port if 0 was asked for.
    public InetSocketAddress address() {
        return server.address();
    }

    /// Closes the listening socket. Connections stay, consumers among them; others end with their next answer.
    public void stopAccepting() {
        server.stopAccepting();
    }

    /// Answers what has been asked, for a while, and closes all connections.
    @Override
    public void close() {
        server.close();
    }
}
