package net.atrelay.verify;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.DoubleSupplier;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import net.atrelay.atproto.crypto.Curve;
import net.atrelay.verify.core.IdentityAnswer;
import net.atrelay.verify.core.ListedResult;
import net.atrelay.verify.core.Reason;
import net.atrelay.verify.core.Request.ResolveIdentity;
import net.atrelay.verify.core.Verdict;

/// The numbers of the verify stage. Labels come from enums only. Any thread.
public final class VerifyMetrics {
    private final MeterRegistry registry;
    private final Counter accepted;
    private final Map<Reason, Counter> ignored = new EnumMap<>(Reason.class);
    private final Map<Reason, Counter> dropped = new EnumMap<>(Reason.class);
    private final Map<Reason, Counter> deferred = new EnumMap<>(Reason.class);
    private final Map<Reason, Counter> notices = new EnumMap<>(Reason.class);
    private final Map<AskCause, Counter> statusAsks;
    private final Map<AskCause, Counter> statusChanges;
    private final Map<ListedResult, Counter> listed = new EnumMap<>(ListedResult.class);
    private final Map<ListingEnd, Counter> listings = new EnumMap<>(ListingEnd.class);
    private final Counter listingPages;
    private final Counter admitted;
    private final Timer step;
    private final Counter lookupsNormal;
    private final Counter lookupsForced;
    private final Counter answersDefinite;
    private final Counter answersFailed;
    private final Counter answersLimited;
    private final Counter forcedPerDid;
    private final Counter forcedPerHost;
    private final Map<HttpCall, Map<HttpOutcome, Timer>> requests = new EnumMap<>(HttpCall.class);
    private final Map<HttpCall, Map<LookupResult, Counter>> results = new EnumMap<>(HttpCall.class);
    /// Of what is shown again and again, what is to be shown now.
    private final Map<String, AtomicReference<Supplier<Number>>> shown = new ConcurrentHashMap<>();

    public VerifyMetrics(MeterRegistry registry) {
        this.registry = registry;
        accepted = frames("accepted", "none");
        for (Reason reason : Reason.values()) {
            ignored.put(reason, frames("ignored", reason.label()));
            dropped.put(reason, frames("dropped", reason.label()));
            deferred.put(reason, frames("deferred", reason.label()));
            notices.put(
                    reason,
                    Counter.builder("relay.verify.notices")
                            .description("Frames that passed although a check found something odd")
                            .tag("reason", reason.label())
                            .register(registry));
        }
        statusAsks = byCause(registry, "relay.verify.status.asks", "Questions to hosts about accounts' statuses");
        statusChanges = byCause(registry, "relay.verify.status.changes", "Statuses that an answer of a host changed");
        for (ListedResult result : ListedResult.values()) {
            listed.put(
                    result,
                    Counter.builder("relay.verify.listing.repos")
                            .description("Accounts that hosts listed, by how that stands to what is known here")
                            .tag("result", result.label())
                            .register(registry));
        }
        for (ListingEnd end : ListingEnd.values()) {
            listings.put(
                    end,
                    Counter.builder("relay.verify.listing.ends")
                            .description("Comparisons of all accounts of a host, by how they ended")
                            .tag("outcome", end.label())
                            .register(registry));
        }
        listingPages = Counter.builder("relay.verify.listing.pages")
                .description("Pages of lists of accounts that were read")
                .register(registry);
        admitted = Counter.builder("relay.verify.accounts.admitted")
                .description("Accounts that waited for room at their host and got it")
                .register(registry);
        step = Timer.builder("relay.verify.step")
                .description("Time to decode and judge one frame")
                .publishPercentileHistogram(false)
                .register(registry);
        lookupsNormal = lookups("normal");
        lookupsForced = lookups("forced");
        answersDefinite = answers("definite");
        answersFailed = answers("failed");
        answersLimited = answers("rate_limited");
        forcedPerDid = forcedRefused("did_gap");
        forcedPerHost = forcedRefused("host_budget");
        for (HttpCall call : HttpCall.values()) {
            requests.put(call, requests(call));
        }
        results.put(HttpCall.PLC, results(HttpCall.PLC));
        results.put(HttpCall.WEB, results(HttpCall.WEB));
    }

    /// A frame has left the stage with this verdict.
    public void settled(Verdict verdict) {
        switch (verdict) {
            case Verdict.Accepted(var seen) -> {
                accepted.increment();
                if (!seen.isEmpty()) {
                    seen.forEach(reason -> count(notices, reason));
                }
            }
            case Verdict.Ignored(var reason) -> count(ignored, reason);
            case Verdict.Dropped(var reason) -> count(dropped, reason);
            case Verdict.Deferred _, Verdict.NeedsRoom _ -> {}
        }
    }

    /// A frame begins to wait.
    public void waits(Reason reason) {
        count(deferred, reason);
    }

    /// A frame has been decoded and judged.
    public void judged(long nanos) {
        step.record(nanos, TimeUnit.NANOSECONDS);
    }

    public void asks(ResolveIdentity request) {
        (request.forced() ? lookupsForced : lookupsNormal).increment();
    }

    public void answered(IdentityAnswer answer) {
        switch (answer) {
            case IdentityAnswer.Definite _ -> answersDefinite.increment();
            case IdentityAnswer.Failed _ -> answersFailed.increment();
            case IdentityAnswer.RateLimited _ -> answersLimited.increment();
        }
    }

    /// A request to another server has ended.
    public void fetched(HttpCall call, HttpOutcome outcome, long nanos) {
        Map<HttpOutcome, Timer> timers = requests.get(call);
        Timer timer = timers == null ? null : timers.get(outcome);
        if (timer != null) {
            timer.record(nanos, TimeUnit.NANOSECONDS);
        }
    }

    /// A look-up of a DID has ended.
    public void lookedUp(HttpCall call, LookupResult result) {
        Map<LookupResult, Counter> counters = results.get(call);
        if (counters != null) {
            count(counters, result);
        }
    }

    /// A forced look-up was refused.
    ///
    /// @param perDid whether by the gap between those of one DID; else by the budget of the causing host
    public void forcedRefused(boolean perDid) {
        (perDid ? forcedPerDid : forcedPerHost).increment();
    }

    /// Watches requests that share a lane.
    ///
    /// @param oldestSeconds how long the one that waits longest has waited
    public void watchLane(
            HttpLane lane, IntSupplier inFlight, IntSupplier queued, int queuedMax, DoubleSupplier oldestSeconds) {
        Gauge.builder("relay.verify.http.in.flight", inFlight::getAsInt)
                .description("Requests to other servers that are under way")
                .tag("lane", lane.label())
                .register(registry);
        Gauge.builder("relay.verify.http.queued", queued::getAsInt)
                .description("Requests to other servers that wait for their turn")
                .tag("lane", lane.label())
                .register(registry);
        Gauge.builder("relay.verify.http.queued.limit", () -> queuedMax)
                .description("How many requests to other servers may wait")
                .tag("lane", lane.label())
                .register(registry);
        Gauge.builder("relay.verify.http.queued.oldest", oldestSeconds::getAsDouble)
                .description("How long the request that waits longest has waited")
                .baseUnit("seconds")
                .tag("lane", lane.label())
                .register(registry);
    }

    /// Watches what part of the configured look-ups and questions is for this process of a cluster.
    public void watchShare(Supplier<Share> share) {
        Gauge.builder("relay.verify.http.share", () -> share.get().fraction())
                .description("What part of the configured look-ups and questions this process may make; 1 is all")
                .register(registry);
    }

    /// Watches the questions about DIDs.
    ///
    /// @param remembered answers that are remembered
    public void watchLookups(IntSupplier pending, int pendingMax, LongSupplier remembered) {
        Gauge.builder("relay.verify.identity.pending", pending::getAsInt)
                .description("Questions about DIDs that wait for an answer")
                .register(registry);
        Gauge.builder("relay.verify.identity.pending.limit", () -> pendingMax)
                .description("How many questions about DIDs may wait")
                .register(registry);
        Gauge.builder("relay.verify.identity.remembered", remembered::getAsLong)
                .description("Answers about DIDs that are remembered")
                .register(registry);
    }

    /// Watches one shard's queue, in place of that of the shard which had this number before.
    public void watch(int shard, IntSupplier frames, LongSupplier bytes) {
        Tags number = Tags.of("shard", Integer.toString(shard));
        show("relay.verify.queue.frames", "Frames offered to a shard and not yet taken", number, frames::getAsInt);
        show(
                "relay.verify.queue.bytes",
                "Bytes of the frames offered to a shard and not yet taken",
                number,
                bytes::getAsLong);
    }

    /// Watches all waiting lines together, in place of those that were watched before.
    public void watchWaiting(IntSupplier accounts, IntSupplier frames, LongSupplier bytes) {
        show(
                "relay.verify.waiting.accounts",
                "Accounts with frames that wait for an answer",
                Tags.empty(),
                accounts::getAsInt);
        show("relay.verify.waiting.frames", "Frames that wait for an answer", Tags.empty(), frames::getAsInt);
        show(
                "relay.verify.waiting.bytes",
                "Bytes of the frames that wait for an answer",
                Tags.empty(),
                bytes::getAsLong);
    }

    /// A registry keeps the gauge that it has of a name: where shards follow others in one process, it would show for
    /// ever what those had that have ended. Nor can one gauge take the place of another while somebody reads them.
    private void show(String name, String description, Tags tags, Supplier<Number> value) {
        shown.computeIfAbsent(name + tags, _ -> {
                    AtomicReference<Supplier<Number>> newest = new AtomicReference<>(value);
                    Gauge.builder(name, () -> newest.get().get())
                            .description(description)
                            .tags(tags)
                            .register(registry);
                    return newest;
                })
                .set(value);
    }

    /// Names the implementation that checks signatures on a curve.
    public void signatures(Curve curve, String implementation) {
        Gauge.builder("relay.verify.signatures", () -> 1)
                .description("Implementation that checks signatures; always 1")
                .tag("curve", curve.name())
                .tag("implementation", implementation)
                .register(registry);
    }

    /// A host is asked for an account's status.
    public void asksStatus(AskCause cause) {
        increment(statusAsks, cause);
    }

    /// A host's answer has changed what is held of an account.
    public void changesStatus(AskCause cause) {
        increment(statusChanges, cause);
    }

    /// A page of a host's list of accounts was read.
    public void listingPage() {
        listingPages.increment();
    }

    /// A host has listed one of its accounts.
    public void listed(ListedResult result) {
        count(listed, result);
    }

    /// A comparison of a host's accounts has ended.
    public void listingEnded(ListingEnd end) {
        count(listings, end);
    }

    /// An account that waited for room at its host has got it.
    public void admitted() {
        admitted.increment();
    }

    /// Watches the frames that wait in memory only, in place of those that were watched before.
    public void watchHeld(IntSupplier frames) {
        show(
                "relay.verify.waiting.held.frames",
                "Waiting frames that are still in flight: all room on disk is used up",
                Tags.empty(),
                frames::getAsInt);
    }

    private static void increment(Map<AskCause, Counter> counters, AskCause cause) {
        Counter counter = counters.get(cause);
        if (counter != null) {
            counter.increment();
        }
    }

    private static Map<AskCause, Counter> byCause(MeterRegistry registry, String name, String description) {
        Map<AskCause, Counter> counters = new EnumMap<>(AskCause.class);
        for (AskCause cause : AskCause.values()) {
            counters.put(
                    cause,
                    Counter.builder(name)
                            .description(description)
                            .tag("cause", cause.label())
                            .register(registry));
        }
        return counters;
    }

    private Counter frames(String verdict, String reason) {
        return Counter.builder("relay.verify.frames")
                .description("Frames by verdict and its reason")
                .tag("verdict", verdict)
                .tag("reason", reason)
                .register(registry);
    }

    private Counter lookups(String mode) {
        return Counter.builder("relay.verify.identity.lookups")
                .description("Identity look-ups that frames made necessary")
                .tag("mode", mode)
                .register(registry);
    }

    private Counter answers(String kind) {
        return Counter.builder("relay.verify.identity.answers")
                .description("Answers to identity look-ups")
                .tag("class", kind)
                .register(registry);
    }

    private Counter forcedRefused(String budget) {
        return Counter.builder("relay.verify.identity.refused")
                .description("Forced look-ups that a budget did not grant")
                .tag("budget", budget)
                .register(registry);
    }

    private Map<HttpOutcome, Timer> requests(HttpCall call) {
        Map<HttpOutcome, Timer> timers = new EnumMap<>(HttpOutcome.class);
        for (HttpOutcome outcome : HttpOutcome.values()) {
            timers.put(
                    outcome,
                    Timer.builder("relay.verify.http.requests")
                            .description("Time of requests to other servers, by how they ended")
                            .tag("call", call.label())
                            .tag("outcome", outcome.label())
                            .register(registry));
        }
        return timers;
    }

    private Map<LookupResult, Counter> results(HttpCall call) {
        Map<LookupResult, Counter> counters = new EnumMap<>(LookupResult.class);
        for (LookupResult result : LookupResult.values()) {
            counters.put(
                    result,
                    Counter.builder("relay.verify.identity.results")
                            .description("Look-ups of DIDs that were made, by what they gave")
                            .tag("call", call.label())
                            .tag("result", result.label())
                            .register(registry));
        }
        return counters;
    }

    private static <E extends Enum<E>> void count(Map<E, Counter> counters, E label) {
        Counter counter = counters.get(label);
        if (counter != null) {
            counter.increment();
        }
    }
}
