package net.atrelay.atproto.stream;

import org.jspecify.annotations.Nullable;

/// An error frame, the last of its stream (spec: event stream).
///
/// @param error such as `FutureCursor`; any name may come; cut to a bounded length; `Unknown` when the host gave none
/// @param message for people; cut to a bounded length; null when absent
public record ErrorFrame(String error, @Nullable String message) implements Frame {}
