package net.atrelay.ingest.host;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import net.atrelay.ingest.IngestConfig;

/// Bytes of all hosts that were offered to the bus and are not settled. Bounds all that lies downstream: who is
/// over stops reading its socket and goes on at half.
///
/// A host over its own bound waits for itself. When the total is over, hosts wait that have more than their small
/// share in flight; those below go on, so a few floods cannot starve the rest. Offers come on event loops,
/// settlements on the appender thread.
public final class InFlightBudget {
    private final IngestConfig.Flight limits;
    private final AtomicLong total = new AtomicLong();
    private final Queue<Share> waitingForTotal = new ConcurrentLinkedQueue<>();

    public InFlightBudget(IngestConfig.Flight limits) {
        this.limits = limits;
    }

    /// Opens the share of one host.
    ///
    /// @param resume told, on any thread, that the host may read again; must return at once
    Share share(Runnable resume) {
        return new Share(resume);
    }

    public long totalBytes() {
        return total.get();
    }

    public long totalBytesMax() {
        return limits.totalBytesMax();
    }

    private boolean totalIsLow() {
        return total.get() <= limits.totalBytesMax() / 2;
    }

    /// When the total is low, lets all go on that wait for it.
    private void wakeWaiting() {
        if (!totalIsLow()) {
            return;
        }
        for (Share share = waitingForTotal.poll(); share != null; share = waitingForTotal.poll()) {
            share.queued.set(false);
            share.wakeIfLow();
        }
    }

    /// One host's part of the bytes in flight.
    final class Share {
        private final Runnable resume;
        private final AtomicLong inFlight = new AtomicLong();
        /// Set by the event loop, cleared by whoever wakes it: exactly one `resume` for each `pauseIfOver() ==
        /// true`.
        private final AtomicBoolean waiting = new AtomicBoolean();

        private final AtomicBoolean queued = new AtomicBoolean();

        private Share(Runnable resume) {
            this.resume = resume;
        }

        void offered(long bytes) {
            inFlight.addAndGet(bytes);
            total.addAndGet(bytes);
        }

        void settled(long bytes) {
            long left = inFlight.addAndGet(-bytes);
            total.addAndGet(-bytes);
            if (left < 0) {
                throw new IllegalStateException("left: " + left + " (expected: settled at most what was offered)");
            }
            wakeIfLow();
            wakeWaiting();
        }

        long bytes() {
            return inFlight.get();
        }

        /// Whether the host must stop reading; if so, `resume` will be run once. Event loop of the host only.
        boolean pauseIfOver() {
            long own = inFlight.get();
            boolean ownOver = own > limits.hostBytesMax();
            boolean totalOver = total.get() > limits.totalBytesMax() && own > limits.hostShareBytes();
            if (!ownOver && !totalOver) {
                return false;
            }
            waiting.set(true);
            if (queued.compareAndSet(false, true)) {
                waitingForTotal.add(this);
            }
            // What was settled since the look above may have been the last: then nobody else would wake us.
            wakeIfLow();
            wakeWaiting();
            return true;
        }

        private void wakeIfLow() {
            if (waiting.get() && isLow() && waiting.compareAndSet(true, false)) {
                resume.run();
            }
        }

        private boolean isLow() {
            long own = inFlight.get();
            return own <= limits.hostBytesMax() / 2 && (totalIsLow() || own <= limits.hostShareBytes() / 2);
        }
    }
}
