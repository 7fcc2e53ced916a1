package net.atrelay.verify.core;

import java.util.concurrent.TimeUnit;
import net.atrelay.atproto.syntax.Tid;
import net.atrelay.store.account.RepoHead;

/// The order of revs (spec: sync, Message Validation Checklist; protocol reference §5.4).
final class Revs {
    /// "a few minutes" of clock drift.
    static final long AHEAD_MICROS_MAX = TimeUnit.MINUTES.toMicros(5);

    private Revs() {}

    /// Whether the step is over because the rev is not greater than the newest accepted one.
    static boolean isNotNewer(Judgement judgement, Tid rev) {
        RepoHead head = judgement.state().head();
        return head != null && rev.value().compareTo(head.rev()) <= 0 && judgement.fails(Reason.REV_NOT_NEWER);
    }

    /// Whether the step is over because the rev is from the future.
    static boolean isTooFarAhead(Judgement judgement, Tid rev) {
        return rev.micros() > judgement.nowMicros() + AHEAD_MICROS_MAX && judgement.fails(Reason.REV_IN_FUTURE);
    }
}
