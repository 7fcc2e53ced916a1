package net.atrelay.ingest.crawl;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import net.atrelay.atproto.host.DevMode;
import net.atrelay.atproto.host.Hostname;
import net.atrelay.ingest.CrawlOutcome;
import net.atrelay.ingest.IngestConfig;
import net.atrelay.ingest.host.HostStream;
import net.atrelay.store.host.tier.TiersInForce;

/// Decides which names become hosts (protocol reference §7.3, §7.4): every check comes before anything is stored.
/// Requests for one name at the same time share one probe. Any thread.
final class CrawlDesk {
    private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(10);

    private final IngestConfig config;
    private final CrawlControls controls;
    private final HostRegistry registry;
    private final HostProbe probe;
    private final TiersInForce tiers;
    private final NewHostLimit limit;
    private final InstantSource time;
    private final DomainSet trustedDomains;
    private final Semaphore probes;
    private final Map<String, CompletableFuture<CrawlOutcome>> underway = new ConcurrentHashMap<>();

    CrawlDesk(
            IngestConfig config, IngestParts parts, CrawlControls controls, HostRegistry registry, InstantSource time) {
        this.config = config;
        this.controls = controls;
        this.registry = registry;
        this.time = time;
        probe = parts.probe();
        tiers = parts.tiers();
        limit = new NewHostLimit(controls::newHostsPerDayMax, config.limits().newHostsPerDomainPerDayMax());
        trustedDomains = new DomainSet(config.trustedDomains());
        probes = new Semaphore(config.probesMax());
    }

    /// On whose word a name is looked at, and so which checks it has to pass.
    private enum Word {
        /// Anyone's: counted and probed.
        PUBLIC,
        /// An operator's, for many names at once: probed.
        LIST,
        /// An operator's, for this name.
        OPERATOR
    }

    /// Counts a host that is stored, before any request.
    void remember(String hostname, long addedAtMicros) {
        if (!isTrusted(hostname)) {
            limit.remember(hostname, Instant.EPOCH.plus(addedAtMicros, ChronoUnit.MICROS), time.instant());
        }
    }

    CompletionStage<Admission> requestCrawl(String hostname) {
        return controls.crawlEnabled()
                ? admit(hostname, Word.PUBLIC)
                : CompletableFuture.completedStage(new Admission(hostname, CrawlOutcome.DISABLED));
    }

    /// Adds a host in the operator's name: neither probed nor counted; bans hold.
    CompletionStage<Admission> addHost(String hostname) {
        return admit(hostname, Word.OPERATOR);
    }

    /// Adds a host of an operator's list: probed, not counted; bans hold.
    CompletionStage<Admission> addListed(String hostname) {
        return admit(hostname, Word.LIST);
    }

    private CompletionStage<Admission> admit(String written, Word word) {
        return switch (Hostname.parse(written, config.development() ? DevMode.ON : DevMode.OFF)) {
            case Hostname.Refused _ ->
                CompletableFuture.completedStage(new Admission(written, CrawlOutcome.NOT_A_HOST));
            case Hostname.Ok host -> admit(host, word).thenApply(outcome -> new Admission(host.authority(), outcome));
        };
    }

    private CompletionStage<CrawlOutcome> admit(Hostname.Ok host, Word word) {
        String name = host.authority();
        if (config.ownHostnames().contains(name) || config.ownHostnames().contains(host.hostname())) {
            return CompletableFuture.completedStage(CrawlOutcome.SELF);
        }
        if (registry.isBanned(name)) {
            return CompletableFuture.completedStage(CrawlOutcome.BANNED);
        }
        HostStream known = registry.find(name);
        if (known != null) {
            known.dialSoon();
            return CompletableFuture.completedStage(CrawlOutcome.KNOWN);
        }
        return word == Word.OPERATOR ? store(name, host.tls()) : admitNew(name, host.tls(), word);
    }

    private CompletionStage<CrawlOutcome> admitNew(String name, boolean tls, Word word) {
        CrawlOutcome exhausted = word == Word.PUBLIC && !isTrusted(name) ? limit.exhausted(name, time.instant()) : null;
        if (exhausted != null) {
            return CompletableFuture.completedStage(exhausted);
        }
        CompletableFuture<CrawlOutcome> mine = new CompletableFuture<>();
        CompletableFuture<CrawlOutcome> first = underway.putIfAbsent(name, mine);
        if (first != null) {
            return first.copy();
        }
        probeAndStore(name, tls, word).whenComplete((outcome, failure) -> {
            underway.remove(name, mine);
            mine.complete(failure == null ? outcome : CrawlOutcome.FAILED);
        });
        return mine.copy();
    }

    private CompletionStage<CrawlOutcome> probeAndStore(String name, boolean tls, Word word) {
        if (word == Word.LIST) {
            return ask(name, tls).thenCompose(answer -> onProbed(name, tls, word, answer));
        }
        if (!probes.tryAcquire()) {
            return CompletableFuture.completedStage(CrawlOutcome.BUSY);
        }
        return ask(name, tls)
                .whenComplete((_, _) -> probes.release())
                .thenCompose(answer -> onProbed(name, tls, word, answer));
    }

    private CompletableFuture<HostProbe.Answer> ask(String name, boolean tls) {
        CompletableFuture<HostProbe.Answer> asked;
        try {
            asked = probe.probe(name, tls).toCompletableFuture().copy();
        } catch (RuntimeException e) {
            asked = CompletableFuture.failedFuture(e);
        }
        return asked.orTimeout(PROBE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(failure -> new HostProbe.Answer.Failed(failure.toString()));
    }

    private CompletionStage<CrawlOutcome> onProbed(String name, boolean tls, Word word, HostProbe.Answer answer) {
        return switch (answer) {
            case HostProbe.Answer.Failed _ -> CompletableFuture.completedStage(CrawlOutcome.NO_ANSWER);
            case HostProbe.Answer.Relay _
            when !config.relaysAllowed() -> CompletableFuture.completedStage(CrawlOutcome.RELAY);
            case HostProbe.Answer.Relay _, HostProbe.Answer.Host _ -> {
                if (registry.isBanned(name)) {
                    yield CompletableFuture.completedStage(CrawlOutcome.BANNED);
                }
                boolean isCounted = word == Word.PUBLIC && !isTrusted(name);
                CrawlOutcome exhausted = isCounted ? limit.tryTake(name, time.instant()) : null;
                yield exhausted == null ? store(name, tls) : CompletableFuture.completedStage(exhausted);
            }
        };
    }

    private CompletionStage<CrawlOutcome> store(String name, boolean tls) {
        return registry.add(name, tls)
                .handle((_, failure) -> failure == null ? CrawlOutcome.ADDED : CrawlOutcome.FAILED);
    }

    private boolean isTrusted(String name) {
        return trustedDomains.covers(name) || tiers.now().of(name).trusted();
    }
}
