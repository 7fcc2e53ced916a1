package net.atrelay.bench;

/// A `#commit` frame and the key that has signed it.
///
/// @param didKey as `did:key:z…`
record SignedFrame(String didKey, byte[] bytes) {}
