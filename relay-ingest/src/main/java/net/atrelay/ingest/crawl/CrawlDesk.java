package net.atrelay.ingest.crawl;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import net.atrelay.atproto.host.DevMode;
import net.atrelay.atproto.host.Hostname;
import net.atrelay.ingest.IngestConfig;
import net.atrelay.ingest.host.HostStream;
import net.atrelay.store.bus.CrawlAnswer;
import net.atrelay.store.bus.CrawlAnswer.Accepted;
import net.atrelay.store.bus.CrawlAnswer.Refused;
import net.atrelay.store.bus.CrawlRequests;

/// Decides which names become hosts (protocol reference §7.3, §7.4): every check comes before anything is stored.
/// Requests for one name at the same time share one probe. Any thread.
final class CrawlDesk implements CrawlRequests {
    private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(10);
    private static final long BUSY_RETRY_SECONDS = 60;

    private static final Refused DISABLED = new Refused("Forbidden", "crawl requests are not taken here", 0);
    private static final Refused NOT_A_HOST = new Refused("InvalidRequest", "hostname: not the name of a host", 0);
    private static final Refused SELF = new Refused("InvalidRequest", "hostname: a relay, not a host", 0);
    private static final Refused BANNED = new Refused("HostBanned", "this host is banned", 0);
    private static final Refused SILENT =
            new Refused("HostNotFound", "com.atproto.server.describeServer gave no answer", 0);
    private static final Refused BUSY =
            new Refused("RateLimitExceeded", "too many crawl requests at the moment", BUSY_RETRY_SECONDS);
    private static final Refused FAILED = new Refused("InternalServerError", "the host could not be stored", 0);

    private final IngestConfig config;
    private final HostRegistry registry;
    private final HostProbe probe;
    private final NewHostLimit limit;
    private final InstantSource time;
    private final DomainSet bannedDomains;
    private final DomainSet trustedDomains;
    private final Semaphore probes;
    private final Map<String, CompletableFuture<CrawlAnswer>> underway = new ConcurrentHashMap<>();

    CrawlDesk(IngestConfig config, HostRegistry registry, HostProbe probe, NewHostLimit limit, InstantSource time) {
        this.config = config;
        this.registry = registry;
        this.probe = probe;
        this.limit = limit;
        this.time = time;
        bannedDomains = new DomainSet(config.bannedDomains());
        trustedDomains = new DomainSet(config.trustedDomains());
        probes = new Semaphore(config.probesMax());
    }

    @Override
    public CompletionStage<CrawlAnswer> requestCrawl(String hostname) {
        if (!config.crawlEnabled()) {
            return CompletableFuture.completedStage(DISABLED);
        }
        return switch (Hostname.parse(hostname, devMode())) {
            case Hostname.Refused _ -> CompletableFuture.completedStage(NOT_A_HOST);
            case Hostname.Ok host -> admit(host, true);
        };
    }

    /// Adds a host in the operator's name: neither probed nor counted; bans hold.
    CompletionStage<CrawlAnswer> addHost(String hostname) {
        return switch (Hostname.parse(hostname, devMode())) {
            case Hostname.Refused _ -> CompletableFuture.completedStage(NOT_A_HOST);
            case Hostname.Ok host -> admit(host, false);
        };
    }

    private CompletionStage<CrawlAnswer> admit(Hostname.Ok host, boolean isPublic) {
        String name = host.authority();
        if (config.ownHostnames().contains(name) || config.ownHostnames().contains(host.hostname())) {
            return CompletableFuture.completedStage(SELF);
        }
        if (bannedDomains.covers(name) || registry.isBanned(name)) {
            return CompletableFuture.completedStage(BANNED);
        }
        HostStream known = registry.find(name);
        if (known != null) {
            known.dialSoon();
            return CompletableFuture.completedStage(new Accepted(name));
        }
        return isPublic ? admitNew(name, host.tls()) : store(name, host.tls());
    }

    private CompletionStage<CrawlAnswer> admitNew(String name, boolean tls) {
        if (!isTrusted(name) && limit.isExhausted(time.instant())) {
            return CompletableFuture.completedStage(tooManyToday());
        }
        CompletableFuture<CrawlAnswer> mine = new CompletableFuture<>();
        CompletableFuture<CrawlAnswer> first = underway.putIfAbsent(name, mine);
        if (first != null) {
            return first.copy();
        }
        probeAndStore(name, tls).whenComplete((answer, failure) -> {
            underway.remove(name, mine);
            mine.complete(failure == null ? answer : FAILED);
        });
        return mine.copy();
    }

    private CompletionStage<CrawlAnswer> probeAndStore(String name, boolean tls) {
        if (!probes.tryAcquire()) {
            return CompletableFuture.completedStage(BUSY);
        }
        CompletableFuture<HostProbe.Answer> asked;
        try {
            asked = probe.probe(name, tls).toCompletableFuture().copy();
        } catch (RuntimeException e) {
            asked = CompletableFuture.failedFuture(e);
        }
        return asked.orTimeout(PROBE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(failure -> new HostProbe.Answer.Failed(failure.toString()))
                .whenComplete((_, _) -> probes.release())
                .thenCompose(answer -> onProbed(name, tls, answer));
    }

    private CompletionStage<CrawlAnswer> onProbed(String name, boolean tls, HostProbe.Answer answer) {
        return switch (answer) {
            case HostProbe.Answer.Failed _ -> CompletableFuture.completedStage(SILENT);
            case HostProbe.Answer.Relay _ when !config.relaysAllowed() -> CompletableFuture.completedStage(SELF);
            case HostProbe.Answer.Relay _, HostProbe.Answer.Host _ -> {
                if (registry.isBanned(name)) {
                    yield CompletableFuture.completedStage(BANNED);
                }
                if (!isTrusted(name) && !limit.tryTake(time.instant())) {
                    yield CompletableFuture.completedStage(tooManyToday());
                }
                yield store(name, tls);
            }
        };
    }

    private CompletionStage<CrawlAnswer> store(String name, boolean tls) {
        return registry.add(name, tls).handle((_, failure) -> failure == null ? new Accepted(name) : FAILED);
    }

    private Refused tooManyToday() {
        return new Refused(
                "RateLimitExceeded", "too many new hosts today", NewHostLimit.secondsToNextDay(time.instant()));
    }

    private boolean isTrusted(String name) {
        return trustedDomains.covers(name);
    }

    private DevMode devMode() {
        return config.development() ? DevMode.ON : DevMode.OFF;
    }
}
