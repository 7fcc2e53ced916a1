package net.atrelay.app;

import java.util.concurrent.CompletionStage;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.store.account.AccountState;
import net.atrelay.store.control.AccountControls;
import net.atrelay.verify.embedded.ShardPool;

/// Accounts as operators change them. Any thread.
record OperatedAccounts(ShardPool shards) implements AccountControls {
    @Override
    public CompletionStage<AccountState> takedown(Did did, boolean down) {
        return shards.takedown(did, down);
    }
}
