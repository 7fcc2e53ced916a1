package net.atrelay.verify.embedded;

import java.util.List;
import net.atrelay.store.account.AccountState;
import net.atrelay.store.bus.RawFrame;
import net.atrelay.store.log.DeferredFrame;
import net.atrelay.store.log.Outcome;
import net.atrelay.store.log.OutcomeSink;
import net.atrelay.verify.VerifyMetrics;
import net.atrelay.verify.core.AccountFold;
import net.atrelay.verify.core.Step;
import net.atrelay.verify.core.Verdict;
import org.jspecify.annotations.Nullable;

/// Takes a step's state over and hands the step on to be made durable, with what it settles, stores or releases.
/// Every step of the fold ends in exactly one of these calls.
///
/// Owned by the shard's thread.
final class Settlement {
    private final OutcomeSink sink;
    private final AccountEntries accounts;
    private final Admissions admissions;
    private final VerifyMetrics metrics;
    private final RefusalListener listener;
    private final RefusalLog refusals;

    Settlement(
            ShardPool.Neighbours neighbours,
            AccountEntries accounts,
            Admissions admissions,
            VerifyMetrics metrics,
            RefusalLog refusals) {
        this.sink = neighbours.sink();
        this.listener = neighbours.refusals();
        this.accounts = accounts;
        this.admissions = admissions;
        this.metrics = metrics;
        this.refusals = refusals;
    }

    /// The step of a frame that is in flight and leaves the stage.
    void settle(AccountEntry entry, Step step, RawFrame raw) {
        note(step.verdict(), raw);
        apply(entry, step, raw, null, null, null);
    }

    /// The step of a frame that waited and leaves the stage.
    void release(AccountEntry entry, Step step, WaitingFrame waited) {
        note(step.verdict(), waited.raw());
        apply(entry, step, waited.number() == null ? waited.raw() : null, null, waited.number(), null);
    }

    /// The step of a frame in flight that goes to disk to wait.
    void defer(AccountEntry entry, Step step, DeferredFrame deferred) {
        apply(entry, step, deferred.frame(), deferred, null, null);
    }

    /// The frame goes to disk to wait, without having been judged.
    void defer(AccountEntry entry, DeferredFrame deferred) {
        sink.append(new Outcome(entry.state.did(), deferred.frame(), List.of(), null, deferred, null, null));
    }

    /// The step of an input that is no frame, or of a frame that stays where it is.
    ///
    /// @return whether the state has changed
    boolean change(AccountEntry entry, Step step) {
        return change(entry, step, null);
    }

    /// As [#change(AccountEntry, Step)], of an input that came by the bus.
    ///
    /// @param settles what leaves the flight with it; null for nothing
    boolean change(AccountEntry entry, Step step, @Nullable RawFrame settles) {
        return apply(entry, step, settles, null, null, null);
    }

    /// As [#change], with something to run once all that was decided of the account until now is durable.
    ///
    /// @param settles what leaves the flight with it; null for nothing
    void change(AccountEntry entry, Step step, @Nullable RawFrame settles, Runnable durable) {
        apply(entry, step, settles, null, null, durable);
    }

    private void note(Verdict verdict, RawFrame raw) {
        metrics.settled(verdict);
        if (verdict instanceof Verdict.Dropped(var reason)) {
            refusals.refused(reason, raw);
            listener.refused(raw, reason);
        }
    }

    private boolean apply(
            AccountEntry entry,
            Step step,
            @Nullable RawFrame settles,
            @Nullable DeferredFrame defers,
            @Nullable Long released,
            @Nullable Runnable durable) {
        AccountState before = entry.state;
        AccountState next = step.next();
        boolean changed = !next.equals(before) && (AccountFold.isKept(next) || AccountFold.isKept(before));
        entry.state = next;
        count(entry, before, next);
        boolean isEmpty =
                settles == null && released == null && !changed && step.events().isEmpty();
        if (!isEmpty || durable != null) {
            Runnable kept = changed ? accounts.pinUntilDurable(entry) : null;
            sink.append(new Outcome(
                    next.did(), settles, step.events(), changed ? next : null, defers, released, both(kept, durable)));
        }
        return changed;
    }

    /// Before the outcome is handed on: what is read of a host's numbers later must not hold it yet.
    private void count(AccountEntry entry, AccountState before, AccountState next) {
        String placeAt = entry.placeAt;
        if (placeAt != null || !next.equals(before)) {
            entry.placeAt = null;
            admissions.settled(before, next, placeAt);
        }
    }

    private static @Nullable Runnable both(@Nullable Runnable one, @Nullable Runnable other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return () -> {
            one.run();
            other.run();
        };
    }
}
