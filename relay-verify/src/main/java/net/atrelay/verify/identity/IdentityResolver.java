package net.atrelay.verify.identity;

import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.verify.HttpCall;
import net.atrelay.verify.HttpLane;
import net.atrelay.verify.LookupResult;
import net.atrelay.verify.Share;
import net.atrelay.verify.VerifyMetrics;
import net.atrelay.verify.core.IdentityAnswer;
import net.atrelay.verify.embedded.Identities;
import net.atrelay.verify.embedded.ResolveMode;
import net.atrelay.verify.identity.http.ClientFactory;
import net.atrelay.verify.identity.http.GuardedClient;
import net.atrelay.verify.identity.http.Lanes;
import net.atrelay.verify.identity.http.NameLookup;
import net.atrelay.verify.identity.http.Pace;
import net.atrelay.verify.identity.http.RequestClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks up DIDs at the PLC directory and at domains. Never fails open: whatever goes wrong is an answer that lets
/// nothing pass. Any thread.
///
/// A forced look-up is granted by two budgets, in this order: the gap between those of one DID by the same host,
/// then that host's bucket. One that failed is not charged to the DID, so that a retry is not refused; it is
/// answered from memory for a while instead.
public final class IdentityResolver implements Identities, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(IdentityResolver.class);

    private final RequestClock clock;
    private final VerifyMetrics metrics;
    private final ForcedBudget forced;
    private final Remembered remembered;
    private final Lookups lookups;
    private final Lanes directoryLane;
    private final Lanes domainLanes;
    private final GuardedClient directoryClient;
    private final GuardedClient domainClient;
    private final PlcDirectory directory;
    private final WebDomains domains;

    IdentityResolver(IdentityConfig config, VerifyMetrics metrics, RequestClock clock, NameLookup names) {
        this.clock = clock;
        this.metrics = metrics;
        forced = new ForcedBudget(config.forced());
        remembered = new Remembered(config.answers());
        lookups = new Lookups(remembered, config.answers().pendingMax(), clock, this::queue);
        Pace pace = new Pace(config.directory().perSecond(), clock.nanos());
        directoryLane = new Lanes("plc", config.directory().lane(), pace, clock);
        domainLanes = new Lanes("web", config.domains(), null, clock);
        var clients = new ClientFactory(config.http(), config.development(), config.userAgent(), names, clock, metrics);
        directoryClient = clients.forDirectory(config.directory().lane(), config.documentTimeout());
        domainClient = clients.forStrangers(config.domains(), config.documentTimeout());
        directory = new PlcDirectory(config, directoryClient, clock, directoryLane::pause);
        domains = new WebDomains(config, domainClient);
        directoryLane.watchedBy(metrics, HttpLane.DIRECTORY);
        domainLanes.watchedBy(metrics, HttpLane.DOMAINS);
        metrics.watchLookups(lookups::pending, config.answers().pendingMax(), remembered::size);
    }

    public static IdentityResolver start(IdentityConfig config, VerifyMetrics metrics, InstantSource clock) {
        return new IdentityResolver(config, metrics, RequestClock.ofSystem(clock), NameLookup.SYSTEM);
    }

    /// From now on so much of the configured rates and counts is for this process.
    public void shareIs(Share share) {
        forced.shareIs(share);
        directoryLane.shareIs(share);
        domainLanes.shareIs(share);
    }

    @Override
    public CompletionStage<IdentityAnswer> resolve(
            Did did, ResolveMode mode, String causedByHost, long notBeforeMicros) {
        if (!did.isPlc() && !domains.mayAsk(did)) {
            return CompletableFuture.completedStage(new IdentityAnswer.NotFound(clock.micros()));
        }
        return switch (mode) {
            case NORMAL -> lookups.ask(did, notBeforeMicros, true);
            case FORCED -> force(did, causedByHost, notBeforeMicros);
        };
    }

    /// Answers what waits with [IdentityAnswer.Failed] and breaks off what is under way.
    @Override
    public void close() {
        lookups.close();
        directoryClient.close();
        domainClient.close();
        directoryLane.close();
        domainLanes.close();
        clock.close();
    }

    private CompletionStage<IdentityAnswer> force(Did did, String causedByHost, long notBeforeMicros) {
        long now = clock.micros();
        IdentityAnswer failure = remembered.failure(did, notBeforeMicros, now);
        if (failure != null) {
            return CompletableFuture.completedStage(failure);
        }
        long atMicros = Math.max(now, notBeforeMicros);
        ForcedBudget.Grant grant = forced.take(did, causedByHost, atMicros, clock.nanos());
        return switch (grant) {
            case GRANTED -> lookups.ask(did, atMicros, false);
            case DID_GAP, HOST_BUDGET -> {
                metrics.forcedRefused(grant == ForcedBudget.Grant.DID_GAP);
                yield CompletableFuture.completedStage(new IdentityAnswer.RateLimited());
            }
        };
    }

    private void queue(Did did) {
        if (did.isPlc()) {
            queue(directoryLane, "", did);
        } else {
            queue(domainLanes, domains.target(did), did);
        }
    }

    private void queue(Lanes lanes, String target, Did did) {
        lanes.offer(target, () -> run(did), () -> end(did, new IdentityAnswer.Failed()));
    }

    private void run(Did did) {
        long startedAtMicros = lookups.begin(did);
        IdentityAnswer answer;
        try {
            answer = lookUp(did, startedAtMicros);
        } catch (RuntimeException e) {
            log.error("fault while looking up a DID", e);
            answer = new IdentityAnswer.Failed();
        }
        metrics.lookedUp(did.isPlc() ? HttpCall.PLC : HttpCall.WEB, LookupResult.of(answer));
        end(did, answer);
    }

    private IdentityAnswer lookUp(Did did, long startedAtMicros) {
        if (did.isPlc()) {
            return directory.lookUp(did, startedAtMicros);
        }
        return domains.lookUp(did, startedAtMicros);
    }

    private void end(Did did, IdentityAnswer answer) {
        if (answer instanceof IdentityAnswer.Failed) {
            forced.failed(did);
        }
        lookups.finish(did, answer);
    }
}
