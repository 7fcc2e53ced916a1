package net.atrelay.ingest.host;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// A clock that stands still until it is moved; what falls due then runs on its loop.
final class ManualClock implements IngestClock {
    private final List<Task> tasks = new ArrayList<>();
    private long now = 1_000_000_000L;

    private record Task(long at, EventLoop loop, Runnable action) {}

    @Override
    public synchronized long nanos() {
        return now;
    }

    @Override
    public synchronized long micros() {
        return now / 1_000;
    }

    @Override
    public synchronized Runnable schedule(EventLoop loop, long delayNanos, Runnable action) {
        if (delayNanos <= 0) {
            loop.execute(action);
            return () -> {};
        }
        Task task = new Task(now + delayNanos, loop, action);
        tasks.add(task);
        return () -> cancel(task);
    }

    synchronized int waiting() {
        return tasks.size();
    }

    /// Moves on, running what falls due in its order.
    synchronized void advance(Duration by) {
        now += by.toNanos();
        List<Task> due = new ArrayList<>(tasks.stream().filter(t -> t.at <= now).toList());
        due.sort(Comparator.comparingLong(Task::at));
        tasks.removeAll(due);
        due.forEach(task -> task.loop.execute(task.action));
    }

    private synchronized void cancel(Task task) {
        tasks.remove(task);
    }
}
