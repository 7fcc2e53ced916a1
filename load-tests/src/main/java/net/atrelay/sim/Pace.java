package net.atrelay.sim;

import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/// Hands out work at an even rate in small portions, catching up after a delay. Owned by the thread that runs it.
public final class Pace {

    private static final long TICK_NANOS = 5_000_000;

    private Pace() {}

    /// Calls `portion` with how many are due, until `total` were handed out or the thread is interrupted.
    ///
    /// @return how many were handed out
    public static long run(double perSecond, long total, IntConsumer portion) {
        return run(perSecond, total, TICK_NANOS, portion);
    }

    /// As [#run(double, long, IntConsumer)].
    ///
    /// @param tickNanos longest time between that something is due and that it is handed out
    public static long run(double perSecond, long total, long tickNanos, IntConsumer portion) {
        long began = System.nanoTime();
        long done = 0;
        while (done < total && !Thread.currentThread().isInterrupted()) {
            double elapsed = (System.nanoTime() - began) / 1e9;
            long due = Math.min(total, (long) (elapsed * perSecond));
            if (due > done) {
                portion.accept((int) (due - done));
                done = due;
            } else {
                LockSupport.parkNanos(tickNanos);
            }
        }
        return done;
    }
}
