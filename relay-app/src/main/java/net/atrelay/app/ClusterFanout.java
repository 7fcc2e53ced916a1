package net.atrelay.app;

import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import net.atrelay.app.config.RelayConfig;
import net.atrelay.atproto.host.DevMode;
import net.atrelay.atproto.host.Hostname;
import net.atrelay.fanout.FanoutMetrics;
import net.atrelay.fanout.admin.AdminApi;
import net.atrelay.fanout.http.Sources;
import net.atrelay.fanout.websocket.StreamService;
import net.atrelay.fanout.websocket.StreamSource;
import net.atrelay.store.FatalHandler;
import net.atrelay.store.StoreMetrics;
import net.atrelay.store.bus.CrawlAnswer;
import net.atrelay.store.kafka.FanoutNode;
import net.atrelay.store.kafka.KafkaClients;
import net.atrelay.store.rocks.RocksStore;

/// One fan-out node of a cluster, from its start until it is closed. Started and closed by one thread.
public final class ClusterFanout implements AutoCloseable {
    private final AppMetrics metrics = new AppMetrics();
    private final RelayConfig config;
    private final FatalHandler fatal;
    private final FanoutNode node;
    private final StreamService stream;
    private final Listeners listeners;
    private volatile boolean serves;

    private ClusterFanout(RelayConfig config, FatalHandler fatal) throws InterruptedException {
        this.config = config;
        this.fatal = fatal;
        KafkaClients clients = KafkaClients.of(config.cluster().named(config.data()));
        ClusterEntrance entrance = ClusterEntrance.await(clients, config.data());
        node = new FanoutNode(
                clients,
                (seqBase, publisher) -> RocksStore.open(
                        config.data(),
                        config.store().withSeqBase(seqBase),
                        new StoreMetrics(metrics.registry()),
                        fatal,
                        publisher),
                this::end);
        entrance.hold(config.data());
        RocksStore store = node.store();
        node.catchUp();
        stream = StreamService.start(
                config.stream(),
                config.http().serverHeader(),
                new StreamSource(store.log(), store.tail(), store.takedowns()),
                new FanoutMetrics(metrics.registry()),
                this::end);
        Sources sources = new Sources(
                store.accounts(),
                store.collections(),
                store.hosts(),
                this::requestCrawl,
                () -> serves && node.hearsKafka());
        listeners = Listeners.start(config.http(), sources, AdminApi.off(), stream, metrics, this::end);
        serves = true;
    }

    /// Starts a node. Blocks until its log and its tables are up to date.
    public static ClusterFanout start(RelayConfig config, FatalHandler fatal) throws InterruptedException {
        return new ClusterFanout(config, fatal);
    }

    /// Where consumers and the public API are served.
    public InetSocketAddress publicAddress() {
        return listeners.publicAddress();
    }

    /// Where metrics and health are served.
    public InetSocketAddress operatorAddress() {
        return listeners.operatorAddress();
    }

    public String scrape() {
        return metrics.scrape();
    }

    @Override
    public void close() {
        serves = false;
        listeners.stopAccepting();
        stream.drain(config.stream().parting().drainSpread());
        stream.close();
        listeners.close();
        node.close();
        metrics.close();
    }

    private CompletionStage<CrawlAnswer> requestCrawl(String written) {
        return switch (Hostname.parse(written, config.development() ? DevMode.ON : DevMode.OFF)) {
            case Hostname.Ok host -> node.requestCrawl(host.authority());
            case Hostname.Refused refused ->
                CompletableFuture.completedFuture(new CrawlAnswer.Refused("InvalidRequest", "hostname: " + refused, 0));
        };
    }

    private void end(Throwable cause) {
        serves = false;
        fatal.fatal("fanout", cause);
    }
}
