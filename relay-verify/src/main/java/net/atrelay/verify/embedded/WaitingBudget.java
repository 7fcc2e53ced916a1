package net.atrelay.verify.embedded;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/// The bytes that waiting frames of all shards may hold: those of one host, so that no host can use up the room
/// of the others, and all together. Any thread.
final class WaitingBudget {
    private final long hostBytesMax;
    private final long bytesMax;
    private final AtomicLong bytes = new AtomicLong();
    private final ConcurrentMap<String, Long> hostBytes = new ConcurrentHashMap<>();

    /// What came of a request for room.
    enum Answer {
        TAKEN,
        /// The host has used up its share.
        HOST_FULL,
        /// All shares together are used up.
        FULL
    }

    WaitingBudget(long hostBytesMax, long bytesMax) {
        this.hostBytesMax = hostBytesMax;
        this.bytesMax = bytesMax;
    }

    Answer tryTake(String host, long wanted) {
        take(host, wanted);
        boolean hostFull = bytesOf(host) > hostBytesMax;
        if (!hostFull && bytes.get() <= bytesMax) {
            return Answer.TAKEN;
        }
        giveBack(host, wanted);
        return hostFull ? Answer.HOST_FULL : Answer.FULL;
    }

    /// For frames that are on disk already: they are taken even if the bounds have been lowered since.
    void take(String host, long wanted) {
        bytes.addAndGet(wanted);
        hostBytes.merge(host, wanted, Long::sum);
    }

    void giveBack(String host, long taken) {
        bytes.addAndGet(-taken);
        hostBytes.computeIfPresent(host, (sameHost, held) -> held == taken ? null : held - taken);
    }

    /// Whether so much more is beyond the host's share.
    boolean isBeyondShare(String host, long wanted) {
        return bytesOf(host) + wanted > hostBytesMax;
    }

    private long bytesOf(String host) {
        return hostBytes.getOrDefault(host, 0L);
    }

    long bytes() {
        return bytes.get();
    }
}
