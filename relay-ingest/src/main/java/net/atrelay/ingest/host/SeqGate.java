package net.atrelay.ingest.host;

import org.jspecify.annotations.Nullable;

/// The order of one host's own seqs, over reconnects: (epoch, hostSeq) of what passes never decreases.
///
/// A socket's first frame below the cursor that was asked for begins a new epoch: the host lost its log or was
/// restored. One exactly at the cursor is the frame that we have (some hosts replay from the cursor on, not from
/// behind it). Gaps are normal (spec: event stream). Owned by the host's event loop.
final class SeqGate {
    private long epoch;
    /// Meaningless while `started` is false.
    private long lastSeq;

    private boolean started;
    private boolean first = true;

    SeqGate(long epoch, @Nullable Long cursor) {
        this.epoch = epoch;
        if (cursor != null) {
            lastSeq = cursor;
            started = true;
        }
    }

    enum Passage {
        PASS,
        /// Passes as the first of a new epoch.
        PASS_NEW_EPOCH,
        /// Not above the newest seq of this socket.
        STALE
    }

    /// A socket opens; the next frame is its first.
    void socketOpened() {
        first = true;
    }

    Passage onFrame(long hostSeq) {
        boolean firstOfSocket = first;
        first = false;
        if (!started || hostSeq > lastSeq) {
            started = true;
            lastSeq = hostSeq;
            return Passage.PASS;
        }
        if (!firstOfSocket || hostSeq == lastSeq) {
            return Passage.STALE;
        }
        epoch++;
        lastSeq = hostSeq;
        return Passage.PASS_NEW_EPOCH;
    }

    /// Takes another place, in a new epoch.
    ///
    /// @param cursor null to start at the host's tip
    void restartAt(@Nullable Long cursor) {
        epoch++;
        started = cursor != null;
        lastSeq = cursor == null ? 0 : cursor;
    }

    /// Whether there is a place, or the first frame decides where it is.
    boolean isStarted() {
        return started;
    }

    /// What to ask for: everything behind this seq; null for the host's tip.
    @Nullable
    Long cursor() {
        return started ? lastSeq : null;
    }

    long epoch() {
        return epoch;
    }
}
