package net.atrelay.store;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/// Waiting that ends only when what is waited for has happened, for a stop that must not be cut short; an
/// interrupt is kept for the caller.
public final class Uninterrupted {
    private Uninterrupted() {}

    @FunctionalInterface
    private interface Wait {
        boolean isOver() throws InterruptedException;
    }

    public static void join(Thread thread) {
        await(() -> {
            thread.join();
            return true;
        });
    }

    public static void end(ExecutorService executor) {
        executor.shutdown();
        await(() -> executor.awaitTermination(1, TimeUnit.MINUTES));
    }

    /// Waits until the latch is down, or for so long.
    public static void await(CountDownLatch latch, long nanos) {
        long until = System.nanoTime() + nanos;
        await(() -> latch.await(until - System.nanoTime(), TimeUnit.NANOSECONDS) || System.nanoTime() - until >= 0);
    }

    private static void await(Wait wait) {
        boolean interrupted = false;
        boolean over = false;
        while (!over) {
            try {
                over = wait.isOver();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
