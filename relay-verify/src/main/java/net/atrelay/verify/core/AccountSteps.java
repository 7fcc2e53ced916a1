package net.atrelay.verify.core;

import net.atrelay.atproto.stream.AccountFrame;
import net.atrelay.store.account.AccountState;
import net.atrelay.store.account.EffectiveStatus;
import net.atrelay.store.account.UpstreamStatus;

/// `#account`: the current host states an account's hosting status (spec: account; protocol reference §5.10).
/// Consumers are told the status that results from it and from the local one.
final class AccountSteps {
    /// Status words are an open set; longer ones are no words.
    static final int STATUS_LENGTH_MAX = 128;

    private AccountSteps() {}

    static void judge(Judgement judgement, AccountFrame frame) {
        String status = frame.status();
        if (status != null && status.length() > STATUS_LENGTH_MAX && judgement.fails(Reason.OVER_LIMIT)) {
            return;
        }
        if (Authority.shown(judgement) == null) {
            return;
        }
        AccountState state = judgement.state();
        AccountState next = Rooms.entered(
                state,
                state.withUpstream(new UpstreamStatus(frame.active(), status)),
                judgement.admission(),
                judgement.nowMicros());
        if (next == null) {
            judgement.needsRoom(judgement.raw().host());
            return;
        }
        judgement.accept(next, Events.account(judgement, frame, EffectiveStatus.of(next)));
    }
}
