package net.atrelay.app.pull;

import java.time.Duration;
import java.util.function.LongSupplier;

/// The time that a pull has, and its rests. Owned by the pull's thread.
final class Timetable {
    private final LongSupplier nanos;
    private final Sleeper sleeper;
    private final long endNanos;

    /// Lets time go by.
    interface Sleeper {
        void sleep(Duration rest) throws InterruptedException;
    }

    /// The time begins now.
    ///
    /// @param nanos monotonic
    Timetable(Duration max, LongSupplier nanos, Sleeper sleeper) {
        this.nanos = nanos;
        this.sleeper = sleeper;
        endNanos = nanos.getAsLong() + max.toNanos();
    }

    boolean isOver() {
        return nanos.getAsLong() - endNanos >= 0;
    }

    /// Rests, unless the time would be over after it.
    ///
    /// @return false when it would
    boolean rest(Duration rest) throws InterruptedException {
        if (nanos.getAsLong() + rest.toNanos() - endNanos >= 0) {
            return false;
        }
        sleeper.sleep(rest);
        return true;
    }
}
