package net.atrelay.sim.repo;

import org.jspecify.annotations.Nullable;

/// One entry of a commit message's `ops` (lexicon: subscribeRepos#repoOp).
///
/// `cid` is absent for a delete, `prev` for a create.
public record RepoOp(
        String action,
        String path,
        @Nullable Cid cid,
        @Nullable Cid prev) {}
