package net.atrelay.verify.identity.http;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Where look-ups take their time from, and their delays; tests move it by hand.
public interface RequestClock extends AutoCloseable {
    /// Monotonic, for spans only.
    long nanos();

    /// Wall clock, microseconds since the epoch.
    long micros();

    /// Runs `task`, which must not block, after the delay.
    ///
    /// @return cancels it
    Runnable schedule(long delayNanos, Runnable task);

    @Override
    void close();

    static RequestClock ofSystem(InstantSource wallClock) {
        return new OfSystem(wallClock);
    }

    /// The wall clock of the caller, and one thread for all delays.
    final class OfSystem implements RequestClock {
        private final InstantSource wallClock;
        private final ScheduledThreadPoolExecutor alarms;

        private OfSystem(InstantSource wallClock) {
            this.wallClock = wallClock;
            this.alarms = new ScheduledThreadPoolExecutor(
                    1, Thread.ofPlatform().daemon().name("relay-verify-alarm").factory());
            alarms.setRemoveOnCancelPolicy(true);
            alarms.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        }

        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public long micros() {
            Instant now = wallClock.instant();
            return now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
        }

        @Override
        public Runnable schedule(long delayNanos, Runnable task) {
            try {
                ScheduledFuture<?> alarm = alarms.schedule(task, delayNanos, TimeUnit.NANOSECONDS);
                return () -> alarm.cancel(false);
            } catch (RejectedExecutionException _) {
                // Closed: nothing is due any more.
                return () -> {};
            }
        }

        @Override
        public void close() {
            alarms.shutdownNow();
        }
    }
}
