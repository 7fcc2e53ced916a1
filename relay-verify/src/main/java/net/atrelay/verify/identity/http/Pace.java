package net.atrelay.verify.identity.http;

/// When the next request may begin: evenly spread, and not before a pause is over. Times are those of a steady clock,
/// nanoseconds. Guarded by its [Lanes].
public final class Pace {
    private final long intervalNanos;
    private long nextNanos;

    /// @param perSecond requests begun in a second
    public Pace(int perSecond, long nowNanos) {
        intervalNanos = 1_000_000_000L / perSecond;
        nextNanos = nowNanos;
    }

    /// How long until the next may begin; 0 when it may now.
    long delayNanos(long nowNanos) {
        return Math.max(0, nextNanos - nowNanos);
    }

    /// One begins. The rhythm is kept when an alarm was a little late.
    void begin(long nowNanos) {
        boolean inRhythm = nowNanos - nextNanos < intervalNanos;
        nextNanos = (inRhythm ? nextNanos : nowNanos) + intervalNanos;
    }

    /// None begins before this moment.
    void pause(long untilNanos) {
        nextNanos = Math.max(nextNanos - untilNanos, 0) + untilNanos;
    }
}
