package net.atrelay.verify.embedded;

import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import net.atrelay.store.account.AccountState;
import net.atrelay.store.bus.RawFrame;
import net.atrelay.store.log.DeferredFrame;
import net.atrelay.verify.VerifyConfig;
import net.atrelay.verify.VerifyMetrics;
import net.atrelay.verify.core.Admission;
import net.atrelay.verify.core.HostStatusAnswer;
import net.atrelay.verify.core.IdentityAnswer;
import net.atrelay.verify.core.Input;
import net.atrelay.verify.core.ListedRepo;
import net.atrelay.verify.core.ListedResult;
import net.atrelay.verify.core.Listing;
import net.atrelay.verify.core.Request.AskHostStatus;
import net.atrelay.verify.core.Request.ResolveIdentity;
import net.atrelay.verify.core.Step;
import net.atrelay.verify.core.Verdict;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs the fold for the accounts of one shard: takes what the mail brings to its account, and sees that every step
/// is settled. The parts do the rest: [FrameJudge] asks the fold, [WaitingRoom] keeps what must wait, [Settlement]
/// hands on.
///
/// Everything here belongs to the shard's thread; others reach it through its [Inbox]. It never waits for an
/// answer.
final class Shard implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(Shard.class);

    /// How long mail is gone about before newer one is looked for.
    private static final long LOOK_NANOS = Turns.TURN_NANOS;

    private final Consumer<Throwable> onFatal;
    private final Inbox inbox = new Inbox();
    private final Turns turns = new Turns();
    private final Parts parts;
    private final AccountEntries accounts;
    private final WaitingLines lines;
    private final WaitingRoom waiting;
    private final StatusChecks checks;

    /// What works together on one shard.
    record Parts(
            VerifyConfig config,
            InstantSource clock,
            AccountEntries accounts,
            FrameJudge judge,
            Settlement settlement,
            Enquiries enquiries,
            VerifyMetrics metrics) {}

    Shard(
            VerifyConfig config,
            ShardPool.Neighbours neighbours,
            Commons commons,
            VerifyMetrics metrics,
            Consumer<Throwable> onFatal) {
        this.onFatal = onFatal;
        RefusalLog refusals = new RefusalLog();
        accounts = new AccountEntries(neighbours.accounts(), Math.max(1, config.cachedAccounts() / config.shards()));
        parts = new Parts(
                config,
                neighbours.clock(),
                accounts,
                new FrameJudge(config, neighbours, commons, metrics, refusals),
                new Settlement(neighbours, accounts, commons.admissions(), metrics, refusals),
                new Enquiries(neighbours, inbox, metrics),
                metrics);
        lines = new WaitingLines(config, commons.waiting(), neighbours.hostsWait());
        checks = new StatusChecks(parts, commons.paces());
        waiting = new WaitingRoom(parts, lines, checks);
    }

    Inbox inbox() {
        return inbox;
    }

    /// Frames that have not been looked at yet. Any thread.
    int queuedFrames() {
        return inbox.frames() + turns.frames();
    }

    /// Their bytes. Any thread.
    long queuedBytes() {
        return inbox.bytes() + turns.bytes();
    }

    WaitingLines lines() {
        return lines;
    }

    @Override
    public void run() {
        try {
            boolean running = true;
            while (running) {
                inbox.takeAll(turns);
                running = handleSome();
                settleDown();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            onFatal.accept(e);
        } catch (Throwable e) {
            log.error("shard stopped by a fault", e);
            onFatal.accept(e);
        }
    }

    /// What is done after each portion of mail.
    private void settleDown() {
        waiting.storeHeld();
        accounts.sweep();
    }

    /// For who steps the shard in a thread of his own instead of running it, such as a simulation: goes about one mail
    /// as [#run] does. False when there is none.
    ///
    /// @param tookNanos how long the mail is to have taken, for whose turn is next
    boolean step(long tookNanos) throws InterruptedException {
        if (inbox.isEmpty() && turns.isEmpty()) {
            return false;
        }
        inbox.takeAll(turns);
        Mail mail = turns.next();
        if (mail != null) {
            on(mail);
            turns.took(tookNanos);
        }
        settleDown();
        return true;
    }

    /// Goes about the mail for a moment, so that what others send meanwhile gets its turn soon. False at the last mail.
    private boolean handleSome() {
        long began = System.nanoTime();
        long last = began;
        while (last - began < LOOK_NANOS) {
            Mail mail = turns.next();
            if (mail == null) {
                return true;
            }
            if (!on(mail)) {
                return false;
            }
            long now = System.nanoTime();
            turns.took(now - last);
            last = now;
        }
        return true;
    }

    /// False when this was the last mail.
    private boolean on(Mail mail) {
        switch (mail) {
            case Mail.FrameArrived(var raw) -> onFrame(raw);
            case Mail.FrameRestored(var deferred) -> onRestored(deferred);
            case Mail.IdentityArrived(var request, var answer) -> onIdentity(request, answer);
            case Mail.HostStatusArrived arrived -> onHostStatus(arrived);
            case Mail.StatusDoubted(var did) -> checks.sweep(did);
            case Mail.PlacePromised promised -> onPlace(promised);
            case Mail.RepoListed listed -> onListed(listed);
            case Mail.OperatorRuling ruling -> onRuling(ruling);
            case Mail.Tick _ -> {
                waiting.onTick();
                checks.onTick();
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
        WaitingLine line = entry.line;
        if (line != null) {
            waiting.queueBehind(entry, line, raw);
            return;
        }
        Step step = parts.judge.judgeNew(entry, raw);
        if (step.verdict() instanceof Verdict.Deferred(var request)) {
            waiting.begin(entry, raw, step, request);
            return;
        }
        if (step.verdict() instanceof Verdict.Dropped(var reason)) {
            checks.refused(raw.did(), reason);
        }
        parts.settlement.settle(entry, step, raw);
        parts.enquiries.perform(entry, step.requests());
    }

    private void onRestored(DeferredFrame deferred) {
        waiting.restore(accounts.entry(deferred.frame().did()), deferred);
    }

    private void onIdentity(ResolveIdentity request, IdentityAnswer answer) {
        AccountEntry entry = accounts.entry(request.did());
        parts.metrics.answered(answer);
        tell(entry, new Input.IdentityAnswered(answer, nowMicros(), System.nanoTime()));
        WaitingLine line = entry.line;
        if (line == null || !request.equals(line.awaited())) {
            entry.refreshing = false;
            if (!(answer instanceof IdentityAnswer.Definite)) {
                entry.refreshNotBeforeMicros = nowMicros()
                        + TimeUnit.NANOSECONDS.toMicros(parts.config.retryMax().toNanos());
            }
            return;
        }
        switch (answer) {
            case IdentityAnswer.Definite _ -> waiting.answered(entry, line, request);
            case IdentityAnswer.RateLimited _ when request.forced() -> waiting.answered(entry, line, request);
            case IdentityAnswer.RateLimited _, IdentityAnswer.Failed _ -> waiting.retryLater(entry, line);
        }
    }

    private void onHostStatus(Mail.HostStatusArrived arrived) {
        AskHostStatus request = arrived.request();
        AccountEntry entry = accounts.entry(request.did());
        HostStatusAnswer answer = parts.enquiries.answered(entry, arrived);
        Input answered =
                new Input.HostStatusAnswered(request.host(), answer, nowMicros(), System.nanoTime(), Admission.UNASKED);
        if (tell(entry, answered)) {
            parts.metrics.changesStatus(arrived.cause());
        }
        WaitingLine line = entry.line;
        if (line != null && request.equals(line.awaited())) {
            waiting.answered(entry, line, request);
        }
    }

    private void onPlace(Mail.PlacePromised promised) {
        AccountEntry entry = accounts.entry(promised.did());
        entry.placeAt = promised.host();
        if (tell(entry, new Input.RoomMade(promised.host(), nowMicros(), System.nanoTime()))) {
            parts.metrics.admitted();
        }
    }

    /// What the account has come to since the list was compared with what is on disk decides.
    private void onListed(Mail.RepoListed mail) {
        ListedRepo repo = mail.repo();
        AccountEntry entry = accounts.entry(repo.did());
        long now = nowMicros();
        ListedResult result = Listing.compare(entry.state, mail.host(), repo, mail.askedAtMicros(), now);
        Input listed = new Input.RepoListed(mail.host(), repo, mail.askedAtMicros(), now, System.nanoTime());
        tell(entry, listed, mail.settles());
        if (result != ListedResult.FOREIGN
                && repo.status() != null
                && !repo.status().equals(entry.state.upstream())) {
            checks.listed(repo.did());
        }
        // Who waits for it must not run on this thread.
        var _ = mail.taken().completeAsync(() -> result);
    }

    private void onRuling(Mail.OperatorRuling ruling) {
        AccountEntry entry = accounts.entry(ruling.did());
        Step step = parts.judge.tell(
                entry, new Input.Ruling(ruling.restriction(), ruling.holds(), nowMicros(), System.nanoTime()));
        AccountState next = step.next();
        CompletableFuture<AccountState> durable = ruling.durable();
        // What hangs on the ruling must not run on the appender's thread.
        parts.settlement.change(entry, step, ruling.settles(), () -> durable.completeAsync(() -> next));
    }

    /// An input that is no frame. Whether it has changed the account.
    private boolean tell(AccountEntry entry, Input input) {
        return tell(entry, input, null);
    }

    /// @param settles what leaves the flight with it; null for nothing
    private boolean tell(AccountEntry entry, Input input, @Nullable RawFrame settles) {
        Step step = parts.judge.tell(entry, input);
        boolean changed = parts.settlement.change(entry, step, settles);
        parts.enquiries.perform(entry, step.requests());
        return changed;
    }

    private long nowMicros() {
        return Micros.of(parts.clock.instant());
    }
}
