package net.atrelay.verify.embedded;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import net.atrelay.atproto.stream.Frame;
import net.atrelay.atproto.stream.FrameDecoder;
import net.atrelay.atproto.stream.Strictness;
import net.atrelay.store.account.AccountState;
import net.atrelay.store.bus.RawFrame;
import net.atrelay.store.log.DeferredFrame;
import net.atrelay.store.log.Outcome;
import net.atrelay.store.log.PendingEvent;
import net.atrelay.verify.VerifyConfig;
import net.atrelay.verify.VerifyMetrics;
import net.atrelay.verify.core.AccountFold;
import net.atrelay.verify.core.FoldContext;
import net.atrelay.verify.core.HostStatusAnswer;
import net.atrelay.verify.core.IdentityAnswer;
import net.atrelay.verify.core.Input;
import net.atrelay.verify.core.Input.Tried;
import net.atrelay.verify.core.Reason;
import net.atrelay.verify.core.Request;
import net.atrelay.verify.core.Request.AskHostStatus;
import net.atrelay.verify.core.Request.ResolveIdentity;
import net.atrelay.verify.core.Step;
import net.atrelay.verify.core.Verdict;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs the fold for the accounts of one shard: looks up their states, judges their frames in order, keeps those
/// that must wait, performs what the fold asks for and hands every outcome to the appender.
///
/// Everything here belongs to the shard's thread; others reach it through its [Inbox]. It never waits for an
/// answer.
final class Shard implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(Shard.class);

    private final VerifyConfig config;
    private final ShardPool.Neighbours neighbours;
    private final VerifyMetrics metrics;
    private final Consumer<Throwable> onFatal;
    private final Inbox inbox = new Inbox();
    private final AccountEntries accounts;
    private final WaitingLines lines;
    private final RefusalLog refusals = new RefusalLog();
    private final Enquiries enquiries;
    private final FoldContext context;

    Shard(
            VerifyConfig config,
            ShardPool.Neighbours neighbours,
            WaitingBudget budget,
            VerifyMetrics metrics,
            Consumer<Throwable> onFatal) {
        this.config = config;
        this.neighbours = neighbours;
        this.metrics = metrics;
        this.onFatal = onFatal;
        this.accounts =
                new AccountEntries(neighbours.accounts(), Math.max(1, config.cachedAccounts() / config.shards()));
        this.lines = new WaitingLines(config, budget);
        this.enquiries = new Enquiries(neighbours, inbox, metrics);
        this.context = new FoldContext(neighbours.proofs().get());
    }

    Inbox inbox() {
        return inbox;
    }

    WaitingLines lines() {
        return lines;
    }

    @Override
    public void run() {
        try {
            boolean running = true;
            while (running) {
                List<Mail> mails = inbox.takeAll();
                for (Mail mail : mails) {
                    running &= on(mail);
                }
                accounts.sweep();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            onFatal.accept(e);
        } catch (Throwable e) {
            log.error("shard stopped by a fault", e);
            onFatal.accept(e);
        }
    }

    /// False when this was the last mail.
    private boolean on(Mail mail) {
        switch (mail) {
            case Mail.FrameArrived(var raw) -> onFrame(raw);
            case Mail.FrameRestored(var deferred) -> onRestored(deferred);
            case Mail.IdentityArrived(var request, var answer) -> onIdentity(request, answer);
            case Mail.HostStatusArrived(var request, var answer) -> onHostStatus(request, answer);
            case Mail.Tick _ -> onTick();
            case Mail.OperatorTakedown(var did, var down) -> {
                AccountEntry entry = accounts.entry(did);
                long now = nowMicros();
                long nanos = System.nanoTime();
                tell(entry, down ? new Input.Takedown(now, nanos) : new Input.Untakedown(now, nanos));
            }
            case Mail.Stop(var stopped) -> {
                stopped.countDown();
                return false;
            }
        }
        return true;
    }

    private void onFrame(RawFrame raw) {
        AccountEntry entry = accounts.entry(raw.did());
        if (entry.line != null) {
            queueBehind(entry, entry.line, raw);
            return;
        }
        Step step = judge(entry, raw, askedBefore(entry, raw, Tried.NOTHING), raw.receivedAtMicros());
        if (step.verdict() instanceof Verdict.Deferred(var request)) {
            beginToWait(entry, raw, step, request);
        } else {
            settle(entry, step, raw, null, null);
            enquiries.perform(entry, step.requests());
        }
    }

    private void queueBehind(AccountEntry entry, WaitingLine line, RawFrame raw) {
        if (line.holds(raw)) {
            refuse(entry, raw, new Verdict.Ignored(Reason.DUPLICATE));
            return;
        }
        DeferredFrame deferred = lines.tryAdd(entry, raw, nowMicros());
        if (deferred == null) {
            refuse(entry, raw, new Verdict.Dropped(Reason.WAITING_LINE_FULL));
            return;
        }
        metrics.waits(Reason.WAITS_IN_LINE);
        neighbours.sink().append(new Outcome(raw.did(), raw, List.of(), null, deferred, null, null));
    }

    private void beginToWait(AccountEntry entry, RawFrame raw, Step step, Request request) {
        DeferredFrame deferred = lines.tryAdd(entry, raw, nowMicros());
        if (deferred == null) {
            refuse(entry, raw, new Verdict.Dropped(Reason.WAITING_LINE_FULL));
            return;
        }
        accounts.pin(entry);
        waitingLine(entry).await(request);
        metrics.waits(reasonToWait(request));
        settle(entry, step, raw, deferred, null);
        enquiries.perform(entry, step.requests());
    }

    private void refuse(AccountEntry entry, RawFrame raw, Verdict verdict) {
        settle(entry, new Step(entry.state, verdict, List.of(), List.of()), raw, null, null);
    }

    private void onRestored(DeferredFrame deferred) {
        AccountEntry entry = accounts.entry(deferred.frame().did());
        lines.restore(entry, deferred);
        accounts.pin(entry);
    }

    private void onIdentity(ResolveIdentity request, IdentityAnswer answer) {
        AccountEntry entry = accounts.entry(request.did());
        metrics.answered(answer);
        tell(entry, new Input.IdentityAnswered(answer, nowMicros(), System.nanoTime()));
        WaitingLine line = entry.line;
        if (line == null || !request.equals(line.awaited())) {
            entry.refreshing = false;
            if (!(answer instanceof IdentityAnswer.Definite)) {
                entry.refreshNotBeforeMicros = nowMicros()
                        + TimeUnit.NANOSECONDS.toMicros(config.retryMax().toNanos());
            }
            return;
        }
        switch (answer) {
            case IdentityAnswer.Definite _ -> answered(entry, line, request);
            case IdentityAnswer.RateLimited _ when request.forced() -> answered(entry, line, request);
            case IdentityAnswer.RateLimited _, IdentityAnswer.Failed _ -> retryLater(line);
        }
    }

    private void onHostStatus(AskHostStatus request, HostStatusAnswer answer) {
        AccountEntry entry = accounts.entry(request.did());
        tell(entry, new Input.HostStatusAnswered(request.host(), answer, nowMicros(), System.nanoTime()));
        WaitingLine line = entry.line;
        if (line != null && request.equals(line.awaited())) {
            answered(entry, line, request);
        }
    }

    private void onTick() {
        long now = nowMicros();
        for (AccountEntry entry : lines.entries()) {
            dropExpired(entry, now);
            WaitingLine line = entry.line;
            if (line != null && line.isDue(now)) {
                Request awaited = line.awaited();
                if (awaited == null) {
                    advance(entry, line);
                } else {
                    line.await(awaited);
                    enquiries.ask(entry, awaited);
                }
            }
        }
    }

    private void dropExpired(AccountEntry entry, long now) {
        long oldest =
                now - TimeUnit.NANOSECONDS.toMicros(config.waitingTimeMax().toNanos());
        WaitingLine line = waitingLine(entry);
        for (DeferredFrame first = line.first();
                first != null && first.deferredAtMicros() < oldest;
                first = line.first()) {
            Step step = AccountFold.step(entry.state, new Input.WaitExpired(first.frame(), now), context);
            release(entry, line, first, step);
        }
    }

    private void answered(AccountEntry entry, WaitingLine line, Request request) {
        line.answered(request);
        advance(entry, line);
    }

    private void retryLater(WaitingLine line) {
        line.retryLater(
                nowMicros(),
                TimeUnit.NANOSECONDS.toMicros(config.retryFirst().toNanos()),
                TimeUnit.NANOSECONDS.toMicros(config.retryMax().toNanos()));
    }

    /// Judges the waiting frames in order until one has to wait again.
    private void advance(AccountEntry entry, WaitingLine line) {
        for (DeferredFrame first = line.first(); first != null; first = line.first()) {
            RawFrame raw = first.frame();
            Step step = judge(entry, raw, askedBefore(entry, raw, line.tried()), nowMicros());
            if (step.verdict() instanceof Verdict.Deferred(var request)) {
                waitOn(entry, line, step, request);
                return;
            }
            release(entry, line, first, step);
            enquiries.perform(entry, step.requests());
        }
    }

    private void waitOn(AccountEntry entry, WaitingLine line, Step step, Request request) {
        boolean sameAgain = request.equals(line.awaited());
        settle(entry, step, null, null, null);
        line.await(request);
        if (sameAgain) {
            retryLater(line);
        } else {
            enquiries.perform(entry, step.requests());
        }
    }

    private void release(AccountEntry entry, WaitingLine line, DeferredFrame first, Step step) {
        lines.removeFirst(entry, line, first);
        settle(entry, step, null, null, first.number());
        accounts.unpin(entry);
    }

    /// An input that is no frame.
    private void tell(AccountEntry entry, Input input) {
        Step step = AccountFold.step(entry.state, input, context);
        settle(entry, step, null, null, null);
        enquiries.perform(entry, step.requests());
    }

    private Step judge(AccountEntry entry, RawFrame raw, Tried tried, long nowMicros) {
        long began = System.nanoTime();

        Strictness policy = config.lenientHosts().contains(raw.host()) ? Strictness.LENIENT : Strictness.STRICT;
        Step step;
        try {
            Frame frame = FrameDecoder.decode(raw.bytes(), policy);
            step = AccountFold.step(entry.state, new Input.FrameInput(raw, frame, policy, tried, nowMicros), context);
        } catch (RuntimeException e) {
            // The fold is pure, so nothing has happened yet: one frame is lost, and no host can stop the relay with it.
            refusals.fault(raw, e);
            step = new Step(entry.state, new Verdict.Dropped(Reason.FAULT), List.of(), List.of());
        }
        metrics.judged(System.nanoTime() - began);
        if (step.verdict() instanceof Verdict.Dropped(var reason)) {
            refusals.refused(reason, raw);
        }
        return step;
    }

    /// A host is not asked for an account's status again at once.
    private Tried askedBefore(AccountEntry entry, RawFrame raw, Tried tried) {
        long gapMicros = TimeUnit.NANOSECONDS.toMicros(config.hostStatusGap().toNanos());
        boolean recently =
                raw.host().equals(entry.hostAsked) && raw.receivedAtMicros() - entry.hostAskedAtMicros < gapMicros;
        return recently ? new Tried(tried.identity(), true) : tried;
    }

    /// Takes the step's state over and hands it on, with what it settles, stores or releases.
    @SuppressWarnings("ReferenceEquality") // the fold gives the same state back when nothing changed
    private void settle(
            AccountEntry entry,
            Step step,
            @Nullable RawFrame settles,
            @Nullable DeferredFrame defers,
            @Nullable Long released) {
        AccountState next = step.next();
        boolean changed = !next.equals(entry.state) && AccountFold.isKept(next);
        entry.state = next;
        if (settles != null && defers == null || released != null) {
            metrics.settled(step.verdict());
        }
        List<PendingEvent> events = step.events();
        if (settles == null && released == null && !changed && events.isEmpty()) {
            return;
        }
        neighbours
                .sink()
                .append(new Outcome(
                        next.did(),
                        settles,
                        events,
                        changed ? next : null,
                        defers,
                        released,
                        changed ? accounts.pinUntilDurable(entry) : null));
    }

    private static Reason reasonToWait(Request request) {
        return switch (request) {
            case ResolveIdentity resolve -> resolve.forced() ? Reason.WAITS_FOR_REFRESH : Reason.WAITS_FOR_IDENTITY;
            case AskHostStatus _ -> Reason.WAITS_FOR_HOST_STATUS;
        };
    }

    private static WaitingLine waitingLine(AccountEntry entry) {
        WaitingLine line = entry.line;
        if (line == null) {
            throw new IllegalStateException("line: null (expected: the account waits)");
        }
        return line;
    }

    private long nowMicros() {
        return Micros.of(neighbours.clock().instant());
    }
}
