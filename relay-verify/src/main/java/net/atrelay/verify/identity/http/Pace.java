package net.atrelay.verify.identity.http;

import net.atrelay.verify.Share;

/// When the next request may begin: evenly spread, and not before a pause is over. Times are those of a steady clock,
/// nanoseconds. Guarded by its [Lanes].
public final class Pace {
    private final long wholeNanos;
    private long intervalNanos;
    /// When the last one began, or should have.
    private long lastNanos;
    private long pausedNanos;

    /// @param perSecond requests begun in a second
    public Pace(int perSecond, long nowNanos) {
        wholeNanos = 1_000_000_000L / perSecond;
        intervalNanos = wholeNanos;
        lastNanos = nowNanos - intervalNanos;
        pausedNanos = nowNanos;
    }

    /// Fewer or more begin from now on. Of a share of nothing nothing is known here: its [Lanes] begin nothing.
    void shareIs(Share share) {
        intervalNanos = wholeNanos * share.all() / Math.max(1, share.owned());
    }

    /// How long until the next may begin; 0 when it may now.
    long delayNanos(long nowNanos) {
        return Math.max(0, dueNanos() - nowNanos);
    }

    /// One begins. The rhythm is kept when an alarm was a little late.
    void begin(long nowNanos) {
        long dueNanos = dueNanos();
        boolean inRhythm = nowNanos - dueNanos < intervalNanos;
        lastNanos = inRhythm ? dueNanos : nowNanos;
    }

    /// None begins before this moment.
    void pause(long untilNanos) {
        pausedNanos = later(pausedNanos, untilNanos);
    }

    private long dueNanos() {
        return later(lastNanos + intervalNanos, pausedNanos);
    }

    private static long later(long one, long other) {
        return Math.max(one - other, 0) + other;
    }
}
