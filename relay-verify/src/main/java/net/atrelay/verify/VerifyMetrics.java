package net.atrelay.verify;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import net.atrelay.verify.core.IdentityAnswer;
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
    private final Counter admitted;
    private final Timer step;
    private final Counter lookupsNormal;
    private final Counter lookupsForced;
    private final Counter answersDefinite;
    private final Counter answersFailed;
    private final Counter answersLimited;

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

    /// Watches one shard's queue.
    public void watch(int shard, IntSupplier frames, LongSupplier bytes) {
        Gauge.builder("relay.verify.queue.frames", frames::getAsInt)
                .description("Frames offered to a shard and not yet taken")
                .tag("shard", Integer.toString(shard))
                .register(registry);
        Gauge.builder("relay.verify.queue.bytes", bytes::getAsLong)
                .description("Bytes of the frames offered to a shard and not yet taken")
                .tag("shard", Integer.toString(shard))
                .register(registry);
    }

    /// Watches all waiting lines together.
    public void watchWaiting(IntSupplier accounts, IntSupplier frames, LongSupplier bytes) {
        Gauge.builder("relay.verify.waiting.accounts", accounts::getAsInt)
                .description("Accounts with frames that wait for an answer")
                .register(registry);
        Gauge.builder("relay.verify.waiting.frames", frames::getAsInt)
                .description("Frames that wait for an answer")
                .register(registry);
        Gauge.builder("relay.verify.waiting.bytes", bytes::getAsLong)
                .description("Bytes of the frames that wait for an answer")
                .register(registry);
    }

    /// Names the implementation that checks signatures.
    public void signatures(String implementation) {
        Gauge.builder("relay.verify.signatures.info", () -> 1)
                .description("Implementation that checks signatures")
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

    /// An account that waited for room at its host has got it.
    public void admitted() {
        admitted.increment();
    }

    /// Watches the frames that wait in memory only.
    public void watchHeld(IntSupplier frames) {
        Gauge.builder("relay.verify.waiting.held.frames", frames::getAsInt)
                .description("Waiting frames that are still in flight: all room on disk is used up")
                .register(registry);
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

    private static void count(Map<Reason, Counter> counters, Reason reason) {
        Counter counter = counters.get(reason);
        if (counter != null) {
            counter.increment();
        }
    }
}
