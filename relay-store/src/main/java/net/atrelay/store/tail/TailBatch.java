package net.atrelay.store.tail;

/// A dense run of wire frames that are durable. Immutable by contract.
///
/// @param firstSeq seq of `frames[0]`; `frames[i]` has `firstSeq + i`
/// @param frames complete wire frames
/// @param receivedNanos for each frame `System.nanoTime()` of its receipt; empty for frames read from disk
/// @param bytes sum of the frames' lengths
public record TailBatch(long firstSeq, byte[][] frames, long[] receivedNanos, long bytes) {
    public long lastSeq() {
        return firstSeq + frames.length - 1;
    }
}
