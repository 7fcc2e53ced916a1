package net.atrelay.verify.embedded;

import net.atrelay.store.account.AccountState;
import org.jspecify.annotations.Nullable;

/// One account as its shard holds it in memory. Owned by the shard's thread.
final class AccountEntry {
    /// The newest state, durable or not.
    AccountState state;

    /// The newest of its states that was handed on, until that is found durable; null for none.
    @Nullable
    StateOnItsWay newest;

    /// Frames that wait for an answer; null for none.
    @Nullable
    WaitingLine line;

    /// Whether a refresh that no frame waits for is under way.
    boolean refreshing;

    /// No refresh in the background before this moment: the last one taught nothing.
    long refreshNotBeforeMicros;

    /// The host that was last asked for its status, and when; null for none.
    @Nullable
    String hostAsked;

    long hostAskedAtMicros;

    /// Whether its answer is still to come.
    boolean hostAnswerPending;

    /// The host that has promised the account a place which its state does not show yet; null for none.
    @Nullable
    String placeAt;

    /// The rate of what is not commits; null before the first.
    @Nullable
    TokenBucket events;

    /// The rate of all its frames; null before the first, or without a limit.
    @Nullable
    TokenBucket frames;

    AccountEntry(AccountState state) {
        this.state = state;
    }
}
