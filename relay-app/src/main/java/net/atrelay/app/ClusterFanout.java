package net.atrelay.app;

import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import net.atrelay.app.config.RelayConfig;
import net.atrelay.atproto.host.DevMode;
import net.atrelay.atproto.host.Hostname;
import net.atrelay.fanout.FanoutMetrics;
import net.atrelay.fanout.admin.AdminApi;
import net.atrelay.fanout.admin.AdminSources;
import net.atrelay.fanout.http.Sources;
import net.atrelay.fanout.websocket.StreamService;
import net.atrelay.fanout.websocket.StreamSource;
import net.atrelay.store.FatalHandler;
import net.atrelay.store.StoreMetrics;
import net.atrelay.store.bus.CrawlAnswer;
import net.atrelay.store.host.HostJournal;
import net.atrelay.store.host.HostJournals;
import net.atrelay.store.host.HostTable;
import net.atrelay.store.host.tier.TiersInForce;
import net.atrelay.store.kafka.ClusterAdmin;
import net.atrelay.store.kafka.FanoutNode;
import net.atrelay.store.kafka.KafkaClients;
import net.atrelay.store.rocks.RocksStore;
import net.atrelay.verify.embedded.GrowingLimits;
import net.atrelay.verify.embedded.HostLimits;

/// One fan-out node of a cluster, from its start until it is closed. Started and closed by one thread.
public final class ClusterFanout implements AutoCloseable {
    private final AppMetrics metrics = new AppMetrics();
    private final RelayConfig config;
    private final FatalHandler fatal;
    private final FanoutNode node;
    private final TiersInForce tiers;
    private final HostJournals journals;
    private final ShownBans bans;
    private final ClusterRuleControls rules;
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
        store.followAudit(config.admin().auditRecordsMax());
        tiers = new TiersInForce(config.ingest().limits().tiers());
        journals = new HostJournals(
                config.ingest().sockets().errorsKept(),
                config.ingest().journal().linesMax());
        bans = new ShownBans(store.crawlRules(), config.ingest().bannedDomains());
        rules = new ClusterRuleControls(node.administration().rules(), bans, tiers, config.ingest());
        FollowedRules followed = new FollowedRules(store.crawlRules(), store.journals(), tiers, journals);
        followed.refresh();
        node.onFollowed(followed);
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
                shownHosts(),
                this::requestCrawl,
                () -> serves && node.hearsKafka());
        listeners = Listeners.start(config.http(), sources, administration(), stream, metrics, this::end);
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

    private ShownHosts shownHosts() {
        return new ShownHosts(node.store().hosts(), hostname -> bans.covering(hostname) != null);
    }

    private AdminApi administration() {
        RocksStore store = node.store();
        ClusterAdmin cluster = node.administration();
        HostTable hosts = shownHosts();
        AdminSources sources = new AdminSources(
                new ClusterHosts(cluster, bans, hosts, store.activities(), tiers, limits(), config.development()),
                rules,
                new ClusterAccounts(cluster),
                stream,
                hosts,
                this::journalOf,
                store.accounts(),
                store.accountCounts(),
                store.takedownIndex(),
                cluster.audit());
        return Listeners.administration(config.admin(), sources, metrics);
    }

    /// What accounts of hosts are held to by the nodes that judge them, which weigh the same.
    private HostLimits limits() {
        RocksStore store = node.store();
        return new SetLimits(
                tiers,
                new GrowingLimits(
                        new TierLimits(tiers),
                        new Standings(store.hosts(), store.journals()::all, journals),
                        InstantSource.system(),
                        config.verify().growth()));
    }

    private HostJournal journalOf(String hostname) {
        RocksStore store = node.store();
        return new HostJournal(
                hostname,
                store.journals().all(hostname).entries(),
                store.activities().find(hostname).nextDialAtMicros());
    }

    /// What this node knows the answer to goes no further.
    private CompletionStage<CrawlAnswer> requestCrawl(String written) {
        if (!(Hostname.parse(written, config.development() ? DevMode.ON : DevMode.OFF) instanceof Hostname.Ok host)) {
            return CompletableFuture.completedFuture(CrawlAnswer.Refused.NOT_A_HOST);
        }
        if (!rules.crawlEnabled()) {
            return CompletableFuture.completedFuture(CrawlAnswer.Refused.DISABLED);
        }
        if (bans.covering(host.authority()) != null) {
            return CompletableFuture.completedFuture(CrawlAnswer.Refused.BANNED);
        }
        return node.requestCrawl(host.authority());
    }

    private void end(Throwable cause) {
        serves = false;
        fatal.fatal("fanout", cause);
    }
}
