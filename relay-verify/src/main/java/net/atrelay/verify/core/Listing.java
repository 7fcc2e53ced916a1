package net.atrelay.verify.core;

import net.atrelay.atproto.syntax.Tid;
import net.atrelay.store.account.AccountState;
import net.atrelay.store.account.IdentityRecord;
import net.atrelay.store.account.RepoHead;

/// A host lists what it has of its accounts, when events of it may have been missed (protocol reference §5.9,
/// §8.3).
///
/// What differs is marked and nothing more: the next commit or `#sync` is judged as ever. A rev that is listed in
/// vain stands until the host's stream has come to it; so an account whose frames are still under way is in doubt
/// for just that time. Consumers hear of none of this, but those who ask for the account's status do.
public final class Listing {
    private Listing() {}

    /// @param host that lists the account
    /// @param askedAtMicros when it was asked for the list; what came later is not in there
    /// @param nowMicros wall clock
    public static ListedResult compare(
            AccountState state, String host, ListedRepo listed, long askedAtMicros, long nowMicros) {
        RepoHead head = state.head();
        if (AccountFold.isKnown(state) && !speaksFor(host, state)) {
            return ListedResult.FOREIGN;
        }
        if (head == null) {
            return ListedResult.UNKNOWN;
        }
        if (listed.rev().micros() > nowMicros + Revs.AHEAD_MICROS_MAX) {
            return ListedResult.UNUSABLE;
        }
        int order = listed.rev().value().compareTo(head.rev());
        if (order == 0) {
            return listed.commit().equals(head.commit()) ? ListedResult.SAME : ListedResult.OTHER_COMMIT;
        }
        if (order > 0) {
            return ListedResult.AHEAD;
        }
        return new Tid(head.rev()).micros() >= askedAtMicros ? ListedResult.OUTDATED : ListedResult.BEHIND;
    }

    static AccountState marked(AccountState state, Input.RepoListed input) {
        RepoHead head = state.head();
        if (head == null) {
            return state;
        }
        return switch (compare(state, input.host(), input.repo(), input.askedAtMicros(), input.nowMicros())) {
            case SAME -> head.listedRev() == null ? state : state.withHead(head.listed(null));
            case AHEAD, BEHIND, OTHER_COMMIT ->
                state.withHead(head.listed(input.repo().rev().value()));
            case OUTDATED, UNKNOWN, FOREIGN, UNUSABLE, HANDED_ON -> state;
        };
    }

    /// The account is attributed to the host, and its document, as far as it is known, does not name another.
    private static boolean speaksFor(String host, AccountState state) {
        IdentityRecord identity = state.identity();
        return host.equals(state.host()) && identity != null && Authority.refusal(identity, host) == null;
    }
}
