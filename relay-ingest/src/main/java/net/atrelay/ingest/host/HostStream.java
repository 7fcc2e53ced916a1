package net.atrelay.ingest.host;

import io.netty.channel.EventLoop;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import net.atrelay.ingest.CloseReason;
import net.atrelay.ingest.IngestConfig;
import net.atrelay.store.host.HostRecord;
import net.atrelay.store.host.HostRecord.Status;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The stream of one host over all its sockets: dials, reads, backs off, dials again, for ever; at most one socket at a
/// time. The next socket asks for what lies behind the newest frame that was read, so nothing is read twice while the
/// process runs. Public methods may be called from any thread; all fields are owned by the host's event loop.
public final class HostStream {
    private static final Logger LOG = LoggerFactory.getLogger(HostStream.class);

    private final HostRecord origin;
    private final HostTarget target;
    private final HostNetwork network;
    private final StreamListener listener;
    private final EventLoop loop;
    private final IngestClock clock;
    private final IngestConfig.Retry retry;
    private final SeqGate gate;
    private final InFlightBudget.Share share;
    private final FrameIntake intake;
    private final Backoff backoff;
    private final ErrorJournal journal;
    private final AtomicReference<HostView> view;

    private HostDialer.@Nullable Attempt attempt;
    private @Nullable Runnable cancelDial;
    private @Nullable Long nextDialAtMicros;
    private @Nullable Long dialledAtNanos;
    private @Nullable Long askedCursor;
    private Status status;
    private boolean connected;
    private boolean paused;
    private boolean stopped;
    private long openedAtNanos;

    HostStream(HostRecord origin, HostNetwork network, StreamListener listener, EventLoop loop) {
        this.origin = origin;
        this.network = network;
        this.listener = listener;
        this.loop = loop;
        IngestConfig config = network.config();
        target = HostTarget.of(origin);
        clock = network.clock();
        retry = config.retry();
        status = origin.status();
        gate = new SeqGate(origin.epoch(), origin.cursor());
        share = network.budget().share(() -> post(this::onResume));
        intake = new FrameIntake(
                origin.hostname(),
                gate,
                share,
                network.bus(),
                clock,
                network.metrics(),
                config.sockets().staleFramesMax());
        backoff = new Backoff(retry, network.random());
        journal = new ErrorJournal(config.sockets().errorsKept());
        view = new AtomicReference<>(newView());
    }

    public String hostname() {
        return origin.hostname();
    }

    /// Begins: dials as soon as the pace of all dials allows; an idle host after its hold-off.
    void start() {
        post(() -> scheduleDial(status == Status.IDLE ? retry.idleHoldOff().toNanos() : 0));
    }

    /// Somebody says that the host is there: dials soon unless it is connected, being dialled, or was dialled just now.
    public void dialSoon() {
        post(() -> {
            Long last = dialledAtNanos;
            boolean tooSoon = last != null
                    && clock.nanos() - last < retry.requestedEvery().toNanos();
            if (!stopped && attempt == null && !tooSoon) {
                scheduleDial(0);
            }
        });
    }

    /// Closes the socket and does not dial again.
    public void stop() {
        post(this::onStop);
    }

    /// Stops for good: the record becomes `banned`.
    public void ban() {
        post(() -> {
            onStop();
            become(Status.BANNED, false, "banned by the operator");
        });
    }

    /// Takes up a banned host again, where it was left.
    public void unban() {
        post(() -> {
            if (stopped) {
                stopped = false;
                become(Status.ACTIVE, false, null);
                scheduleDial(0);
            }
        });
    }

    /// Takes back what left the flight. Any thread.
    public void settled(long bytes) {
        share.settled(bytes);
    }

    /// How the host stands; at most a moment old.
    public HostView view() {
        HostView newest = view.get();
        return new HostView(
                newest.hostname(),
                newest.status(),
                newest.connected(),
                newest.paused(),
                newest.newestSeq(),
                newest.epoch(),
                share.bytes(),
                newest.failures(),
                newest.nextDialAtMicros(),
                newest.errors());
    }

    private void scheduleDial(long delayNanos) {
        if (cancelDial != null) {
            cancelDial.run();
        }
        long delay = delayNanos;
        if (delayNanos == 0) {
            delay = network.pacer().takeSlot(clock.nanos());
        }
        nextDialAtMicros = clock.micros() + delay / 1_000;
        cancelDial = clock.schedule(loop, delay, delayNanos == 0 ? this::dial : () -> scheduleDial(0));
        publish();
    }

    private void dial() {
        cancelDial = null;
        nextDialAtMicros = null;
        if (stopped || attempt != null) {
            return;
        }
        dialledAtNanos = clock.nanos();
        askedCursor = gate.cursor();
        network.metrics().dialled();
        attempt = network.dialer().dial(loop, target, askedCursor, new Ears());
        publish();
    }

    private void onStop() {
        stopped = true;
        if (cancelDial != null) {
            cancelDial.run();
            cancelDial = null;
        }
        nextDialAtMicros = null;
        if (attempt != null) {
            attempt.stop();
        }
        publish();
    }

    private void onOpened() {
        connected = true;
        openedAtNanos = clock.nanos();
        network.metrics().opened();
        intake.socketOpened();
        if (paused && attempt != null) {
            attempt.read(false);
        }
        LOG.atInfo()
                .addKeyValue("host", hostname())
                .addKeyValue("cursor", askedCursor)
                .log("connected");
        if (status != Status.ACTIVE) {
            become(Status.ACTIVE, false, null);
        }
        publish();
    }

    private @Nullable SocketEnd onFrame(byte[] frame) {
        if (stopped) {
            return SocketEnd.of(CloseReason.STOPPED, "stopped by this relay");
        }
        SocketEnd end = intake.onFrame(frame);
        if (end == null && !paused && share.pauseIfOver()) {
            paused = true;
            network.metrics().paused();
            if (attempt != null) {
                attempt.read(false);
            }
            publish();
        }
        return end;
    }

    private void onResume() {
        if (!paused) {
            return;
        }
        paused = false;
        network.metrics().resumed();
        if (attempt != null) {
            attempt.read(true);
        }
        publish();
    }

    private void onEnded(SocketEnd end) {
        long openNanos = connected ? clock.nanos() - openedAtNanos : 0;
        network.metrics().closed(end.reason(), connected);
        connected = false;
        attempt = null;
        if (end.reason() != CloseReason.STOPPED) {
            journal.add(end, clock.micros());
        }
        LOG.atInfo()
                .addKeyValue("host", hostname())
                .addKeyValue("reason", end.reason())
                .addKeyValue("detail", end.detail())
                .log("disconnected");
        if (!stopped) {
            decideNext(end, openNanos);
        }
        publish();
    }

    private void decideNext(SocketEnd end, long openNanos) {
        if (end.reason() == CloseReason.RELAY_LOOP) {
            stopped = true;
            become(Status.BANNED, false, end.detail());
        } else if (end.reason() == CloseReason.FUTURE_CURSOR && askedCursor != null) {
            LOG.atWarn().addKeyValue("host", hostname()).log("the host does not know our cursor: its log went back");
            gate.startAnew();
            network.metrics().epochBegun();
            become(Status.IDLE, true, end.detail());
            scheduleDial(Math.max(1, retry.idleHoldOff().toNanos()));
        } else {
            long delay = backoff.afterClose(openNanos);
            if (backoff.isOffline() && status == Status.ACTIVE) {
                become(Status.OFFLINE, false, end.reason() + ": " + end.detail());
            }
            scheduleDial(delay);
        }
    }

    private void become(Status next, boolean resetCursor, @Nullable String lastError) {
        status = next;
        listener.changed(
                new HostRecord(
                        origin.hostname(),
                        origin.tls(),
                        next,
                        gate.epoch(),
                        gate.cursor(),
                        origin.addedAtMicros(),
                        lastError),
                resetCursor);
        publish();
    }

    private void publish() {
        view.set(newView());
    }

    private HostView newView() {
        return new HostView(
                origin.hostname(),
                status,
                connected,
                paused,
                gate.cursor(),
                gate.epoch(),
                share.bytes(),
                backoff.failures(),
                nextDialAtMicros,
                journal.list());
    }

    /// Runs on the host's loop; without effect once the network is closed.
    private void post(Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException _) {
            LOG.debug("the network is closed");
        }
    }

    private final class Ears implements SocketListener {
        @Override
        public void opened() {
            onOpened();
        }

        @Override
        public @Nullable SocketEnd onFrame(byte[] frame) {
            try {
                return HostStream.this.onFrame(frame);
            } catch (RuntimeException e) {
                // A frame that the gate let through and the bus did not take would be lost by going on.
                network.fatal(e);
                stopped = true;
                return SocketEnd.of(CloseReason.INTERNAL_ERROR, e);
            }
        }

        @Override
        public void ended(SocketEnd end) {
            onEnded(end);
        }
    }
}
