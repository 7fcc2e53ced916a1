package net.atrelay.verify.embedded;

import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import net.atrelay.atproto.stream.Frame;
import net.atrelay.atproto.stream.FrameDecoder;
import net.atrelay.atproto.stream.Strictness;
import net.atrelay.store.bus.RawFrame;
import net.atrelay.verify.VerifyConfig;
import net.atrelay.verify.VerifyMetrics;
import net.atrelay.verify.core.AccountFold;
import net.atrelay.verify.core.Admission;
import net.atrelay.verify.core.FoldContext;
import net.atrelay.verify.core.Input;
import net.atrelay.verify.core.Input.FrameInput;
import net.atrelay.verify.core.Input.HostStatusAnswered;
import net.atrelay.verify.core.Input.Tried;
import net.atrelay.verify.core.Reason;
import net.atrelay.verify.core.Request.AskHostStatus;
import net.atrelay.verify.core.Step;
import net.atrelay.verify.core.Verdict;
import org.jspecify.annotations.Nullable;

/// Gives the fold its inputs, with what it cannot know: the policy for the host, whether the host has room for an
/// account that comes, and whether it may be asked about one.
///
/// Owned by the shard's thread.
final class FrameJudge {
    private final Admissions admissions;
    private final Paces paces;
    private final HostLimits limits;
    private final VerifyMetrics metrics;
    private final RefusalLog refusals;
    private final FoldContext context;
    private final InstantSource clock;
    private final long statusGapMicros;

    FrameJudge(
            VerifyConfig config,
            ShardPool.Neighbours neighbours,
            Commons commons,
            VerifyMetrics metrics,
            RefusalLog refusals) {
        this.admissions = commons.admissions();
        this.paces = commons.paces();
        this.limits = neighbours.rooms().limits();
        this.metrics = metrics;
        this.refusals = refusals;
        this.context = new FoldContext(
                neighbours.proofs().get(),
                config.collectionNamesBytesMax(),
                TimeUnit.NANOSECONDS.toMicros(config.forcedGap().toNanos()));
        this.clock = neighbours.clock();
        this.statusGapMicros =
                TimeUnit.NANOSECONDS.toMicros(config.hostStatusGap().toNanos());
    }

    /// A frame that has just come from its host.
    Step judgeNew(AccountEntry entry, RawFrame raw) {
        return timed(entry, raw, () -> {
            Frame frame = decode(raw);
            Reason over = paces.exceeded(entry, raw, frame);
            return over != null
                    ? refusal(entry, over)
                    : withinBudget(entry, raw, frame, Tried.NOTHING, raw.receivedAtMicros());
        });
    }

    /// A frame that has waited.
    ///
    /// @param tried what has been asked for the sake of this frame
    Step judgeAgain(AccountEntry entry, RawFrame raw, Tried tried) {
        return timed(entry, raw, () -> withinBudget(entry, raw, decode(raw), tried, nowMicros()));
    }

    /// Why a frame that has just come, and will wait behind others, is over a rate; null when it is not.
    @Nullable
    Reason exceeded(AccountEntry entry, RawFrame raw) {
        return paces.exceeded(entry, raw, decode(raw));
    }

    /// An input that is no frame.
    Step tell(AccountEntry entry, Input input) {
        Step step = AccountFold.step(entry.state, input, context);
        return step.verdict() instanceof Verdict.NeedsRoom(var host) && input instanceof HostStatusAnswered answered
                ? AccountFold.step(entry.state, answered.with(admissions.ask(entry, host)), context)
                : step;
    }

    static Step refusal(AccountEntry entry, Reason reason) {
        return new Step(entry.state, new Verdict.Dropped(reason), List.of(), List.of());
    }

    private Step timed(AccountEntry entry, RawFrame raw, Supplier<Step> judging) {
        long began = System.nanoTime();
        Step step;
        try {
            step = judging.get();
        } catch (RuntimeException e) {
            // The fold is pure, so nothing has happened yet: one frame is lost, and no host can stop the relay with it.
            refusals.fault(raw, e);
            step = refusal(entry, Reason.FAULT);
        }
        metrics.judged(System.nanoTime() - began);
        return step;
    }

    /// A host that may not be asked now is taken for one that has nothing new to say.
    private Step withinBudget(AccountEntry entry, RawFrame raw, Frame frame, Tried tried, long nowMicros) {
        Tried known = askedBefore(entry, raw, tried);
        Step step = fold(entry, raw, frame, known, nowMicros);
        boolean asks = step.verdict() instanceof Verdict.Deferred(AskHostStatus _);
        return asks && !Enquiries.isAsking(entry, raw.host()) && !paces.mayAsk(raw.host(), nowMicros)
                ? fold(entry, raw, frame, new Tried(known.identity(), true), nowMicros)
                : step;
    }

    private Step fold(AccountEntry entry, RawFrame raw, Frame frame, Tried tried, long nowMicros) {
        FrameInput input = new FrameInput(raw, frame, policy(raw), tried, nowMicros, Admission.UNASKED);
        Step step = AccountFold.step(entry.state, input, context);
        return step.verdict() instanceof Verdict.NeedsRoom(var host)
                ? AccountFold.step(entry.state, input.with(admissions.ask(entry, host)), context)
                : step;
    }

    /// A host that has answered is not asked for the account's status again at once.
    private Tried askedBefore(AccountEntry entry, RawFrame raw, Tried tried) {
        boolean recently = raw.host().equals(entry.hostAsked)
                && !entry.hostAnswerPending
                && raw.receivedAtMicros() - entry.hostAskedAtMicros < statusGapMicros;
        return recently ? new Tried(tried.identity(), true) : tried;
    }

    private Frame decode(RawFrame raw) {
        return FrameDecoder.decode(raw.bytes(), policy(raw));
    }

    private Strictness policy(RawFrame raw) {
        return limits.lenient(raw.host()) ? Strictness.LENIENT : Strictness.STRICT;
    }

    private long nowMicros() {
        return Micros.of(clock.instant());
    }
}
