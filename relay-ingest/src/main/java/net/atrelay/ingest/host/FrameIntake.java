package net.atrelay.ingest.host;

import net.atrelay.atproto.stream.ErrorFrame;
import net.atrelay.atproto.stream.Frame;
import net.atrelay.atproto.stream.FrameReason;
import net.atrelay.atproto.stream.FrameRouter;
import net.atrelay.atproto.stream.InfoFrame;
import net.atrelay.atproto.stream.MessageFrame;
import net.atrelay.atproto.stream.Routed;
import net.atrelay.ingest.CloseReason;
import net.atrelay.ingest.IngestMetrics;
import net.atrelay.ingest.SkipReason;
import net.atrelay.store.bus.RawBus;
import net.atrelay.store.bus.RawFrame;
import org.jspecify.annotations.Nullable;

/// What a relay does with each frame of a host (protocol reference §1.4): to the bus, skipped, or the socket's end.
/// Lives as long as the host's stream, over its sockets. Owned by the host's event loop.
final class FrameIntake {
    private final String hostname;
    private final SeqGate gate;
    private final InFlightBudget.Share share;
    private final RawBus bus;
    private final IngestClock clock;
    private final IngestMetrics metrics;
    private final int staleFramesMax;
    private long nextOrdinal;
    private int staleFrames;

    FrameIntake(
            String hostname,
            SeqGate gate,
            InFlightBudget.Share share,
            RawBus bus,
            IngestClock clock,
            IngestMetrics metrics,
            int staleFramesMax) {
        this.hostname = hostname;
        this.gate = gate;
        this.share = share;
        this.bus = bus;
        this.clock = clock;
        this.metrics = metrics;
        this.staleFramesMax = staleFramesMax;
    }

    void socketOpened() {
        gate.socketOpened();
        staleFrames = 0;
    }

    /// Why the socket must close; null to go on.
    @Nullable
    SocketEnd onFrame(byte[] frame) {
        return switch (FrameRouter.peek(frame)) {
            case Routed.Message message -> onMessage(message, frame);
            case Routed.Control control -> onControl(control.frame(), frame);
            case Routed.Malformed malformed -> onMalformed(malformed.reason(), frame);
        };
    }

    private @Nullable SocketEnd onMessage(Routed.Message message, byte[] frame) {
        switch (gate.onFrame(message.hostSeq())) {
            case PASS -> {}
            case PASS_NEW_EPOCH -> metrics.epochBegun();
            case STALE -> {
                return onStale(frame);
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

    private @Nullable SocketEnd onStale(byte[] frame) {
        metrics.skipped(SkipReason.SEQ_NOT_INCREASING);
        staleFrames++;
        return staleFrames <= staleFramesMax
                ? null
                : new SocketEnd(CloseReason.SEQ_NOT_INCREASING, "too many frames out of order", frame);
    }

    private @Nullable SocketEnd onControl(Frame control, byte[] frame) {
        return switch (control) {
            case ErrorFrame error -> endOf(error, frame);
            case InfoFrame info ->
                skip(info.name().equals("OutdatedCursor") ? SkipReason.INFO_OUTDATED_CURSOR : SkipReason.INFO);
            case Frame.UnknownType _ -> skip(SkipReason.UNKNOWN_TYPE);
            case Frame.UnknownOp _ -> skip(SkipReason.UNKNOWN_OP);
            case MessageFrame _, Frame.Malformed _ ->
                throw new IllegalStateException("control: a message (expected: what is for ingest itself)");
        };
    }

    private @Nullable SocketEnd onMalformed(FrameReason reason, byte[] frame) {
        return switch (reason.severity()) {
            case PAYLOAD -> skip(SkipReason.MALFORMED_PAYLOAD);
            case FRAMING -> new SocketEnd(CloseReason.FRAME_UNDECODABLE, reason.name(), frame);
        };
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
