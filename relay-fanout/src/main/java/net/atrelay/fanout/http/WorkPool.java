package net.atrelay.fanout.http;

import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import net.atrelay.fanout.HttpConfig;
import net.atrelay.fanout.Listener;
import net.atrelay.fanout.QueryMetrics;

/// Threads that may block on the tables, and the bounded queue in front of them. They are platform threads,
/// since a read of the store holds its carrier.
final class WorkPool implements AutoCloseable {
    private static final long IDLE_SECONDS = 60;
    private static final long DRAIN_SECONDS = 5;

    private final BlockingQueue<Runnable> waiting;
    private final ThreadPoolExecutor threads;

    WorkPool(HttpConfig.Queries limits, Listener listener, String threadName, QueryMetrics metrics) {
        waiting = new ArrayBlockingQueue<>(limits.waitingMax());
        threads = new ThreadPoolExecutor(
                limits.threads(),
                limits.threads(),
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                waiting,
                new DefaultThreadFactory(threadName, true));
        threads.allowCoreThreadTimeOut(true);
        metrics.watchQueue(listener, waiting::size, limits.waitingMax(), this::oldestSeconds);
    }

    /// @param task throws nothing
    /// @return false when too many wait; then the task never runs
    boolean offer(Runnable task) {
        try {
            threads.execute(new Job(task, System.nanoTime()));
            return true;
        } catch (RejectedExecutionException _) {
            return false;
        }
    }

    /// Lets what waits run, for a while.
    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(DRAIN_SECONDS, TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException _) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private double oldestSeconds() {
        return waiting.peek() instanceof Job job ? (System.nanoTime() - job.offeredNanos) / 1e9 : 0;
    }

    private record Job(Runnable task, long offeredNanos) implements Runnable {
        @Override
        public void run() {
            task.run();
        }
    }
}
