package net.atrelay.store.record;

import net.atrelay.atproto.repo.CollectionSet;
import net.atrelay.store.account.AccountState;
import net.atrelay.store.account.CountedStatus;
import net.atrelay.store.account.EffectiveStatus;
import net.atrelay.store.account.LocalStatus;
import net.atrelay.store.account.UpstreamStatus;
import org.jspecify.annotations.Nullable;

/// The part of an account's state that counts and index are made of.
///
/// @param host null for an account that no host has spoken for; it is counted nowhere
public record AccountFacts(
        @Nullable String host,
        LocalStatus local,
        UpstreamStatus upstream,
        long enteredAtMicros,
        CollectionSet collections) {
    /// Of an account that there is no record of.
    public static final AccountFacts ABSENT =
            new AccountFacts(null, LocalStatus.ACTIVE, UpstreamStatus.ACTIVE, 0, CollectionSet.NONE);

    public static AccountFacts of(AccountState state) {
        return new AccountFacts(
                state.host(), state.local(), state.upstream(), state.enteredAtMicros(), state.collections());
    }

    public CountedStatus status() {
        return CountedStatus.of(local, upstream);
    }

    /// Whether it takes up room at this host.
    public boolean takesRoomAt(String hostname) {
        return hostname.equals(host) && status().takesRoom();
    }

    public boolean isWaiting() {
        return host != null && status() == CountedStatus.THROTTLED;
    }

    public boolean isInactive() {
        return host != null && !upstream.active() && !upstream.isDeleted();
    }

    /// The collections under which it is listed: nobody is told of repos that are not to be had.
    public CollectionSet listed() {
        return EffectiveStatus.of(local, upstream).active() ? collections : CollectionSet.NONE;
    }

    public boolean isHidden() {
        return local == LocalStatus.TAKENDOWN || local == LocalStatus.SUSPENDED;
    }
}
