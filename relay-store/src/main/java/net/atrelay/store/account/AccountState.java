package net.atrelay.store.account;

import java.util.ArrayList;
import java.util.List;
import net.atrelay.atproto.repo.CollectionSet;
import net.atrelay.atproto.syntax.Did;
import org.jspecify.annotations.Nullable;

/// All that the relay remembers of one account. Kept for ever: deletion and takedown change a status, never a row.
///
/// @param did the account
/// @param local what this relay says
/// @param upstream what its host says
/// @param head newest accepted commit; null before the first
/// @param host hostname that the account is attributed to (counts, redirects); null before any authoritative frame
/// @param identity what is known of its DID document; null before the first definite answer
/// @param marks newest frame taken in, per host, newest first; at most [#MARKS_MAX]
/// @param enteredAtMicros when it began to need room at its host (first heard of there, moved there, or back from
///     deletion); orders those that wait for room; 0, before all others, for an account without host
/// @param collections what its commits have shown of the collections of its repo; bounded
public record AccountState(
        Did did,
        LocalStatus local,
        UpstreamStatus upstream,
        @Nullable RepoHead head,
        @Nullable String host,
        @Nullable IdentityRecord identity,
        List<HostMark> marks,
        long enteredAtMicros,
        CollectionSet collections) {
    /// Hosts whose replays are told apart exactly; a fifth host pushes the oldest out.
    public static final int MARKS_MAX = 4;

    /// An account that was at its host before all those that know since when they are.
    public AccountState(
            Did did,
            LocalStatus local,
            UpstreamStatus upstream,
            @Nullable RepoHead head,
            @Nullable String host,
            @Nullable IdentityRecord identity,
            List<HostMark> marks) {
        this(did, local, upstream, head, host, identity, marks, 0);
    }

    /// An account whose collections are not known.
    public AccountState(
            Did did,
            LocalStatus local,
            UpstreamStatus upstream,
            @Nullable RepoHead head,
            @Nullable String host,
            @Nullable IdentityRecord identity,
            List<HostMark> marks,
            long enteredAtMicros) {
        this(did, local, upstream, head, host, identity, marks, enteredAtMicros, CollectionSet.NONE);
    }

    /// An account that has just been heard of.
    public static AccountState unknown(Did did) {
        return new AccountState(did, LocalStatus.ACTIVE, UpstreamStatus.ACTIVE, null, null, null, List.of());
    }

    public AccountState withLocal(LocalStatus newLocal) {
        return new AccountState(did, newLocal, upstream, head, host, identity, marks, enteredAtMicros, collections);
    }

    /// What was deleted has no collections any more.
    public AccountState withUpstream(UpstreamStatus newUpstream) {
        CollectionSet kept = newUpstream.isDeleted() ? CollectionSet.NONE : collections;
        return new AccountState(did, local, newUpstream, head, host, identity, marks, enteredAtMicros, kept);
    }

    public AccountState withHead(RepoHead newHead) {
        return new AccountState(did, local, upstream, newHead, host, identity, marks, enteredAtMicros, collections);
    }

    public AccountState withCollections(CollectionSet newCollections) {
        return new AccountState(did, local, upstream, head, host, identity, marks, enteredAtMicros, newCollections);
    }

    public AccountState withHost(String newHost) {
        return new AccountState(did, local, upstream, head, newHost, identity, marks, enteredAtMicros, collections);
    }

    /// The account needs room at its host from now on.
    ///
    /// @param newLocal whether it has got it, unless the operator says otherwise of the account
    public AccountState entered(String newHost, LocalStatus newLocal, long atMicros) {
        return new AccountState(did, newLocal, upstream, head, newHost, identity, marks, atMicros, collections);
    }

    public AccountState withIdentity(IdentityRecord newIdentity) {
        return new AccountState(did, local, upstream, head, host, newIdentity, marks, enteredAtMicros, collections);
    }

    /// The mark goes to the front; an older one of the same host, or else the oldest beyond [#MARKS_MAX], falls
    /// away.
    public AccountState marked(HostMark mark) {
        List<HostMark> kept = new ArrayList<>(MARKS_MAX);
        kept.add(mark);
        for (HostMark other : marks) {
            if (kept.size() < MARKS_MAX && !other.host().equals(mark.host())) {
                kept.add(other);
            }
        }
        return new AccountState(
                did, local, upstream, head, host, identity, List.copyOf(kept), enteredAtMicros, collections);
    }

    /// Whether the frame at this place of that host's stream has been taken in before.
    public boolean hasTaken(String fromHost, long epoch, long hostSeq) {
        HostMark mark = mark(fromHost);
        return mark != null && mark.covers(epoch, hostSeq);
    }

    /// The newest frame of that host that was taken in; null when none is known of.
    public @Nullable HostMark mark(String ofHost) {
        for (HostMark mark : marks) {
            if (mark.host().equals(ofHost)) {
                return mark;
            }
        }
        return null;
    }
}
