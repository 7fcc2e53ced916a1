package net.atrelay.store.account;

import net.atrelay.atproto.cid.Cid;
import org.jspecify.annotations.Nullable;

/// The newest accepted commit of a repo: all that Sync 1.1 needs to check the next one.
///
/// @param rev TID of the commit
/// @param commit CID of the signed commit block
/// @param data CID of the MST root
/// @param desynchronized whether a chain break was seen and no `#sync` has healed it since
/// @param listedRev rev of another commit that the host listed as its newest when ours may have been out of date;
///     null for none, and again once the host's stream has come to it
public record RepoHead(
        String rev,
        Cid commit,
        Cid data,
        boolean desynchronized,
        @Nullable String listedRev) {
    /// A head that its host has not contradicted.
    public RepoHead(String rev, Cid commit, Cid data, boolean desynchronized) {
        this(rev, commit, data, desynchronized, null);
    }

    /// Whether this is, for all that is known, what the host has, with nothing missed on the way.
    public boolean isInSync() {
        return !desynchronized && listedRev == null;
    }

    /// @param rev null to take the host's word back
    public RepoHead listed(@Nullable String rev) {
        return new RepoHead(this.rev, commit, data, desynchronized, rev);
    }

    /// The same head, in doubt for as long as `before` was: until the host's stream has come to the rev it listed.
    public RepoHead after(RepoHead before) {
        String listed = before.listedRev;
        return listed == null || listed.compareTo(rev) <= 0 ? this : listed(listed);
    }
}
