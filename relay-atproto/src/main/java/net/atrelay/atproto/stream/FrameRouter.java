package net.atrelay.atproto.stream;

import net.atrelay.atproto.cbor.CborReader;
import net.atrelay.atproto.cbor.MalformedCbor;

/// Reads of a frame only what ingest needs, but all of its framing: that header and payload are two sound DRISL maps
/// that fill it. What a payload's own fields are worth is left to [FrameDecoder]. Never throws. Pure; any thread.
public final class FrameRouter {
    private FrameRouter() {}

    /// What to do with this frame.
    public static Routed peek(byte[] frame) {
        if (frame.length > FrameLimits.RECEIVED_BYTES_MAX) {
            return new Routed.Malformed(FrameReason.FRAME_TOO_LARGE);
        }
        try {
            return peekCanonical(frame);
        } catch (MalformedFrame malformed) {
            return new Routed.Malformed(malformed.reason());
        } catch (MalformedCbor malformed) {
            return malformed.reason().kind() == MalformedCbor.Kind.NOT_CANONICAL
                    ? peekRewritten(frame)
                    : new Routed.Malformed(MalformedFrame.reasonOf(malformed));
        }
    }

    private static Routed peekRewritten(byte[] frame) {
        return switch (CanonicalRewrite.rewrite(frame)) {
            case CanonicalRewrite.Refused refused -> new Routed.Malformed(refused.reason());
            case CanonicalRewrite.Rewritten rewritten ->
                switch (peek(rewritten.bytes())) {
                    case Routed.Message m -> new Routed.Message(m.type(), m.hostSeq(), m.did(), false);
                    case Routed.Control control -> control;
                    case Routed.Malformed malformed -> malformed;
                };
        };
    }

    private static Routed peekCanonical(byte[] frame) throws MalformedCbor, MalformedFrame {
        CborReader reader = new CborReader(frame);
        FrameHeader header = FrameHeader.read(frame, reader);
        MessageType type = header.type();
        return type == null ? peekControl(header, reader) : peekMessage(type, frame, reader);
    }

    private static Routed peekControl(FrameHeader header, CborReader reader) throws MalformedCbor, MalformedFrame {
        return switch (ControlFrames.decode(header, reader)) {
            case Frame.Malformed(FrameReason reason) -> new Routed.Malformed(reason);
            case Frame frame -> new Routed.Control(frame);
        };
    }

    private static Routed peekMessage(MessageType type, byte[] frame, CborReader reader)
            throws MalformedCbor, MalformedFrame {
        FrameKey didKey = type == MessageType.COMMIT ? FrameKey.REPO : FrameKey.DID;
        int seqOffset = -1;
        int didOffset = -1;
        int pairs = Items.mapHeader(reader);
        long key = CborReader.FIRST_KEY;
        for (int i = 0; i < pairs; i++) {
            key = reader.readKey(key);
            FrameKey field = FrameKey.of(reader, key);
            if (field == FrameKey.SEQ) {
                seqOffset = reader.position();
            } else if (field == didKey) {
                didOffset = reader.position();
            }
            reader.skipItem(2);
        }
        reader.expectEnd();
        if (seqOffset < 0 || didOffset < 0) {
            return new Routed.Malformed(FrameReason.MISSING_FIELD);
        }
        reader.position(seqOffset);
        long hostSeq = Items.seq(reader);
        reader.position(didOffset);
        return new Routed.Message(type, hostSeq, Items.did(frame, reader), true);
    }
}
