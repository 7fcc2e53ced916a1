package net.atrelay.store;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Does something again and again, on a daemon thread of its own, with a pause before each time. Any thread.
public final class Repeating implements AutoCloseable {
    private final ScheduledExecutorService thread;

    /// @param name of the thread
    public Repeating(String name) {
        thread = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name(name).daemon().factory());
    }

    /// Begins, once.
    ///
    /// @param onFatal told of a fault, after which it is not done again
    public void start(Duration every, Runnable work, Consumer<Throwable> onFatal) {
        var _ = thread.scheduleWithFixedDelay(
                () -> {
                    try {
                        work.run();
                    } catch (RuntimeException e) {
                        onFatal.accept(e);
                        throw e;
                    }
                },
                every.toMillis(),
                every.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    /// Returns when it is done for the last time.
    @Override
    public void close() {
        thread.shutdownNow();
        thread.close();
    }
}
