package net.atrelay.store.control;

import java.util.concurrent.CompletionStage;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.store.account.AccountState;

/// Accounts, for the operator. Any thread.
public interface AccountControls {
    /// Takes an account down, also one never heard of, or lifts a takedown; without effect where that is so
    /// already.
    ///
    /// @return done with the account's state once that is durable; failed when the relay stops
    CompletionStage<AccountState> takedown(Did did, boolean down);
}
