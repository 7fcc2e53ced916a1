package net.atrelay.ingest.host;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.ingest.CloseReason;
import net.atrelay.ingest.GapCause;
import net.atrelay.ingest.IngestConfig;
import net.atrelay.ingest.LimitKind;
import net.atrelay.store.host.HostRecord;
import net.atrelay.store.host.HostRecord.Status;
import net.atrelay.store.host.JournalNote;
import net.atrelay.store.host.JournalStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The stream of one host over all its sockets: dials, reads, backs off, dials again, for ever; at most one
/// socket at a time. The next socket asks for what lies behind the newest frame that was read, so nothing is read
/// twice while the process runs. Public methods may be called from any thread; all fields are owned by the host's
/// event loop.
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
    private final StreamRecord record;
    private final InFlightBudget.Share share;
    private final FrameIntake intake;
    private final ReadValve valve;
    private final Backoff backoff;
    private final DialTimer timer;
    private final AtomicReference<HostView> view;

    private HostDialer.@Nullable Attempt attempt;
    private @Nullable Long dialledAtNanos;
    /// The host has said that it wishes not to be dialled before; null when it has not.
    private @Nullable Long heldOffUntilNanos;
    private @Nullable Long askedCursor;
    /// What the next socket that opens makes known.
    private @Nullable GapCause gapToTell;

    private boolean connected;
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
        gapToTell = origin.status() == Status.IDLE ? GapCause.FUTURE_CURSOR : null;
        gate = new SeqGate(origin.epoch(), origin.cursor());
        record = new StreamRecord(origin, gate, listener);
        share = network.budget().share(() -> post(this::onFlightLow));
        intake = new FrameIntake(origin.hostname(), gate, share, network, this::onGap);
        RateLimit limit = new RateLimit(origin.hostname(), network.parts().tiers(), clock.nanos());
        valve = new ReadValve(share, limit, loop, clock, network.metrics(), this::read);
        backoff = new Backoff(config, network.random());
        timer = new DialTimer(network.pacer(), clock, loop, this::dial);
        view = new AtomicReference<>(newView());
    }

    public String hostname() {
        return origin.hostname();
    }

    /// Begins: an active host is dialled as soon as the pace of all dials allows, an idle one after its hold-off,
    /// one that was offline in the background, a banned one not at all.
    void start() {
        post(() -> {
            switch (record.status()) {
                case ACTIVE, THROTTLED -> timer.soon();
                case IDLE -> timer.in(Math.max(retry.idleHoldOff().toNanos(), network.backgroundSlot()));
                case OFFLINE -> {
                    backoff.startOffline(clock.nanos());
                    timer.in(network.backgroundSlot());
                }
                case BANNED -> {}
            }
            publish();
        });
    }

    /// Somebody says that the host is there: dials soon unless it is connected, being dialled, or was dialled
    /// just now.
    public void dialSoon() {
        post(() -> {
            Long last = dialledAtNanos;
            boolean tooSoon = last != null
                    && clock.nanos() - last < retry.requestedEvery().toNanos();
            if (mayDial() && !tooSoon && heldOffNanos() <= 0) {
                timer.soon();
                publish();
            }
        });
    }

    /// Closes the socket and does not dial again.
    public void stop() {
        post(this::onStop);
    }

    /// Closes the socket and does not dial until [#unban()].
    public void ban() {
        post(this::onBan);
    }

    /// Closes the socket that is open; after a delay the host is dialled again.
    public void hangUpOnce() {
        post(() -> {
            HostDialer.Attempt open = attempt;
            if (open != null) {
                open.end(SocketEnd.of(CloseReason.STOPPED, "closed by an operator"));
            }
        });
    }

    /// Takes up a banned host again, where it was left.
    public void unban() {
        post(() -> {
            if (record.isBanned()) {
                record.become(Status.ACTIVE, null);
                timer.soon();
                publish();
            }
        });
    }

    /// Goes on behind another place of the host's stream, in a new epoch: closes the socket, and dials once the
    /// new place is stored.
    ///
    /// @param cursor the host's own seq; null for its tip
    /// @param stored run once it is durable; any thread
    public void resetCursor(@Nullable Long cursor, Runnable stored) {
        post(() -> {
            gate.restartAt(cursor);
            network.metrics().epochBegun();
            gapToTell = GapCause.CURSOR_RESET;
            record.resetPlace(record.status(), () -> {
                stored.run();
                post(this::onPlaceStored);
            });
            timer.cancel();
            HostDialer.Attempt open = attempt;
            if (open != null) {
                open.end(SocketEnd.of(CloseReason.CURSOR_RESET, "an operator set the cursor"));
            }
            publish();
        });
    }

    /// Takes back what left the flight. Any thread.
    public void settled(long bytes) {
        share.settled(bytes);
    }

    /// One account of the host has sent more than its tier lets one: the socket is not read for a while. Any thread.
    ///
    /// @param waitNanos until the account is within its rate again
    public void slowForAccount(Did did, long waitNanos) {
        post(() -> {
            if (stopped) {
                return;
            }
            LimitKind over = LimitKind.ACCOUNT_EVENTS_PER_HOUR;
            if (valve.heldBackBy() == null) {
                var note = new JournalNote(JournalStage.SOCKET, over, "read more slowly for an account", null, did);
                network.parts().journals().note(hostname(), note, clock.micros());
            }
            valve.onAccountOver(waitNanos);
        });
    }

    /// How the host stands; at most a moment old.
    public HostView view() {
        return view.get()
                .with(
                        share.bytes(),
                        intake.framesRead(),
                        network.parts().journals().of(hostname()).entries());
    }

    private boolean mayDial() {
        return !stopped && !record.isBanned() && attempt == null;
    }

    private void dial() {
        if (!mayDial()) {
            return;
        }
        if (!record.isPlaceStored()) {
            timer.in(retry.first().toNanos());
            return;
        }
        dialledAtNanos = clock.nanos();
        askedCursor = gate.cursor();
        network.metrics().dialled();
        attempt = network.dialer().dial(loop, target, askedCursor, new Ears());
        publish();
    }

    /// After an operator's reset nothing else is waited for; the dial of an idle host is due already.
    private void onPlaceStored() {
        record.placeStored();
        if (mayDial() && record.isPlaceStored() && timer.atMicros() == null) {
            timer.soon();
            publish();
        }
    }

    private void read(boolean reading) {
        if (attempt != null) {
            attempt.read(reading);
        }
        publish();
    }

    private void onFlightLow() {
        valve.onFlightLow();
    }

    private void onStop() {
        stopped = true;
        valve.close();
        hangUp();
    }

    private void onBan() {
        record.ban();
        hangUp();
    }

    private void hangUp() {
        timer.cancel();
        if (attempt != null) {
            attempt.end(SocketEnd.of(CloseReason.STOPPED, "stopped by this relay"));
        }
        publish();
    }

    private void onOpened() {
        connected = true;
        openedAtNanos = clock.nanos();
        network.metrics().opened();
        if (network.reach().opened(openedAtNanos)) {
            listener.reachableAgain();
        }
        intake.socketOpened();
        if (!valve.isOpen()) {
            read(false);
        }
        LOG.atInfo()
                .addKeyValue("host", hostname())
                .addKeyValue("cursor", askedCursor)
                .log("connected");
        if (record.status() != Status.ACTIVE) {
            record.become(Status.ACTIVE, null);
        }
        GapCause gap = gapToTell;
        gapToTell = null;
        if (gap != null) {
            onGap(gap);
        }
        publish();
    }

    private @Nullable SocketEnd onFrame(byte[] frame) {
        if (stopped || record.isBanned()) {
            return SocketEnd.of(CloseReason.STOPPED, "stopped by this relay");
        }
        SocketEnd end = intake.onFrame(frame);
        valve.onFrame(frame.length);
        return end;
    }

    private void onGap(GapCause cause) {
        network.metrics().gapFound(cause);
        listener.gapFound(hostname(), cause);
    }

    private void onEnded(SocketEnd end) {
        long openNanos = connected ? clock.nanos() - openedAtNanos : 0;
        Duration dialAfter = end.dialAfter();
        heldOffUntilNanos = dialAfter == null ? null : clock.nanos() + dialAfter.toNanos();
        network.metrics().closed(end.reason(), connected);
        if (connected) {
            connected = false;
            network.reach().closed();
        }
        attempt = null;
        if (!end.reason().isOwnWish()) {
            var note = new JournalNote(JournalStage.SOCKET, end.reason(), end.detail(), end.frame(), null);
            network.parts().journals().note(hostname(), note, clock.micros());
        }
        LOG.atInfo()
                .addKeyValue("host", hostname())
                .addKeyValue("reason", end.reason())
                .addKeyValue("detail", end.detail())
                .log("disconnected");
        if (mayDial() && end.reason() != CloseReason.CURSOR_RESET) {
            decideNext(end, openNanos);
        }
        publish();
    }

    private void decideNext(SocketEnd end, long openNanos) {
        if (end.reason() == CloseReason.RELAY_LOOP) {
            record.ban();
            listener.relayFound(hostname(), end.detail());
        } else if (end.reason() == CloseReason.FUTURE_CURSOR && askedCursor != null) {
            LOG.atWarn().addKeyValue("host", hostname()).log("the host does not know our cursor: its log went back");
            gate.restartAt(null);
            network.metrics().epochBegun();
            gapToTell = GapCause.FUTURE_CURSOR;
            record.resetPlace(Status.IDLE, () -> post(this::onPlaceStored));
            timer.in(Math.max(1, retry.idleHoldOff().toNanos()));
        } else {
            long delay = backoff.afterClose(openNanos, clock.nanos());
            if (backoff.isOffline() && record.status() == Status.ACTIVE) {
                record.become(Status.OFFLINE, end.reason() + ": " + end.detail());
            }
            timer.in(Math.max(delay, heldOffNanos()));
        }
    }

    private long heldOffNanos() {
        Long until = heldOffUntilNanos;
        return until == null ? 0 : until - clock.nanos();
    }

    private void publish() {
        view.set(newView());
        network.parts().journals().nextRetry(hostname(), timer.atMicros());
    }

    private HostView newView() {
        return new HostView(
                origin.hostname(),
                record.status(),
                connected,
                valve.isPaused(),
                gate.cursor(),
                gate.epoch(),
                share.bytes(),
                intake.framesRead(),
                backoff.failures(),
                timer.atMicros(),
                List.of(),
                valve.tier(),
                valve.heldBackBy());
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
