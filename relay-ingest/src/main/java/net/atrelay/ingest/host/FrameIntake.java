package net.atrelay.ingest.host;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import net.atrelay.atproto.stream.ErrorFrame;
import net.atrelay.atproto.stream.Frame;
import net.atrelay.atproto.stream.FrameReason;
import net.atrelay.atproto.stream.FrameRouter;
import net.atrelay.atproto.stream.InfoFrame;
import net.atrelay.atproto.stream.MessageFrame;
import net.atrelay.atproto.stream.Routed;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.ingest.CloseReason;
import net.atrelay.ingest.GapCause;
import net.atrelay.ingest.IngestMetrics;
import net.atrelay.ingest.SkipReason;
import net.atrelay.store.bus.RawBus;
import net.atrelay.store.bus.RawFrame;
import net.atrelay.store.host.HostJournals;
import net.atrelay.store.host.HostPlaces;
import net.atrelay.store.host.JournalNote;
import net.atrelay.store.host.JournalStage;
import org.jspecify.annotations.Nullable;

/// What a relay does with each frame of a host (protocol reference §1.4): to the bus, skipped, or the socket's end.
/// Lives as long as the host's stream, over its sockets. Owned by the host's event loop.
final class FrameIntake {
    private static final String NO_DETAIL = "";

    private final String hostname;
    private final SeqGate gate;
    private final InFlightBudget.Share share;
    private final RawBus bus;
    private final HostPlaces places;
    private final HostJournals journals;
    private final IngestClock clock;
    private final IngestMetrics metrics;
    private final Consumer<GapCause> onGap;
    private final int staleFramesMax;
    /// Written by the event loop alone.
    private final AtomicLong framesRead = new AtomicLong();

    private long nextOrdinal;
    private int staleFrames;

    FrameIntake(
            String hostname, SeqGate gate, InFlightBudget.Share share, HostNetwork network, Consumer<GapCause> onGap) {
        this.hostname = hostname;
        this.gate = gate;
        this.share = share;
        this.onGap = onGap;
        bus = network.parts().bus();
        places = network.parts().places();
        journals = network.parts().journals();
        clock = network.clock();
        metrics = network.metrics();
        staleFramesMax = network.config().sockets().staleFramesMax();
    }

    void socketOpened() {
        gate.socketOpened();
        staleFrames = 0;
    }

    /// Why the socket must close; null to go on.
    @Nullable
    SocketEnd onFrame(byte[] frame) {
        framesRead.lazySet(framesRead.getPlain() + 1);
        return switch (FrameRouter.peek(frame)) {
            case Routed.Message message -> onMessage(message, frame);
            case Routed.Control control -> onControl(control.frame(), frame);
            case Routed.Malformed malformed -> onMalformed(malformed.reason(), frame);
        };
    }

    /// Frames that came so far. Any thread.
    long framesRead() {
        return framesRead.get();
    }

    private @Nullable SocketEnd onMessage(Routed.Message message, byte[] frame) {
        if (!gate.isStarted()) {
            // A crash from now on must not lose this frame: without a place the host would be read from its tip.
            places.begin(hostname, gate.epoch(), message.hostSeq() - 1);
        }
        switch (gate.onFrame(message.hostSeq())) {
            case PASS -> {}
            case PASS_NEW_EPOCH -> {
                metrics.epochBegun();
                onGap.accept(GapCause.SEQ_WENT_BACK);
            }
            case STALE -> {
                return onStale(message, frame);
            }
        }
        share.offered(frame.length);
        metrics.offered(frame.length, message.canonical());
        bus.offer(new RawFrame(
                hostname,
                gate.epoch(),
                message.hostSeq(),
                nextOrdinal++,
                message.did(),
                frame,
                clock.micros(),
                System.nanoTime()));
        return null;
    }

    private @Nullable SocketEnd onStale(Routed.Message message, byte[] frame) {
        refuse(SkipReason.SEQ_NOT_INCREASING, NO_DETAIL, frame, message.did());
        staleFrames++;
        return staleFrames <= staleFramesMax
                ? null
                : new SocketEnd(CloseReason.SEQ_NOT_INCREASING, "too many frames out of order", frame);
    }

    private @Nullable SocketEnd onControl(Frame control, byte[] frame) {
        return switch (control) {
            case ErrorFrame error -> endOf(error, frame);
            case InfoFrame info -> onInfo(info, frame);
            case Frame.UnknownType _ -> skip(SkipReason.UNKNOWN_TYPE);
            case Frame.UnknownOp _ -> skip(SkipReason.UNKNOWN_OP);
            case MessageFrame _, Frame.Malformed _ ->
                throw new IllegalStateException("control: a message (expected: what is for ingest itself)");
        };
    }

    private @Nullable SocketEnd onInfo(InfoFrame info, byte[] frame) {
        if (!info.name().equals("OutdatedCursor")) {
            return skip(SkipReason.INFO);
        }
        onGap.accept(GapCause.OUTDATED_CURSOR);
        return refuse(SkipReason.INFO_OUTDATED_CURSOR, NO_DETAIL, frame, null);
    }

    private @Nullable SocketEnd onMalformed(FrameReason reason, byte[] frame) {
        return switch (reason.severity()) {
            case PAYLOAD -> refuse(SkipReason.MALFORMED_PAYLOAD, reason.name(), frame, null);
            case FRAMING -> new SocketEnd(CloseReason.FRAME_UNDECODABLE, reason.name(), frame);
        };
    }

    /// Skips what the host's operator should know of.
    private @Nullable SocketEnd refuse(SkipReason reason, String detail, byte[] frame, @Nullable Did did) {
        journals.note(hostname, new JournalNote(JournalStage.FRAME, reason, detail, frame, did), clock.micros());
        return skip(reason);
    }

    private @Nullable SocketEnd skip(SkipReason reason) {
        metrics.skipped(reason);
        return null;
    }

    /// The host ends the stream: by a cursor that it does not know, or by any other name.
    private static SocketEnd endOf(ErrorFrame error, byte[] frame) {
        CloseReason reason = error.error().equals("FutureCursor") ? CloseReason.FUTURE_CURSOR : CloseReason.ERROR_FRAME;
        String message = error.message();
        return new SocketEnd(reason, message == null ? error.error() : error.error() + ": " + message, frame);
    }
}
