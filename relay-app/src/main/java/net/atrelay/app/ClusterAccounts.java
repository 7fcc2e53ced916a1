package net.atrelay.app;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.store.account.AccountState;
import net.atrelay.store.control.AccountControls;
import net.atrelay.store.kafka.ClusterAdmin;

/// Accounts as operators change them at a node of a cluster. Any thread that may block.
record ClusterAccounts(ClusterAdmin cluster) implements AccountControls {
    @Override
    public CompletionStage<AccountState> takedown(Did did, boolean down) {
        return CompletableFuture.completedStage(cluster.takedown(did, down));
    }
}
