package net.atrelay.verify.core;

/// The pure functions that the fold borrows, and its limits.
///
/// @param proofs proves commits and syncs
/// @param collectionNamesBytesMax bytes of the names of one account's collections that are remembered; 0 for none
/// @param forcedGapMicros forced look-ups of one DID for the sake of one host are at least this far apart
public record FoldContext(RepoProofs proofs, int collectionNamesBytesMax, long forcedGapMicros) {}
