package net.atrelay.ingest.host;

import io.netty.channel.EventLoop;
import java.util.concurrent.TimeUnit;
import net.atrelay.ingest.IngestMetrics;
import net.atrelay.ingest.LimitKind;
import org.jspecify.annotations.Nullable;

/// Whether a host's socket is read: not while too much of it is in flight, not while it is over a limit of its tier
/// . Nothing that was sent is skipped; the host waits. Lives as long as the host's stream, over its sockets.
/// Owned by the host's event loop.
final class ReadValve {
    /// A host that waits is looked at this often, so that raised limits reach it.
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final InFlightBudget.Share share;
    private final RateLimit limit;
    private final EventLoop loop;
    private final IngestClock clock;
    private final IngestMetrics metrics;
    private final Reader reader;
    private boolean paused;
    private @Nullable LimitKind heldBackBy;
    private @Nullable Runnable cancelLook;

    ReadValve(
            InFlightBudget.Share share,
            RateLimit limit,
            EventLoop loop,
            IngestClock clock,
            IngestMetrics metrics,
            Reader reader) {
        this.share = share;
        this.limit = limit;
        this.loop = loop;
        this.clock = clock;
        this.metrics = metrics;
        this.reader = reader;
    }

    /// Stops and resumes the socket that there is, if any; told of each change of what is shown here as well.
    interface Reader {
        void read(boolean reading);
    }

    boolean isOpen() {
        return !paused && heldBackBy == null;
    }

    /// Whether too much is in flight.
    boolean isPaused() {
        return paused;
    }

    @Nullable
    LimitKind heldBackBy() {
        return heldBackBy;
    }

    String tier() {
        return limit.tier();
    }

    /// A frame was read.
    void onFrame(int bytes) {
        limit.onFrame(bytes, clock.nanos());
        if (!paused && share.pauseIfOver()) {
            paused = true;
            metrics.paused();
            reader.read(false);
        }
        holdBackIfOver();
    }

    /// One account of the host has sent more than its tier lets one.
    ///
    /// @param waitNanos until it is within its rate again
    void onAccountOver(long waitNanos) {
        limit.onAccountOver(waitNanos, clock.nanos());
        holdBackIfOver();
    }

    private void holdBackIfOver() {
        LimitKind exceeded = heldBackBy == null ? limit.exceeded(clock.nanos()) : null;
        if (exceeded != null) {
            heldBackBy = exceeded;
            metrics.heldBack(exceeded);
            reader.read(false);
            lookAgain();
        }
    }

    /// What is in flight became little.
    void onFlightLow() {
        if (paused) {
            paused = false;
            metrics.resumed();
            reader.read(isOpen());
        }
    }

    /// The stream ends for good.
    void close() {
        if (cancelLook != null) {
            cancelLook.run();
            cancelLook = null;
        }
        if (heldBackBy != null) {
            metrics.letGo(heldBackBy);
            heldBackBy = null;
        }
    }

    private void lookAgain() {
        LimitKind kind = heldBackBy;
        if (kind == null) {
            return;
        }
        long wait = limit.waitNanos(clock.nanos());
        if (wait > 0) {
            cancelLook = clock.schedule(loop, Math.min(wait, LOOK_NANOS), this::lookAgain);
            return;
        }
        cancelLook = null;
        heldBackBy = null;
        metrics.letGo(kind);
        reader.read(isOpen());
    }
}
