package net.atrelay.verify.embedded;

import net.atrelay.store.bus.RawFrame;
import org.jspecify.annotations.Nullable;

/// One frame in a waiting line.
///
/// @param number its number in the line on disk; null for a frame that is only held in memory: it is still in flight,
///     and its host replays it after a restart
/// @param sinceMicros when it began to wait
record WaitingFrame(@Nullable Long number, RawFrame raw, long sinceMicros) {}
