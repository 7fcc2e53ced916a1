package net.atrelay.app;

import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import net.atrelay.app.Roles.Role;
import net.atrelay.app.config.RelayConfig;
import net.atrelay.atproto.crypto.Curve;
import net.atrelay.atproto.crypto.SignatureVerifier;
import net.atrelay.fanout.FanoutMetrics;
import net.atrelay.fanout.admin.AdminApi;
import net.atrelay.fanout.admin.AdminSources;
import net.atrelay.fanout.http.Sources;
import net.atrelay.fanout.websocket.StreamService;
import net.atrelay.fanout.websocket.StreamSource;
import net.atrelay.ingest.IngestConfig;
import net.atrelay.ingest.IngestMetrics;
import net.atrelay.ingest.crawl.HostStreams;
import net.atrelay.ingest.crawl.IngestParts;
import net.atrelay.store.FatalHandler;
import net.atrelay.store.StoreMetrics;
import net.atrelay.store.bus.CrawlAnswer;
import net.atrelay.store.host.HostJournals;
import net.atrelay.store.host.tier.TiersInForce;
import net.atrelay.store.rocks.RocksStore;
import net.atrelay.verify.Share;
import net.atrelay.verify.VerifyMetrics;
import net.atrelay.verify.core.ListedRepo;
import net.atrelay.verify.core.ListedResult;
import net.atrelay.verify.embedded.GrowingLimits;
import net.atrelay.verify.embedded.HostLimits;
import net.atrelay.verify.embedded.HostRooms;
import net.atrelay.verify.embedded.ShardPool;
import net.atrelay.verify.embedded.ShardPool.Neighbours;
import net.atrelay.verify.listing.RepoListings;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One relay in this process: all its stages wired together, from the start until it is closed. Several may run
/// side by side, each with a data directory, ports and meters of its own. Started and closed by one thread.
public final class EmbeddedRelay implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedRelay.class);

    private final RelayConfig config;
    private final FatalHandler fatal;
    private final AppMetrics metrics;
    private final Roles roles;
    private final VerifyMetrics verifyMetrics;
    private final TiersInForce tiers;
    private final HostJournals journals;
    private final Blame blame;
    private final RocksStore store;
    private final HostLimits limits;
    private final ShardPool shards;
    private final HostStreams hosts;
    private final StreamService stream;
    private final Listeners listeners;
    /// Whether some stage can go on no more.
    private volatile boolean hasFailed;

    /// Starts the roles in their order.
    private EmbeddedRelay(RelayConfig config, FatalHandler fatal, AppMetrics metrics, Roles roles) {
        this.config = config;
        this.fatal = fatal;
        this.metrics = metrics;
        this.roles = roles;
        verifyMetrics = new VerifyMetrics(metrics.registry());
        IngestConfig ingest = config.ingest();
        tiers = new TiersInForce(ingest.limits().tiers());
        journals =
                new HostJournals(ingest.sockets().errorsKept(), ingest.journal().linesMax());
        blame = new Blame(journals);
        SettledFrames settled = new SettledFrames();
        store = startStore(settled);
        limits = new SetLimits(
                tiers,
                new GrowingLimits(
                        new TierLimits(tiers),
                        new Standings(store.hosts(), store.journals()::all, journals),
                        InstantSource.system(),
                        config.verify().growth()));
        Outside outside = Outside.start(config.identity(), verifyMetrics);
        roles.started(Role.RESOLVER, outside.close());
        shards = startShards(outside);
        hosts = startIngest(outside);
        settled.tell(hosts);
        blame.tell(hosts);
        stream = startStream();
        listeners = startListeners();
        addHosts(config.hosts());
    }

    /// Starts a relay.
    ///
    /// @param fatal called when it cannot go on without loss; it is then not to be used further
    /// @throws RuntimeException when a role does not start; those before it are stopped again
    public static EmbeddedRelay start(RelayConfig config, FatalHandler fatal) {
        AppMetrics metrics = new AppMetrics();
        Roles roles = new Roles();
        boolean isUp = false;
        try {
            if (config.development()) {
                LOG.warn("development: hosts on this machine are let through without TLS");
            }
            EmbeddedRelay relay = new EmbeddedRelay(config, fatal, metrics, roles);
            isUp = true;
            return relay;
        } finally {
            if (!isUp) {
                roles.close();
                metrics.close();
            }
        }
    }

    /// Where consumers and the public API are served.
    public InetSocketAddress publicAddress() {
        return listeners.publicAddress();
    }

    /// Where metrics and health are served.
    public InetSocketAddress operatorAddress() {
        return listeners.operatorAddress();
    }

    /// All meters as text (Prometheus exposition format).
    public String scrape() {
        return metrics.scrape();
    }

    RocksStore store() {
        return store;
    }

    ShardPool shards() {
        return shards;
    }

    HostStreams hosts() {
        return hosts;
    }

    StreamService stream() {
        return stream;
    }

    HostJournals journals() {
        return journals;
    }

    /// What the accounts of hosts are held to now: the tiers in force, and what has grown beyond them.
    HostLimits limits() {
        return limits;
    }

    /// Stops the roles, from the hosts outward. What was acknowledged to a host is then on disk, and consumers have
    /// been sent on.
    @Override
    public void close() {
        roles.close();
        metrics.close();
    }

    private RocksStore startStore(SettledFrames settled) {
        RocksStore opened =
                RocksStore.open(config.data(), config.store(), new StoreMetrics(metrics.registry()), (what, cause) -> {
                    hasFailed = true;
                    fatal.fatal(what, cause);
                });
        roles.started(Role.STORE, opened::close);
        opened.onSettled(settled);
        return opened;
    }

    private ShardPool startShards(Outside outside) {
        SignatureVerifier signatures = SignatureLibraries.best();
        for (Curve curve : Curve.values()) {
            verifyMetrics.signatures(curve, signatures.name(curve));
            LOG.atInfo()
                    .addKeyValue("curve", curve)
                    .addKeyValue("implementation", signatures.name(curve))
                    .log("signatures are verified");
        }
        Neighbours neighbours = new Neighbours(
                store.accounts(),
                store.deferred(),
                store.outcomes(),
                outside.identities(),
                outside.hostStatuses(),
                () -> outside.proofs().apply(signatures),
                InstantSource.system(),
                new HostRooms(store.accountCounts(), store.accountIndex(), limits),
                blame,
                _ -> true,
                Share.WHOLE,
                true);
        ShardPool started = ShardPool.start(config.verify(), neighbours, verifyMetrics, fatalIn("verify"));
        roles.started(Role.SHARDS, started::close);
        return started;
    }

    private HostStreams startIngest(Outside outside) {
        RepoListings listings = new RepoListings(
                config.verify(),
                new RepoListings.Parts(
                        outside.repoLists(),
                        store.accounts(),
                        this::compared,
                        journals,
                        InstantSource.system(),
                        verifyMetrics));
        IngestParts parts = new IngestParts(
                shards,
                store.hosts(),
                store.crawlRules(),
                store.journals(),
                journals,
                tiers,
                outside.hostProbe(),
                (hostname, _) -> listings.compare(hostname),
                _ -> true,
                fatalIn("ingest"));
        HostStreams started = HostStreams.start(parts, config.ingest(), new IngestMetrics(metrics.registry()));
        roles.started(Role.INGEST, () -> {
            started.close();
            listings.close();
        });
        return started;
    }

    private CompletionStage<@Nullable ListedResult> compared(String host, ListedRepo repo, long askedAtMicros) {
        return shards.listed(host, repo, askedAtMicros).thenApply(result -> result);
    }

    private StreamService startStream() {
        StreamService started = StreamService.start(
                config.stream(),
                config.http().serverHeader(),
                new StreamSource(store.log(), store.tail(), store.takedowns()),
                new FanoutMetrics(metrics.registry()),
                fatalIn("stream"));
        roles.started(Role.STREAM, () -> {
            started.drain(config.stream().parting().drainSpread());
            started.close();
        });
        return started;
    }

    private Listeners startListeners() {
        Sources sources = new Sources(store.accounts(), store.collections(), shownHosts(), hosts, () -> !hasFailed);
        Listeners started = Listeners.start(config.http(), sources, administration(), stream, metrics, fatalIn("http"));
        roles.started(Role.LISTENERS, started::close);
        roles.started(Role.DOOR, started::stopAccepting);
        return started;
    }

    private ShownHosts shownHosts() {
        return new ShownHosts(store.hosts(), hostname -> hosts.banOf(hostname) != null);
    }

    private AdminApi administration() {
        AdminSources sources = new AdminSources(
                new OperatedHosts(hosts, limits, config.development()),
                new OperatedRules(hosts),
                new OperatedAccounts(shards),
                stream,
                shownHosts(),
                journals,
                store.accounts(),
                store.accountCounts(),
                store.takedownIndex(),
                store.audit());
        return Listeners.administration(config.admin(), sources, metrics);
    }

    private Consumer<Throwable> fatalIn(String stage) {
        return cause -> {
            hasFailed = true;
            fatal.fatal(stage, cause);
        };
    }

    private void addHosts(Set<String> names) {
        for (String name : names) {
            hosts.addHost(name).thenAccept(answer -> logAdded(name, answer));
        }
    }

    private static void logAdded(String name, CrawlAnswer answer) {
        switch (answer) {
            case CrawlAnswer.Accepted accepted ->
                LOG.atInfo().addKeyValue("host", accepted.hostname()).log("added in the operator's name");
            case CrawlAnswer.Refused refused ->
                LOG.atWarn()
                        .addKeyValue("host", name)
                        .addKeyValue("reason", refused.error())
                        .addKeyValue("detail", refused.message())
                        .log("not added");
        }
    }
}
