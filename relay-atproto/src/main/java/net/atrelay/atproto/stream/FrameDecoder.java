package net.atrelay.atproto.stream;

import net.atrelay.atproto.cbor.CborReader;
import net.atrelay.atproto.cbor.MalformedCbor;
import net.atrelay.atproto.stream.FrameReason.Severity;

/// Decodes a whole frame: `DRISL header ‖ DRISL payload`, nothing more (spec: event stream).
///
/// 1. A canonical frame is read in place.
/// 2. A frame whose only fault is its form is written anew canonically, every field kept, and that is read: the bytes
/// and
///    offsets of the result then are those of the new frame, and `canonical` is false. The CAR inside is never touched.
/// 3. Anything else is [Frame.Malformed]. A fault of the framing outweighs one of the payload, wherever it stands.
///
/// Never throws. Pure; any thread.
public final class FrameDecoder {
    private FrameDecoder() {}

    /// Decodes with all that the lexicon asks.
    public static Frame decode(byte[] frame) {
        return decode(frame, Strictness.STRICT);
    }

    public static Frame decode(byte[] frame, Strictness strictness) {
        if (frame.length > FrameLimits.RECEIVED_BYTES_MAX) {
            return new Frame.Malformed(FrameReason.FRAME_TOO_LARGE);
        }
        return decode(frame, strictness, true);
    }

    private static Frame decode(byte[] frame, Strictness strictness, boolean asReceived) {
        try {
            return decodeOrThrow(frame, strictness, asReceived);
        } catch (MalformedFrame malformed) {
            return new Frame.Malformed(weightiest(frame, malformed.reason()));
        } catch (MalformedCbor malformed) {
            if (malformed.reason().kind() == MalformedCbor.Kind.NOT_CANONICAL && asReceived) {
                return decodeRewritten(frame, strictness);
            }
            return new Frame.Malformed(weightiest(frame, MalformedFrame.reasonOf(malformed)));
        }
    }

    private static Frame decodeRewritten(byte[] frame, Strictness strictness) {
        return switch (CanonicalRewrite.rewrite(frame)) {
            case CanonicalRewrite.Refused refused -> new Frame.Malformed(refused.reason());
            case CanonicalRewrite.Rewritten rewritten -> decode(rewritten.bytes(), strictness, false);
        };
    }

    private static Frame decodeOrThrow(byte[] frame, Strictness strictness, boolean asReceived)
            throws MalformedCbor, MalformedFrame {
        CborReader reader = new CborReader(frame);
        FrameHeader header = FrameHeader.read(frame, reader);
        MessageType type = header.type();
        if (type == null) {
            return ControlFrames.decode(header, reader);
        }
        EnvelopeFields fields = new EnvelopeFields(frame, strictness, asReceived);
        Frame decoded = switch (type) {
            case COMMIT -> new CommitDecoder(fields, reader).decode();
            case SYNC -> SmallDecoders.sync(fields, reader);
            case IDENTITY -> SmallDecoders.identity(fields, reader);
            case ACCOUNT -> SmallDecoders.account(fields, reader);
        };
        return fitsOutput(type, frame.length) ? decoded : new Frame.Malformed(FrameReason.TOO_LARGE_TO_EMIT);
    }

    /// Whether the frame can be sent on whatever seq it gets, and `#identity` and `#account` with other values too.
    private static boolean fitsOutput(MessageType type, int frameBytes) {
        int room = switch (type) {
            case COMMIT, SYNC -> FrameLimits.SEQ_BYTES_MAX;
            case IDENTITY, ACCOUNT -> FrameLimits.REENCODING_ROOM_BYTES;
        };
        return frameBytes + room <= FrameLimits.EMITTED_BYTES_MAX;
    }

    /// The reason found, or that of a fault of the framing further on.
    private static FrameReason weightiest(byte[] frame, FrameReason found) {
        if (found.severity() == Severity.FRAMING) {
            return found;
        }
        return switch (FrameRouter.peek(frame)) {
            case Routed.Malformed(FrameReason framing) when framing.severity() == Severity.FRAMING -> framing;
            case Routed.Malformed _, Routed.Message _, Routed.Control _ -> found;
        };
    }
}
