package net.atrelay.verify.core;

import net.atrelay.atproto.stream.IdentityFrame;
import net.atrelay.store.account.AccountState;
import net.atrelay.store.account.IdentityRecord;
import org.jspecify.annotations.Nullable;

/// `#identity`: any host may say that an identity has changed (spec: sync; protocol reference §6.6). What is
/// known of it becomes doubtful, and the news goes out for every known account. Nothing is resolved for it,
/// except that an account nobody has spoken for comes into being only through its own host.
final class IdentitySteps {
    private IdentitySteps() {}

    static void judge(Judgement judgement, IdentityFrame frame) {
        if (AccountFold.isKnown(judgement.state())) {
            tell(judgement, frame);
        } else {
            introduce(judgement, frame);
        }
    }

    /// The handle stays when it comes from the host that the newest known document names, though that may be in doubt:
    /// nothing is resolved for it, and two such messages in a row are no reason to change the second.
    private static void tell(Judgement judgement, IdentityFrame frame) {
        AccountState state = judgement.state();
        IdentityRecord identity = state.identity();
        boolean current =
                identity != null && Authority.refusal(identity, judgement.raw().host()) == null;
        emit(judgement, frame, current, purged(state, judgement.raw().receivedAtMicros()));
    }

    private static void introduce(Judgement judgement, IdentityFrame frame) {
        long receivedAt = judgement.raw().receivedAtMicros();
        IdentityRecord known = judgement.state().identity();
        if (known == null || known.fetchedAtMicros() < receivedAt) {
            judgement.waitForIdentity(false, receivedAt);
            return;
        }
        if (Authority.shown(judgement) != null) {
            emit(judgement, frame, true, judgement.state());
        }
    }

    private static void emit(Judgement judgement, IdentityFrame frame, boolean current, AccountState next) {
        @Nullable String handle = current ? frame.handle() : null;
        if (frame.handle() != null && handle == null) {
            judgement.fails(Reason.HANDLE_REMOVED);
        }
        judgement.accept(next, Events.identity(judgement, frame, handle));
    }

    private static AccountState purged(AccountState state, long atMicros) {
        IdentityRecord identity = state.identity();
        if (identity == null || identity.purgedAtMicros() >= atMicros) {
            return state;
        }
        return state.withIdentity(identity.purged(atMicros));
    }
}
