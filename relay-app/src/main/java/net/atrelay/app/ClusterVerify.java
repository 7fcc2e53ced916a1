package net.atrelay.app;

import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Predicate;
import net.atrelay.app.config.RelayConfig;
import net.atrelay.atproto.crypto.SignatureVerifier;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.atproto.syntax.Tid;
import net.atrelay.store.FatalHandler;
import net.atrelay.store.StoreConfig;
import net.atrelay.store.StoreMetrics;
import net.atrelay.store.account.LocalStatus;
import net.atrelay.store.bus.ListedAccount;
import net.atrelay.store.bus.RawFrame;
import net.atrelay.store.host.HostJournal;
import net.atrelay.store.host.HostJournals;
import net.atrelay.store.host.HostRecord;
import net.atrelay.store.host.JournalTable;
import net.atrelay.store.host.tier.TiersInForce;
import net.atrelay.store.kafka.KafkaClients;
import net.atrelay.store.kafka.RawEngine;
import net.atrelay.store.kafka.VerifyNode;
import net.atrelay.store.log.OutcomeSink;
import net.atrelay.store.rocks.RocksStore;
import net.atrelay.verify.Share;
import net.atrelay.verify.VerifyMetrics;
import net.atrelay.verify.core.ListedRepo;
import net.atrelay.verify.embedded.GrowingLimits;
import net.atrelay.verify.embedded.HostLimits;
import net.atrelay.verify.embedded.HostRooms;
import net.atrelay.verify.embedded.ShardPool;
import net.atrelay.verify.embedded.ShardPool.Neighbours;
import net.atrelay.verify.listing.ListedNews;

/// One verify node of a cluster, from its start until it is closed. Started and closed by one thread.
public final class ClusterVerify implements AutoCloseable {
    private static final int PAGE = 500;

    private final RelayConfig config;
    private final VerifyMetrics verifyMetrics;
    /// What is seen here.
    private final HostJournals journals;
    private final JournalSaver saver;
    private final SignatureVerifier signatures = SignatureLibraries.best();
    private final VerifyNode node;
    private final HostLimits limits;
    private final Outside outside;
    private final NodeOffice office;
    /// Of look-ups and questions; the reader of `raw` changes it.
    private volatile Share share;

    private ClusterVerify(RelayConfig config, FatalHandler fatal) throws InterruptedException {
        this.config = config;
        TiersInForce tiers = new TiersInForce(config.ingest().limits().tiers());
        journals = new HostJournals(
                config.ingest().sockets().errorsKept(),
                config.ingest().journal().linesMax());
        office = NodeOffice.open(config, "verify", fatal);
        verifyMetrics = new VerifyMetrics(office.metrics().registry());
        KafkaClients clients = KafkaClients.of(config.cluster().named(config.data()));
        ClusterEntrance entrance = ClusterEntrance.await(clients, config.data());
        StoreMetrics storeMetrics = new StoreMetrics(office.metrics().registry());
        node = new VerifyNode(
                clients,
                storeMetrics,
                publisher -> RocksStore.openCopy(config.data(), storeConfig(config), storeMetrics, fatal, publisher),
                office::end);
        entrance.hold(config.data());
        RocksStore store = node.store();
        restoreJournals(store);
        saver = new JournalSaver(
                journals, node.journals(), config.ingest().journal().saveEvery(), office::end);
        HostJournals everywhere = new HostJournals(
                config.ingest().sockets().errorsKept(),
                config.ingest().journal().linesMax());
        FollowedRules rules = new FollowedRules(store.crawlRules(), store.journals(), tiers, everywhere);
        rules.refresh();
        node.onFollowed(rules);
        limits = new SetLimits(
                tiers,
                new GrowingLimits(
                        new TierLimits(tiers),
                        new Standings(store.hosts(), store.journals()::all, everywhere),
                        InstantSource.system(),
                        config.verify().growth()));
        outside = Outside.start(config.identity(), verifyMetrics);
        share = new Share(0, config.cluster().topics().accountPartitions());
        verifyMetrics.watchShare(() -> share);
        node.run(new Engines(), config.ingest().flight().totalBytesMax());
        office.worksWhile(node::hearsKafka);
    }

    /// Starts a node. Blocks until its tables are up to date.
    public static ClusterVerify start(RelayConfig config, FatalHandler fatal) throws InterruptedException {
        return new ClusterVerify(config, fatal);
    }

    /// Where metrics and health are served.
    public InetSocketAddress operatorAddress() {
        return office.address();
    }

    public String scrape() {
        return office.metrics().scrape();
    }

    @Override
    public void close() {
        office.stops();
        node.leave();
        saver.close();
        node.close();
        outside.close().run();
        office.close();
    }

    private void restoreJournals(RocksStore store) {
        JournalTable own = node.journals();
        List<HostRecord> page = store.hosts().list(null, PAGE);
        while (!page.isEmpty()) {
            for (HostRecord host : page) {
                HostJournal journal = own.find(host.hostname());
                if (journal != null) {
                    journals.restore(journal);
                }
            }
            page = store.hosts().list(page.getLast().hostname(), PAGE);
        }
    }

    /// Each commit is a transaction, at the pace of the cluster.
    private static StoreConfig storeConfig(RelayConfig config) {
        StoreConfig store = config.store();
        return store.withBatch(config.cluster().commitInterval(), store.batchEventsMax(), store.batchBytesMax());
    }

    private final class Engines implements RawEngine.Starter {
        @Override
        public void owns(int partitions, int all) {
            share = new Share(partitions, all);
            outside.shareIs().accept(share);
        }

        @Override
        public RawEngine start(Predicate<Did> owned, OutcomeSink sink) {
            RocksStore store = node.store();
            Blame blame = new Blame(journals);
            blame.tell((frame, over) -> node.slow(frame.host(), over));
            Neighbours neighbours = new Neighbours(
                    store.accounts(),
                    store.deferred(),
                    sink,
                    outside.identities(),
                    outside.hostStatuses(),
                    () -> outside.proofs().apply(signatures),
                    InstantSource.system(),
                    new HostRooms(store.accountCounts(), store.accountIndex(), limits),
                    blame,
                    owned,
                    share,
                    false);
            ShardPool shards = ShardPool.start(config.verify(), neighbours, verifyMetrics, office::end);
            return new Engine(shards, new ListedNews(journals, InstantSource.system(), verifyMetrics));
        }
    }

    private record Engine(ShardPool shards, ListedNews news) implements RawEngine {
        @Override
        public void offer(RawFrame frame) {
            shards.offer(frame);
        }

        @Override
        public void rule(RawFrame settles, LocalStatus restriction, boolean holds) {
            var _ = shards.rule(settles, restriction, holds);
        }

        @Override
        public void listed(RawFrame settles, ListedAccount listed) {
            ListedRepo repo = new ListedRepo(listed.did(), new Tid(listed.rev()), listed.commit(), listed.status());
            var _ = shards.listed(listed.host(), repo, listed.askedAtMicros(), settles)
                    .thenAccept(result -> news.came(listed.host(), listed.did(), result));
        }

        @Override
        public void close() {
            shards.close();
        }
    }
}
