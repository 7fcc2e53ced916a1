package net.atrelay.store.bus;

import net.atrelay.atproto.syntax.Did;

/// One frame as a host sent it, untouched, with what routing and replay need.
///
/// @param host hostname of the socket it came from (lower case, with port only in development)
/// @param epoch count of the times this host's own seq went back; (epoch, hostSeq) never decreases
/// @param hostSeq the host's seq of this frame
/// @param ordinal dense number of this frame among those offered for this host by this process, from 0
/// @param did account the frame speaks of, the routing key
/// @param bytes header and payload; shared, never written after
/// @param receivedAtMicros wall clock of receipt, microseconds since the epoch
/// @param receivedNanos `System.nanoTime()` of receipt, for latency only; meaningless after a restart
public record RawFrame(
        String host,
        long epoch,
        long hostSeq,
        long ordinal,
        Did did,
        byte[] bytes,
        long receivedAtMicros,
        long receivedNanos) {
    /// The same frame under another number.
    public RawFrame withOrdinal(long number) {
        return new RawFrame(host, epoch, hostSeq, number, did, bytes, receivedAtMicros, receivedNanos);
    }
}
