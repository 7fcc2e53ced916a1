package net.atrelay.atproto.stream;

import org.jspecify.annotations.Nullable;

/// An `#info` (lexicon: subscribeRepos#info); the stream goes on.
///
/// @param name such as `OutdatedCursor`; cut to a bounded length
/// @param message for people; cut to a bounded length; null when absent
public record InfoFrame(String name, @Nullable String message) implements Frame {}
