package net.atrelay.ingest.host;

import io.netty.channel.EventLoop;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;

/// Where ingest takes its time from, and its delays; tests move it by hand.
interface IngestClock {
    /// Monotonic, for spans only.
    long nanos();

    /// Wall clock, microseconds since the epoch.
    long micros();

    /// Runs `task` on `loop` after the delay.
    ///
    /// @return cancels it
    Runnable schedule(EventLoop loop, long delayNanos, Runnable task);

    /// The machine's clock and the loops' own timers.
    final class OfSystem implements IngestClock {
        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public long micros() {
            return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
        }

        @Override
        public Runnable schedule(EventLoop loop, long delayNanos, Runnable task) {
            var future = loop.schedule(task, delayNanos, TimeUnit.NANOSECONDS);
            return () -> future.cancel(false);
        }
    }
}
