package net.atrelay.store.log;

import net.atrelay.store.bus.RawFrame;

/// A frame that waits, in its account's order, for an answer about that account.
///
/// @param number dense within the account's waiting line, from 0
/// @param frame the frame; its `receivedNanos` is meaningless after a restart
/// @param deferredAtMicros when it began to wait
public record DeferredFrame(long number, RawFrame frame, long deferredAtMicros) {}
