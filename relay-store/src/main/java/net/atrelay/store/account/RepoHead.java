package net.atrelay.store.account;

import net.atrelay.atproto.cid.Cid;

/// The newest accepted commit of a repo: all that Sync 1.1 needs to check the next one.
///
/// @param rev TID of the commit
/// @param commit CID of the signed commit block
/// @param data CID of the MST root
/// @param desynchronized whether a chain break was seen and no `#sync` has healed it since
public record RepoHead(String rev, Cid commit, Cid data, boolean desynchronized) {}
