package net.atrelay.store.rocks;

/// The seqs that the log holds when it is opened.
///
/// @param first oldest that can be read; equal to `next` when the window is empty
/// @param next the one that the next event gets
record SeqWindow(long first, long next) {}
