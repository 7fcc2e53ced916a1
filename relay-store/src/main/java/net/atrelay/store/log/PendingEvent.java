package net.atrelay.store.log;

import net.atrelay.atproto.syntax.Did;

/// A wire frame that is complete but for its seq.
///
/// @param frame header and payload; the seq in it is to be replaced
/// @param seqOffset where the CBOR integer of `seq` begins in `frame`
/// @param seqLength its encoded length, bytes
/// @param did the account it speaks of
/// @param receivedNanos `System.nanoTime()` of the receipt that caused it
public record PendingEvent(byte[] frame, int seqOffset, int seqLength, Did did, long receivedNanos) {}
