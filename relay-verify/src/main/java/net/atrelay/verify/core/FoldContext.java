package net.atrelay.verify.core;

/// The pure functions that the fold borrows.
///
/// @param proofs proves commits and syncs
public record FoldContext(RepoProofs proofs) {}
