package net.atrelay.store.account;

import java.util.List;
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
public record AccountState(
        Did did,
        LocalStatus local,
        UpstreamStatus upstream,
        @Nullable RepoHead head,
        @Nullable String host,
        @Nullable IdentityRecord identity,
        List<HostMark> marks) {
    /// Hosts whose replays are told apart exactly; a fifth host pushes the oldest out.
    public static final int MARKS_MAX = 4;

    /// An account that has just been heard of.
    public static AccountState unknown(Did did) {
        return new AccountState(did, LocalStatus.ACTIVE, UpstreamStatus.ACTIVE, null, null, null, List.of());
    }
}
