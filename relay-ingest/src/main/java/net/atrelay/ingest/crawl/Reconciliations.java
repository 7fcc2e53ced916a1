package net.atrelay.ingest.crawl;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import net.atrelay.ingest.GapCause;
import net.atrelay.ingest.HostReconciler;
import net.atrelay.ingest.IngestConfig;
import net.atrelay.ingest.IngestMetrics;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which hosts are to be compared with what we have, and when: one comparison of a host at a time and a while
/// after the one before, a few of all hosts together. However often a host gives cause while it waits or is
/// compared, it is compared once more. One that fails is begun again after the same while, a few times. Any
/// thread.
final class Reconciliations {
    private static final Logger LOG = LoggerFactory.getLogger(Reconciliations.class);
    private static final int ATTEMPTS_MAX = 8;

    private final HostReconciler reconciler;
    private final IngestMetrics metrics;
    private final int runningMax;
    private final Delay delay;
    private final Map<String, Work> hosts = new LinkedHashMap<>();
    private int running;

    /// Runs a task after the time between two comparisons of one host.
    interface Delay {
        void run(Runnable task);
    }

    Reconciliations(HostReconciler reconciler, IngestConfig.Tasks limits, IngestMetrics metrics) {
        this(reconciler, limits.reconcilesMax(), metrics, after(limits.reconcileEvery()));
    }

    Reconciliations(HostReconciler reconciler, int runningMax, IngestMetrics metrics, Delay delay) {
        this.reconciler = reconciler;
        this.runningMax = runningMax;
        this.metrics = metrics;
        this.delay = delay;
        metrics.showReconciles(this::waiting);
    }

    private static final class Work {
        private State state = State.WAITING;
        private @Nullable GapCause cause;
        private int failures;
    }

    private enum State {
        WAITING,
        RUNNING,
        RESTING
    }

    /// A host gives cause. Returns at once.
    void add(String hostname, GapCause cause) {
        synchronized (hosts) {
            hosts.computeIfAbsent(hostname, _ -> new Work()).cause = cause;
        }
        startNext();
    }

    /// Hosts that wait, rest with a cause, or are being compared.
    int waiting() {
        synchronized (hosts) {
            return (int) hosts.values().stream()
                    .filter(work -> work.state != State.RESTING || work.cause != null)
                    .count();
        }
    }

    private void startNext() {
        while (true) {
            String hostname;
            GapCause cause;
            synchronized (hosts) {
                hostname = nextWaiting();
                Work work = hostname == null ? null : hosts.get(hostname);
                cause = work == null ? null : work.cause;
                if (hostname == null || work == null || cause == null) {
                    return;
                }
                work.state = State.RUNNING;
                work.cause = null;
                running++;
            }
            start(hostname, cause);
        }
    }

    private @Nullable String nextWaiting() {
        if (running >= runningMax) {
            return null;
        }
        for (Map.Entry<String, Work> host : hosts.entrySet()) {
            if (host.getValue().state == State.WAITING) {
                return host.getKey();
            }
        }
        return null;
    }

    private void start(String hostname, GapCause cause) {
        LOG.atInfo().addKeyValue("host", hostname).addKeyValue("reason", cause).log("compared with what we have");
        CompletionStage<?> done;
        try {
            done = reconciler.reconcile(hostname, cause);
        } catch (RuntimeException e) {
            done = CompletableFuture.failedStage(e);
        }
        done.whenComplete((_, failure) -> onDone(hostname, cause, failure));
    }

    private void onDone(String hostname, GapCause cause, @Nullable Throwable failure) {
        metrics.reconciled(failure == null);
        synchronized (hosts) {
            running--;
            Work work = hosts.get(hostname);
            if (work != null) {
                work.state = State.RESTING;
                work.failures = failure == null ? 0 : work.failures + 1;
                if (failure != null && work.cause == null && work.failures < ATTEMPTS_MAX) {
                    work.cause = cause;
                }
            }
        }
        delay.run(() -> onRested(hostname));
        startNext();
    }

    private void onRested(String hostname) {
        synchronized (hosts) {
            Work work = hosts.remove(hostname);
            if (work != null && work.cause != null) {
                work.state = State.WAITING;
                hosts.put(hostname, work);
            }
        }
        startNext();
    }

    private static Delay after(Duration time) {
        Executor later = CompletableFuture.delayedExecutor(time.toMillis(), TimeUnit.MILLISECONDS);
        return later::execute;
    }
}
