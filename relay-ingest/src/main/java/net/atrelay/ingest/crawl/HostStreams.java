package net.atrelay.ingest.crawl;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Predicate;
import net.atrelay.atproto.host.DevMode;
import net.atrelay.atproto.host.Hostname;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.ingest.CrawlOutcome;
import net.atrelay.ingest.IngestConfig;
import net.atrelay.ingest.IngestMetrics;
import net.atrelay.ingest.host.HostNetwork;
import net.atrelay.ingest.host.HostStream;
import net.atrelay.ingest.host.HostView;
import net.atrelay.store.bus.CrawlAnswer;
import net.atrelay.store.bus.CrawlRequests;
import net.atrelay.store.bus.FrameSettled;
import net.atrelay.store.host.CrawlRule;
import net.atrelay.store.host.HostBan;
import net.atrelay.store.host.HostBan.Scope;
import net.atrelay.store.host.HostJournal;
import net.atrelay.store.host.HostJournals;
import net.atrelay.store.host.HostRecord;
import net.atrelay.store.host.tier.HostTier;
import net.atrelay.store.host.tier.TierText;
import net.atrelay.store.host.tier.Tiers;
import net.atrelay.store.host.tier.TiersInForce;
import org.jspecify.annotations.Nullable;

/// The whole of ingest, for who wires the relay: from [#start] on every stored host has its stream, until [#close].
/// Any thread. What an operator changes holds at once, over restarts, and is durable when its future is done.
public final class HostStreams implements FrameSettled, CrawlRequests, AutoCloseable {
    private final IngestConfig config;
    private final IngestMetrics metrics;
    private final InstantSource time = InstantSource.system();
    private final HostNetwork network;
    private final RecordWriter writer;
    private final TiersInForce tiers;
    private final HostJournals journals;
    private final CrawlControls controls;
    private final HostRegistry registry;
    private final CrawlDesk desk;

    private HostStreams(HostNetwork network, IngestParts parts, IngestConfig config, IngestMetrics metrics) {
        this.config = config;
        this.metrics = metrics;
        this.network = network;
        tiers = parts.tiers();
        journals = parts.journals();
        writer = new RecordWriter(parts, config.journal().saveEvery());
        controls = new CrawlControls(config, parts.rules(), tiers, writer);
        BanBook bans = new BanBook(parts.rules(), writer, time, config.bannedDomains());
        Reconciliations reconciliations = new Reconciliations(parts.reconciler(), config.tasks(), metrics);
        registry = new HostRegistry(network, parts, writer, bans, reconciliations, time);
        desk = new CrawlDesk(config, parts, controls, registry, time);
    }

    /// Reads the tables and begins to dial. Blocks for the tables.
    public static HostStreams start(IngestParts parts, IngestConfig config, IngestMetrics metrics) {
        return start(new HostNetwork(config, parts.ofStreams(), metrics), parts, config, metrics);
    }

    static HostStreams start(HostNetwork network, IngestParts parts, IngestConfig config, IngestMetrics metrics) {
        HostStreams streams = new HostStreams(network, parts, config, metrics);
        metrics.showHosts(streams.registry::size);
        metrics.showJournals(parts.journals()::lines, config.journal().linesMax());
        streams.registry.load(host -> streams.desk.remember(host.hostname(), host.addedAtMicros()));
        return streams;
    }

    @Override
    public void settled(String host, int frames, long bytes) {
        HostStream stream = registry.find(host);
        if (stream != null) {
            stream.settled(bytes);
        }
    }

    @Override
    public CompletionStage<CrawlAnswer> requestCrawl(String hostname) {
        return admit(hostname).thenApply(this::answer);
    }

    /// What a crawl request comes to, before it is put into words.
    CompletionStage<Admission> admit(String hostname) {
        return desk.requestCrawl(hostname);
    }

    /// Adds a host in the operator's name: neither probed nor counted; bans hold.
    ///
    /// @param hostname as the operator wrote it
    public CompletionStage<CrawlAnswer> addHost(String hostname) {
        return desk.addHost(hostname).thenApply(this::answer);
    }

    /// Adds a host of an operator's list: probed, not counted; bans hold.
    ///
    /// @param hostname as it was written
    public CompletionStage<CrawlAnswer> addListed(String hostname) {
        return desk.addListed(hostname).thenApply(this::answer);
    }

    /// From now on these hosts are read here, and no others. Blocks for the tables; frames in flight may still settle.
    ///
    /// @return hosts that were read here before and are not any more
    public Set<String> read(Predicate<String> which) {
        return registry.read(which);
    }

    /// Adds many hosts in the operator's name, slowly: each is probed first, none is counted; bans hold.
    ///
    /// @param hostnames as they were written; read on another thread
    /// @return what became of each, in their order
    public CompletionStage<Map<String, CrawlOutcome>> addHosts(Iterable<String> hostnames) {
        return new HostList(desk, config.tasks()).add(hostnames);
    }

    /// Stops a host. Blocks until it is durable.
    ///
    /// @return false when that is no hostname
    public boolean ban(String hostname) {
        return withHost(hostname, name -> registry.ban(name, Scope.HOST, "banned by the operator"));
    }

    /// Lifts a host's own ban; its stream goes on where it was left. Blocks until it is durable.
    public void unban(String hostname) {
        var _ = withHost(hostname, name -> registry.lift(name, Scope.HOST));
    }

    /// Stops all hosts of a domain, those to come as well. Blocks until it is durable.
    ///
    /// @param domain the name itself and all names below it; as the operator wrote it
    /// @return false when that is no domain
    public boolean banDomain(String domain) {
        return withDomain(domain, name -> registry.ban(name, Scope.DOMAIN, "banned by the operator"));
    }

    /// Lifts the ban of a domain, but not one of the configuration; streams that no other ban covers go on.
    /// Blocks until it is durable.
    ///
    /// @return false when that is no domain
    public boolean unbanDomain(String domain) {
        return withDomain(domain, name -> registry.lift(name, Scope.DOMAIN));
    }

    /// Bans of domains, those of the configuration too; in no order.
    public List<HostBan> domainBans() {
        return registry.bans(Scope.DOMAIN);
    }

    /// Bans of single hosts, in no order.
    public List<HostBan> hostBans() {
        return registry.bans(Scope.HOST);
    }

    /// Goes on behind another place of a host's stream, in a new epoch.
    ///
    /// @param cursor the host's own seq, from 0; null for its tip
    /// @return done once it is durable: false when no such host is known
    public CompletionStage<Boolean> resetCursor(String hostname, @Nullable Long cursor) {
        if (cursor != null && cursor < 0) {
            throw new IllegalArgumentException("cursor: " + cursor + " (expected: >= 0)");
        }
        HostStream stream = registry.find(hostname);
        if (stream == null) {
            return CompletableFuture.completedStage(false);
        }
        CompletableFuture<Boolean> stored = new CompletableFuture<>();
        stream.resetCursor(cursor, () -> stored.complete(true));
        return stored;
    }

    /// Reads a host more slowly, since one of its accounts has sent more than its tier lets one. Any thread.
    ///
    /// @param waitNanos until the account is within its rate again
    public void slowForAccount(String hostname, Did did, long waitNanos) {
        HostStream stream = registry.find(hostname);
        if (stream != null) {
            stream.slowForAccount(did, waitNanos);
        }
    }

    /// Closes a host's socket; it is dialled again after a while and goes on where it was left.
    ///
    /// @return false when there is no open socket, or no such host
    public boolean disconnect(String hostname) {
        HostStream stream = registry.find(hostname);
        if (stream == null || !stream.view().connected()) {
            return false;
        }
        stream.hangUpOnce();
        return true;
    }

    /// The ban that covers a host, its own before one of a domain; null for none.
    public @Nullable HostBan banOf(String hostname) {
        return registry.banOf(hostname);
    }

    /// Sets the account limit of one host, instead of its tier's.
    ///
    /// @param accountsMax from 1; null for what its tier says
    public CompletionStage<Void> setAccountsMax(String hostname, @Nullable Long accountsMax) {
        if (accountsMax != null && (accountsMax < 1 || accountsMax > HostTier.LIMIT_MAX)) {
            throw new IllegalArgumentException(
                    "accountsMax: " + accountsMax + " (expected: 1 to " + HostTier.LIMIT_MAX + ")");
        }
        return controls.setAccountsMax(hostname, accountsMax);
    }

    public boolean crawlEnabled() {
        return controls.crawlEnabled();
    }

    /// @param enabled null for as configured
    public CompletionStage<Void> setCrawlEnabled(@Nullable Boolean enabled) {
        return controls.change(new CrawlRule.CrawlEnabled(enabled));
    }

    public int newHostsPerDayMax() {
        return controls.newHostsPerDayMax();
    }

    /// @param hosts null for as configured
    public CompletionStage<Void> setNewHostsPerDayMax(@Nullable Integer hosts) {
        if (hosts != null && hosts < 0) {
            throw new IllegalArgumentException("newHostsPerDayMax: " + hosts + " (expected: >= 0)");
        }
        return controls.change(new CrawlRule.NewHostsPerDay(hosts));
    }

    public Tiers tiers() {
        return tiers.now();
    }

    /// Replaces all tiers; streams take them up with their next frame, or within a second. Blocks until it is
    /// durable.
    ///
    /// @param text as in [TierText]; null for as configured
    /// @return null when they were taken, else one line for the operator
    public @Nullable String setTiers(@Nullable String text) {
        if (text != null && TierText.parse(text) instanceof TierText.Parsed.Malformed malformed) {
            return malformed.message();
        }
        controls.change(new CrawlRule.TierList(text)).join();
        return null;
    }

    /// Another process has changed the rules in their table: has them hold here. Returns at once.
    public void rulesChanged() {
        var _ = writer.run(() -> {
            controls.reload();
            registry.reloadBans();
        });
    }

    /// Another process has stored a host: it counts among the new ones of its day. Any thread.
    public void hostFollowed(HostRecord host) {
        desk.remember(host.hostname(), host.addedAtMicros());
    }

    /// Another process has written the journal of a host; it counts unless the host is read here. Any thread.
    public void journalFollowed(HostJournal journal) {
        if (registry.find(journal.hostname()) == null) {
            journals.replace(journal);
        }
    }

    /// One host as it stands now; null when it is not known.
    public @Nullable HostView view(String hostname) {
        HostStream stream = registry.find(hostname);
        return stream == null ? null : stream.view();
    }

    /// All known hosts, in no order.
    public List<HostView> views() {
        return registry.views();
    }

    /// Stops reading, closes all sockets, stores what changed. Frames in flight may still settle.
    @Override
    public void close() {
        registry.stopStreams();
        network.close();
        writer.close();
    }

    private CrawlAnswer answer(Admission admission) {
        metrics.crawlAnswered(admission.outcome());
        return admission.answer(time.instant());
    }

    private boolean withHost(String hostname, Function<String, CompletableFuture<Void>> change) {
        return switch (Hostname.parse(hostname, config.development() ? DevMode.ON : DevMode.OFF)) {
            case Hostname.Refused _ -> false;
            case Hostname.Ok host -> {
                change.apply(host.authority()).join();
                yield true;
            }
        };
    }

    private static boolean withDomain(String domain, Function<String, CompletableFuture<Void>> change) {
        String name = Hostname.domain(domain);
        if (name == null) {
            return false;
        }
        change.apply(name).join();
        return true;
    }
}
