package net.atrelay.ingest.host;

/// One limit: holds `capacity` tokens when full and fills by them in `perNanos`. What is taken beyond is owed, so
/// one frame larger than the bucket still passes and is waited for afterwards. Owned by the host's event loop.
///
/// A bucket and not a window that slides: it needs no memory of single events, knows when there is room again,
/// and lets a host that has used up a day go on at the day's average instead of stopping it for the rest of the
/// day. In return a host that rested may send its burst and, while it does, what fills in meanwhile.
final class TokenBucket {
    /// Reading goes on with this share of a second's tokens, so that a fast host is not stopped for each frame.
    private static final double RESUME_SECONDS = 0.02;

    private static final double SECOND_NANOS = 1e9;
    /// What sums of fractions may be off by.
    private static final double ROUNDING = 1e-6;

    private final double capacity;
    private final double perNano;
    private final double resumeLevel;
    private double level;
    private long filledAtNanos;

    TokenBucket(long capacity, long perNanos, long nowNanos) {
        this.capacity = capacity;
        perNano = (double) capacity / perNanos;
        resumeLevel = Math.min(capacity, Math.max(1, perNano * SECOND_NANOS * RESUME_SECONDS));
        level = capacity;
        filledAtNanos = nowNanos;
    }

    void take(long tokens, long nowNanos) {
        fill(nowNanos);
        level -= tokens;
    }

    /// Whether not even one token is left.
    boolean isEmpty(long nowNanos) {
        fill(nowNanos);
        return level < 1 - ROUNDING;
    }

    /// Time until reading is worth while again; 0 for now.
    long waitNanos(long nowNanos) {
        fill(nowNanos);
        return level >= resumeLevel - ROUNDING ? 0 : (long) Math.ceil((resumeLevel - level) / perNano);
    }

    private void fill(long nowNanos) {
        level = Math.min(capacity, level + (nowNanos - filledAtNanos) * perNano);
        filledAtNanos = nowNanos;
    }
}
