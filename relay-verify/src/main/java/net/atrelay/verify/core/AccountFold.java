package net.atrelay.verify.core;

import java.util.List;
import net.atrelay.store.account.AccountState;
import net.atrelay.store.account.LocalStatus;

/// The fold: what one input does to one account. Pure; the same inputs give the same steps for ever.
public final class AccountFold {
    private AccountFold() {}

    /// @param state the account as the steps before have left it; [AccountState#unknown] before the first
    public static Step step(AccountState state, Input input, FoldContext context) {
        return switch (input) {
            case Input.FrameInput frame -> FrameSteps.step(state, frame, context);
            case Input.IdentityAnswered answered -> AnswerSteps.identity(state, answered);
            case Input.HostStatusAnswered answered -> AnswerSteps.hostStatus(state, answered);
            case Input.WaitExpired _ -> new Step(state, new Verdict.Dropped(Reason.WAIT_EXPIRED), List.of(), List.of());
            case Input.Ruling ruling -> AnswerSteps.ruling(state, ruling);
            case Input.RoomMade made -> AnswerSteps.roomMade(state, made);
            case Input.RepoListed listed -> AnswerSteps.repoListed(state, listed);
        };
    }

    /// Whether a host that may speak for the account has done so.
    public static boolean isKnown(AccountState state) {
        return state.host() != null;
    }

    /// Whether the state belongs on disk. What is known of a DID that nobody has spoken for with authority does
    /// not: any host could fill the disk with invented ones.
    public static boolean isKept(AccountState state) {
        return isKnown(state) || state.local() != LocalStatus.ACTIVE;
    }
}
