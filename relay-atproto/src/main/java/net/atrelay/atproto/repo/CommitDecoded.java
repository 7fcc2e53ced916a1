package net.atrelay.atproto.repo;

/// What became of a block that was taken for a signed commit.
public sealed interface CommitDecoded permits SignedCommit, CommitDecoded.Malformed {
    /// Not a commit of repository format 3.
    record Malformed(CommitReason reason) implements CommitDecoded {}
}
