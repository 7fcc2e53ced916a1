package net.atrelay.verify.embedded;

import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.atrelay.store.bus.RawFrame;
import net.atrelay.store.log.DeferredFrame;
import net.atrelay.verify.VerifyConfig;
import net.atrelay.verify.VerifyMetrics;
import net.atrelay.verify.core.Input;
import net.atrelay.verify.core.Reason;
import net.atrelay.verify.core.Request;
import net.atrelay.verify.core.Request.AskHostStatus;
import net.atrelay.verify.core.Request.ResolveIdentity;
import net.atrelay.verify.core.Step;
import net.atrelay.verify.core.Verdict;

/// Keeps the frames of one shard that must wait, and judges them again in their order when what they wait for is
/// known.
///
/// A frame that finds no room because all of it is used up, as when the directory is down for everybody, stays in
/// flight: so its host is read no further, and nothing is lost. So does one beyond the share of its account or host
/// while the first answer is on its way. Owned by the shard's thread.
final class WaitingRoom {
    private final VerifyConfig config;
    private final AccountEntries accounts;
    private final WaitingLines lines;
    private final FrameJudge judge;
    private final Settlement settlement;
    private final Enquiries enquiries;
    private final StatusChecks checks;
    private final VerifyMetrics metrics;
    private final InstantSource clock;

    WaitingRoom(Shard.Parts parts, WaitingLines lines, StatusChecks checks) {
        this.config = parts.config();
        this.accounts = parts.accounts();
        this.lines = lines;
        this.checks = checks;
        this.judge = parts.judge();
        this.settlement = parts.settlement();
        this.enquiries = parts.enquiries();
        this.metrics = parts.metrics();
        this.clock = parts.clock();
    }

    /// A frame of an account that has a line.
    void queueBehind(AccountEntry entry, WaitingLine line, RawFrame raw) {
        if (line.holds(raw)) {
            Verdict duplicate = new Verdict.Ignored(Reason.DUPLICATE);
            settlement.settle(entry, new Step(entry.state, duplicate, List.of(), List.of()), raw);
            return;
        }
        Reason over = judge.exceeded(entry, raw);
        if (over != null) {
            checks.refused(raw.did(), over);
            settlement.settle(entry, FrameJudge.refusal(entry, over), raw);
            return;
        }
        switch (lines.add(entry, raw, nowMicros())) {
            case Placed.Stored(var deferred) -> {
                metrics.waits(Reason.WAITS_IN_LINE);
                settlement.defer(entry, deferred);
            }
            case Placed.Held _ -> metrics.waits(Reason.WAITS_IN_LINE);
            case Placed.Refused _ -> refuse(entry, raw);
        }
    }

    /// A frame whose judgement must wait for an answer.
    void begin(AccountEntry entry, RawFrame raw, Step step, Request request) {
        Placed placed = lines.add(entry, raw, nowMicros());
        WaitingLine line = entry.line;
        if (placed instanceof Placed.Refused || line == null) {
            Verdict refused = new Verdict.Dropped(Reason.WAITING_LINE_FULL);
            settlement.settle(entry, new Step(step.next(), refused, step.events(), List.of()), raw);
            return;
        }
        accounts.pin(entry);
        line.await(request);
        metrics.waits(reasonToWait(request));
        if (placed instanceof Placed.Stored(var deferred)) {
            settlement.defer(entry, step, deferred);
        } else {
            settlement.change(entry, step);
        }
        enquiries.perform(entry, step.requests());
    }

    void restore(AccountEntry entry, DeferredFrame deferred) {
        lines.restore(entry, deferred);
        accounts.pin(entry);
    }

    /// What the account's first frame waits for is known.
    void answered(AccountEntry entry, WaitingLine line, Request request) {
        line.answered(request);
        advance(entry, line);
    }

    /// It is not, and is to be asked again. Who knows when there is an answer: what is beyond the account's share must
    /// not hold up its host any longer.
    void retryLater(AccountEntry entry, WaitingLine line) {
        line.retryLater(
                nowMicros(),
                micros(config.retryFirst().toNanos()),
                micros(config.retryMax().toNanos()));
        lines.refuseBeyondShares(entry, line, raw -> refuse(entry, raw));
        if (entry.line == null) {
            accounts.unpin(entry);
        }
    }

    private void refuse(AccountEntry entry, RawFrame raw) {
        settlement.settle(entry, FrameJudge.refusal(entry, Reason.WAITING_LINE_FULL), raw);
    }

    void onTick() {
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
        storeHeld();
    }

    /// Frames that found no room get what there is by now.
    void storeHeld() {
        if (lines.held() > 0) {
            lines.storeHeld(settlement::defer);
        }
    }

    private void dropExpired(AccountEntry entry, long now) {
        WaitingLine line = entry.line;
        if (line == null) {
            return;
        }
        long oldest = now - micros(config.waitingTimeMax().toNanos());
        for (WaitingFrame first = line.first(); first != null && first.sinceMicros() < oldest; first = line.first()) {
            release(entry, line, first, judge.tell(entry, new Input.WaitExpired(first.raw(), now)));
        }
    }

    /// Judges the waiting frames in order until one has to wait again.
    private void advance(AccountEntry entry, WaitingLine line) {
        for (WaitingFrame first = line.first(); first != null; first = line.first()) {
            Step step = judge.judgeAgain(entry, first.raw(), line.tried());
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
        settlement.change(entry, step);
        line.await(request);
        if (sameAgain) {
            retryLater(entry, line);
        } else {
            enquiries.perform(entry, step.requests());
        }
    }

    private void release(AccountEntry entry, WaitingLine line, WaitingFrame first, Step step) {
        lines.removeFirst(entry, line, first);
        settlement.release(entry, step, first);
        accounts.unpin(entry);
    }

    private static Reason reasonToWait(Request request) {
        return switch (request) {
            case ResolveIdentity resolve -> resolve.forced() ? Reason.WAITS_FOR_REFRESH : Reason.WAITS_FOR_IDENTITY;
            case AskHostStatus _ -> Reason.WAITS_FOR_HOST_STATUS;
        };
    }

    private static long micros(long nanos) {
        return TimeUnit.NANOSECONDS.toMicros(nanos);
    }

    private long nowMicros() {
        return Micros.of(clock.instant());
    }
}
