package net.atrelay.app;

import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import net.atrelay.app.config.RelayConfig;
import net.atrelay.atproto.crypto.SignatureVerifier;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.fanout.QueryMetrics;
import net.atrelay.fanout.admin.AdminApi;
import net.atrelay.fanout.http.OperatorServer;
import net.atrelay.store.FatalHandler;
import net.atrelay.store.StoreConfig;
import net.atrelay.store.StoreMetrics;
import net.atrelay.store.account.LocalStatus;
import net.atrelay.store.bus.RawFrame;
import net.atrelay.store.host.HostJournals;
import net.atrelay.store.host.tier.TiersInForce;
import net.atrelay.store.kafka.KafkaClients;
import net.atrelay.store.kafka.RawEngine;
import net.atrelay.store.kafka.VerifyNode;
import net.atrelay.store.log.OutcomeSink;
import net.atrelay.store.rocks.RocksStore;
import net.atrelay.verify.VerifyMetrics;
import net.atrelay.verify.embedded.GrowingLimits;
import net.atrelay.verify.embedded.HostLimits;
import net.atrelay.verify.embedded.HostRooms;
import net.atrelay.verify.embedded.ShardPool;
import net.atrelay.verify.embedded.ShardPool.Neighbours;

/// One verify node of a cluster, from its start until it is closed. Started and closed by one thread.
public final class ClusterVerify implements AutoCloseable {
    private final RelayConfig config;
    private final FatalHandler fatal;
    private final AppMetrics metrics = new AppMetrics();
    private final VerifyMetrics verifyMetrics = new VerifyMetrics(metrics.registry());
    private final HostJournals journals;
    private final SignatureVerifier signatures = SignatureLibraries.best();
    private final VerifyNode node;
    private final HostLimits limits;
    private final Outside outside;
    private final OperatorServer operator;
    private volatile boolean serves;

    private ClusterVerify(RelayConfig config, FatalHandler fatal) throws InterruptedException {
        this.config = config;
        this.fatal = fatal;
        TiersInForce tiers = new TiersInForce(config.ingest().limits().tiers());
        journals = new HostJournals(
                config.ingest().sockets().errorsKept(),
                config.ingest().journal().linesMax());
        operator = OperatorServer.start(
                config.http(),
                metrics::scrape,
                () -> serves,
                AdminApi.off(),
                new QueryMetrics(metrics.registry()),
                this::end);
        KafkaClients clients = KafkaClients.of(config.cluster().named(config.data()));
        ClusterEntrance entrance = ClusterEntrance.await(clients, config.data());
        node = new VerifyNode(
                clients,
                publisher -> RocksStore.open(
                        config.data(), storeConfig(config), new StoreMetrics(metrics.registry()), fatal, publisher),
                this::end);
        entrance.hold(config.data());
        RocksStore store = node.store();
        limits = new SetLimits(
                tiers,
                new GrowingLimits(
                        new TierLimits(tiers),
                        new Standings(store.hosts(), store.journals(), journals),
                        InstantSource.system(),
                        config.verify().growth()));
        outside = Outside.start(config.identity(), verifyMetrics);
        node.run(this::engine, config.ingest().flight().totalBytesMax());
        serves = true;
    }

    /// Starts a node. Blocks until its tables are up to date.
    public static ClusterVerify start(RelayConfig config, FatalHandler fatal) throws InterruptedException {
        return new ClusterVerify(config, fatal);
    }

    /// Where metrics and health are served.
    public InetSocketAddress operatorAddress() {
        return operator.address();
    }

    public String scrape() {
        return metrics.scrape();
    }

    @Override
    public void close() {
        serves = false;
        node.close();
        outside.close().run();
        operator.close();
        metrics.close();
    }

    /// Each commit is a transaction, at the pace of the cluster.
    private static StoreConfig storeConfig(RelayConfig config) {
        StoreConfig store = config.store();
        return store.withBatch(config.cluster().commitInterval(), store.batchEventsMax(), store.batchBytesMax());
    }

    private RawEngine engine(Predicate<Did> owned, OutcomeSink sink) {
        RocksStore store = node.store();
        Neighbours neighbours = new Neighbours(
                store.accounts(),
                store.deferred(),
                sink,
                outside.identities(),
                outside.hostStatuses(),
                () -> outside.proofs().apply(signatures),
                InstantSource.system(),
                new HostRooms(store.accountCounts(), store.accountIndex(), limits),
                new Blame(journals),
                owned);
        return new Engine(ShardPool.start(config.verify(), neighbours, verifyMetrics, this::end));
    }

    private void end(Throwable cause) {
        serves = false;
        fatal.fatal("verify", cause);
    }

    private record Engine(ShardPool shards) implements RawEngine {
        @Override
        public void offer(RawFrame frame) {
            shards.offer(frame);
        }

        @Override
        public CompletionStage<?> rule(Did did, LocalStatus restriction, boolean holds) {
            return shards.rule(did, restriction, holds);
        }

        @Override
        public void close() {
            shards.close();
        }
    }
}
