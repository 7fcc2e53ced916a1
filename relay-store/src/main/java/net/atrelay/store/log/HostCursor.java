package net.atrelay.store.log;

import org.jspecify.annotations.Nullable;

/// How far one host's stream is settled.
///
/// @param host hostname
/// @param epoch count of the times its own seq went back
/// @param cursor newest seq of this epoch below which everything is settled; null when there is none yet
public record HostCursor(String host, long epoch, @Nullable Long cursor) {}
