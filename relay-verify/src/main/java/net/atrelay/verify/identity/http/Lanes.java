package net.atrelay.verify.identity.http;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import net.atrelay.verify.HttpLane;
import net.atrelay.verify.Share;
import net.atrelay.verify.VerifyMetrics;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs blocking work for many servers on virtual threads: so many at once, so many for one server, so many waiting.
/// Servers take turns, so one that is slow or much asked holds up only its own work.
///
/// Any thread; state is guarded by one lock, under which nothing of others is run but the clock's `schedule`.
public final class Lanes implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Lanes.class);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(2);

    private final LaneLimits limits;
    private final @Nullable Pace pace;
    private final RequestClock clock;
    private final ExecutorService threads;
    private final ReentrantLock lock = new ReentrantLock();
    /// What waits for each server; the server whose turn it is comes first.
    private final Map<String, ArrayDeque<Job>> queues = new LinkedHashMap<>();
    private final Map<String, Integer> inFlightOf = new HashMap<>();
    private int inFlight;
    private int queued;
    private Share share = Share.WHOLE;
    /// Cancels it; null when none is set.
    private @Nullable Runnable alarm;
    private boolean closed;

    private record Job(String target, Runnable work, Runnable refused, long offeredNanos) {}

    /// @param name of the threads
    /// @param pace null when requests begin as soon as there is room
    public Lanes(String name, LaneLimits limits, @Nullable Pace pace, RequestClock clock) {
        this.limits = limits;
        this.pace = pace;
        this.clock = clock;
        this.threads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("relay-verify-" + name + "-", 0).factory());
    }

    /// Runs `work` on a thread of its own when it is its turn, or `refused` when there is no room or the lanes are
    /// closed before.
    ///
    /// @param target the server
    public void offer(String target, Runnable work, Runnable refused) {
        if (enqueue(new Job(target, work, refused, clock.nanos()))) {
            startDue();
        } else {
            refused.run();
        }
    }

    /// From now on so much of the limits and of the pace is for this process. What is under way goes on; of nothing
    /// nothing begins, and what waits goes on waiting.
    public void shareIs(Share now) {
        lock.lock();
        try {
            share = now;
            if (pace != null) {
                pace.shareIs(now);
            }
            if (alarm != null) {
                alarm.run();
                alarm = null;
            }
        } finally {
            lock.unlock();
        }
        startDue();
    }

    /// Begins nothing for so long.
    public void pause(long nanos) {
        lock.lock();
        try {
            if (pace != null) {
                pace.pause(clock.nanos() + nanos);
            }
        } finally {
            lock.unlock();
        }
    }

    /// Shows how full they are.
    public void watchedBy(VerifyMetrics metrics, HttpLane lane) {
        metrics.watchLane(
                lane,
                () -> locked(() -> inFlight),
                () -> locked(() -> queued),
                limits.queuedMax(),
                this::oldestSeconds);
    }

    /// Refuses what waits, then waits a moment for what runs; its caller has broken that off.
    @Override
    public void close() {
        List<Job> dropped = locked(() -> {
            closed = true;
            List<Job> waiting = new ArrayList<>(queued);
            queues.values().forEach(waiting::addAll);
            queues.clear();
            queued = 0;
            return waiting;
        });
        dropped.forEach(job -> job.refused().run());
        threads.shutdown();
        try {
            if (!threads.awaitTermination(CLOSE_PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException _) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private double oldestSeconds() {
        return locked(() -> {
            long now = clock.nanos();
            long oldest = 0;
            for (ArrayDeque<Job> queue : queues.values()) {
                oldest = Math.max(oldest, now - queue.element().offeredNanos());
            }
            return oldest / (double) TimeUnit.SECONDS.toNanos(1);
        });
    }

    private boolean enqueue(Job job) {
        return locked(() -> {
            ArrayDeque<Job> queue = queues.get(job.target());
            boolean room = queued < limits.queuedMax() && (queue == null || queue.size() < limits.queuedPerTargetMax());
            if (closed || !room) {
                return false;
            }
            queues.computeIfAbsent(job.target(), _ -> new ArrayDeque<>()).add(job);
            queued++;
            return true;
        });
    }

    private void startDue() {
        for (Job job = takeNext(); job != null; job = takeNext()) {
            start(job);
        }
    }

    private void start(Job job) {
        try {
            threads.execute(() -> run(job));
        } catch (RejectedExecutionException _) {
            done(job);
            job.refused().run();
        }
    }

    private void run(Job job) {
        try {
            job.work().run();
        } catch (RuntimeException e) {
            log.error("fault while asking another server", e);
        } finally {
            done(job);
            startDue();
        }
    }

    private void done(Job job) {
        lock.lock();
        try {
            inFlight--;
            inFlightOf.merge(job.target(), -1, (count, less) -> count + less == 0 ? null : count + less);
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Job takeNext() {
        lock.lock();
        try {
            return queued > 0 && inFlight < share.of(limits.inFlightMax()) && isPaceDue() ? takeInTurn() : null;
        } finally {
            lock.unlock();
        }
    }

    private boolean isPaceDue() {
        long delay = pace == null ? 0 : pace.delayNanos(clock.nanos());
        if (delay > 0 && alarm == null) {
            alarm = clock.schedule(delay, this::onAlarm);
        }
        return delay <= 0;
    }

    private void onAlarm() {
        lock.lock();
        try {
            alarm = null;
        } finally {
            lock.unlock();
        }
        startDue();
    }

    /// The first job of the first server that may be asked now; the server goes to the end of the line.
    private @Nullable Job takeInTurn() {
        Iterator<Map.Entry<String, ArrayDeque<Job>>> turns = queues.entrySet().iterator();
        while (turns.hasNext()) {
            var turn = turns.next();
            String target = turn.getKey();
            if (inFlightOf.getOrDefault(target, 0) < share.of(limits.inFlightPerTargetMax())) {
                ArrayDeque<Job> queue = turn.getValue();
                turns.remove();
                Job job = queue.remove();
                if (!queue.isEmpty()) {
                    queues.put(target, queue);
                }
                begin(target);
                return job;
            }
        }
        return null;
    }

    private void begin(String target) {
        queued--;
        inFlight++;
        inFlightOf.merge(target, 1, Integer::sum);
        if (pace != null) {
            pace.begin(clock.nanos());
        }
    }

    private <T> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }
}
