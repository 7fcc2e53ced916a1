package net.atrelay.fanout.websocket;

import net.atrelay.fanout.StreamConfig;

/// What tells a quiet consumer from a dead or a stuck one.
///
/// - Stuck: bytes wait for its socket, and for `stallMax` it took not one. However far behind it is, and
///   however slowly it reads, a consumer that takes bytes is well (protocol reference §1.10).
/// - Dead: it was sent everything, and for `silenceMax` nothing came from it. Pings see to it that
///   something should.
///
/// Owned by the consumer's event loop; looked at from time to time, so a verdict may be late by one such
/// time.
final class Vitals {
    enum Verdict {
        WELL,
        PING_DUE,
        SILENT,
        STALLED
    }

    private final long pingNanos;
    private final long silenceNanosMax;
    private final long stallNanosMax;
    private long heardAt;
    private long pingedAt;
    private long movedAt;
    private long waitingBytes;
    private long progress;
    private int current;

    /// @param tickNanos time between two looks: a ping goes at the last look before it is late
    Vitals(StreamConfig.Liveness limits, long tickNanos, long now) {
        pingNanos = Math.max(0, limits.pingEvery().toNanos() - tickNanos);
        silenceNanosMax = limits.silenceMax().toNanos();
        stallNanosMax = limits.stallMax().toNanos();
        heardAt = now;
        pingedAt = now;
        movedAt = now;
    }

    /// Something came in.
    void heard(long now) {
        heardAt = now;
    }

    /// A ping went out.
    void pinged(long now) {
        pingedAt = now;
    }

    /// Judges by what waits for the socket now.
    ///
    /// @param waiting bytes that wait
    /// @param written how much of the first buffer that waits has been written
    /// @param first which buffer that is
    Verdict judge(long now, long waiting, long written, int first) {
        boolean moved = waiting != waitingBytes || written != progress || first != current;
        waitingBytes = waiting;
        progress = written;
        current = first;
        if (waiting == 0) {
            movedAt = now;
            if (now - heardAt >= silenceNanosMax) {
                return Verdict.SILENT;
            }
        } else if (moved) {
            movedAt = now;
            heardAt = now; // a pong may be behind all this
        } else if (now - movedAt >= stallNanosMax) {
            return Verdict.STALLED;
        }
        return now - pingedAt >= pingNanos ? Verdict.PING_DUE : Verdict.WELL;
    }
}
