package net.atrelay.app;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import net.atrelay.app.config.RelayConfig;
import net.atrelay.ingest.IngestMetrics;
import net.atrelay.ingest.LimitKind;
import net.atrelay.ingest.crawl.HostStreams;
import net.atrelay.ingest.crawl.IngestParts;
import net.atrelay.ingest.host.HostView;
import net.atrelay.store.FatalHandler;
import net.atrelay.store.StoreMetrics;
import net.atrelay.store.bus.CrawlAnswer;
import net.atrelay.store.bus.ListedAccount;
import net.atrelay.store.bus.OverRate;
import net.atrelay.store.host.HostActivity;
import net.atrelay.store.host.HostJournal;
import net.atrelay.store.host.HostJournals;
import net.atrelay.store.host.HostRecord;
import net.atrelay.store.host.tier.TiersInForce;
import net.atrelay.store.kafka.HostsReader;
import net.atrelay.store.kafka.IngestNode;
import net.atrelay.store.kafka.KafkaClients;
import net.atrelay.store.log.WishAnswer;
import net.atrelay.store.rocks.RocksStore;
import net.atrelay.verify.VerifyMetrics;
import net.atrelay.verify.core.ListedRepo;
import net.atrelay.verify.core.ListedResult;
import net.atrelay.verify.listing.RepoListings;
import org.jspecify.annotations.Nullable;

/// One ingest node of a cluster, from its start until it is closed. Started and closed by one thread.
public final class ClusterIngest implements AutoCloseable {
    private static final WishAnswer FAILED = new WishAnswer.Refused(CrawlAnswer.Refused.NOT_STORED);

    private final NodeOffice office;
    private final IngestNode node;
    private final Outside outside;
    private final RepoListings listings;
    private final HostStreams hosts;

    private ClusterIngest(RelayConfig config, FatalHandler fatal) throws InterruptedException {
        office = NodeOffice.open(config, "ingest", fatal);
        KafkaClients clients = KafkaClients.of(config.cluster().named(config.data()));
        ClusterEntrance entrance = ClusterEntrance.await(clients, config.data());
        node = new IngestNode(
                clients,
                publisher -> RocksStore.openCopy(
                        config.data(),
                        config.store(),
                        new StoreMetrics(office.metrics().registry()),
                        fatal,
                        publisher),
                office::end);
        entrance.hold(config.data());
        node.catchUp();
        VerifyMetrics asking = new VerifyMetrics(office.metrics().registry());
        outside = Outside.start(config.identity(), asking);
        HostJournals journals = new HostJournals(
                config.ingest().sockets().errorsKept(),
                config.ingest().journal().linesMax());
        listings = new RepoListings(
                config.verify(),
                new RepoListings.Parts(
                        outside.repoLists(), null, this::handOn, journals, InstantSource.system(), asking));
        hosts = startStreams(config, journals);
        node.store().onSettled(hosts);
        node.run(new Reader());
        config.hosts().forEach(node::add);
        office.worksWhile(node::hearsKafka);
    }

    /// Starts a node. Blocks until its table is up to date.
    public static ClusterIngest start(RelayConfig config, FatalHandler fatal) throws InterruptedException {
        return new ClusterIngest(config, fatal);
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
        hosts.close();
        listings.close();
        node.close();
        outside.close().run();
        office.close();
    }

    /// The node that judges the account compares it.
    private CompletionStage<@Nullable ListedResult> handOn(String host, ListedRepo repo, long askedAtMicros) {
        return node.listed(new ListedAccount(
                        repo.did(), host, askedAtMicros, repo.rev().value(), repo.commit(), repo.status()))
                .thenApply(_ -> null);
    }

    private HostStreams startStreams(RelayConfig config, HostJournals journals) {
        RocksStore store = node.store();
        IngestParts parts = new IngestParts(
                node.bus(),
                store.hosts(),
                node.rules(),
                node.journals(),
                journals,
                new TiersInForce(config.ingest().limits().tiers()),
                outside.hostProbe(),
                (hostname, _) -> listings.compare(hostname),
                _ -> false,
                office::end);
        return HostStreams.start(
                parts, config.ingest(), new IngestMetrics(office.metrics().registry()));
    }

    private final class Reader implements HostsReader {
        @Override
        public Set<String> read(Predicate<String> which) {
            return hosts.read(which);
        }

        @Override
        public void requestCrawl(String hostname) {
            var _ = hosts.requestCrawl(hostname);
        }

        @Override
        public void add(String hostname) {
            var _ = hosts.addHost(hostname);
        }

        @Override
        public CompletionStage<WishAnswer> invite(String hostname, boolean probed) {
            return (probed ? hosts.addListed(hostname) : hosts.addHost(hostname))
                    .handle((answer, fault) -> fault != null
                            ? FAILED
                            : switch (answer) {
                                case CrawlAnswer.Accepted _ -> new WishAnswer.Done();
                                case CrawlAnswer.Refused refused -> new WishAnswer.Refused(refused);
                            });
        }

        @Override
        public CompletionStage<WishAnswer> resetCursor(String hostname, @Nullable Long cursor) {
            return hosts.resetCursor(hostname, cursor).handle((known, fault) -> fault != null ? FAILED : word(known));
        }

        @Override
        public WishAnswer disconnect(String hostname) {
            return word(hosts.disconnect(hostname));
        }

        private static WishAnswer word(boolean wasThere) {
            return wasThere ? new WishAnswer.Done() : new WishAnswer.NothingThere();
        }

        /// A wait that is over, and one for a rate that does not hold any more, is none.
        @Override
        public void slow(String hostname, OverRate account) {
            long waitMicros = account.waitMicros(ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()));
            long perHour = hosts.tiers().of(hostname).accounts().eventsPerHour();
            if (waitMicros > 0 && account.perHour() == perHour) {
                hosts.slowForAccount(hostname, account.did(), TimeUnit.MICROSECONDS.toNanos(waitMicros));
            }
        }

        @Override
        public List<HostActivity> activities() {
            return hosts.views().stream().map(Reader::activity).toList();
        }

        private static HostActivity activity(HostView view) {
            LimitKind heldBackBy = view.heldBackBy();
            return new HostActivity(
                    view.hostname(),
                    view.connected(),
                    heldBackBy == null ? null : heldBackBy.name(),
                    view.inFlightBytes(),
                    view.framesRead(),
                    view.failures(),
                    view.nextDialAtMicros());
        }

        @Override
        public void rulesChanged() {
            hosts.rulesChanged();
        }

        @Override
        public void hostFollowed(HostRecord host) {
            hosts.hostFollowed(host);
        }

        @Override
        public void journalFollowed(HostJournal journal) {
            hosts.journalFollowed(journal);
        }
    }
}
