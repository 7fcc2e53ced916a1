package net.atrelay.ingest.host;

import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;

/// When one host is dialled next: after its own delay, then in a free slot of the pace of all dials. A newer
/// decision takes the place of an older one. Owned by the host's event loop.
final class DialTimer {
    private final DialPacer pacer;
    private final IngestClock clock;
    private final EventLoop loop;
    private final Runnable dial;
    private @Nullable Runnable cancel;
    private @Nullable Long atMicros;
    /// Whether what it waits for is a slot.
    private boolean isQueued;

    /// @param dial run when the time has come; the timer is then empty
    DialTimer(DialPacer pacer, IngestClock clock, EventLoop loop, Runnable dial) {
        this.pacer = pacer;
        this.clock = clock;
        this.loop = loop;
        this.dial = dial;
    }

    /// Dials as soon as the pace allows.
    void soon() {
        set(pacer.takeSlot(clock.nanos()), this::due);
        isQueued = true;
        pacer.entered();
    }

    /// Dials after the delay, as soon as the pace then allows.
    void in(long delayNanos) {
        if (delayNanos <= 0) {
            soon();
        } else {
            set(delayNanos, this::soon);
        }
    }

    void cancel() {
        if (cancel != null) {
            cancel.run();
            cancel = null;
        }
        atMicros = null;
        leaveQueue();
    }

    /// When the dial is due; null for never.
    @Nullable
    Long atMicros() {
        return atMicros;
    }

    private void due() {
        cancel = null;
        atMicros = null;
        leaveQueue();
        dial.run();
    }

    private void leaveQueue() {
        if (isQueued) {
            isQueued = false;
            pacer.left();
        }
    }

    private void set(long delayNanos, Runnable task) {
        cancel();
        atMicros = clock.micros() + delayNanos / 1_000;
        cancel = clock.schedule(loop, delayNanos, task);
    }
}
