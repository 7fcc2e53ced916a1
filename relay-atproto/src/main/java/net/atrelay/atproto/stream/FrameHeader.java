package net.atrelay.atproto.stream;

import static net.atrelay.atproto.stream.MalformedFrame.because;

import java.util.Arrays;
import net.atrelay.atproto.cbor.CborReader;
import net.atrelay.atproto.cbor.Extent;
import net.atrelay.atproto.cbor.MalformedCbor;
import org.jspecify.annotations.Nullable;

/// The first of a frame's two maps.
///
/// @param op 1 for a message, -1 for an error
/// @param type which of the four messages; null for anything else
/// @param name extent of the value of `t`; 0 when absent
/// @param payloadOffset where the second map begins
record FrameHeader(long op, @Nullable MessageType type, long name, int payloadOffset) {
    static final long MESSAGE = 1;
    static final long ERROR = -1;

    private static final MessageType[] TYPES = MessageType.values();

    /// Reads the header that starts the frame, and leaves the payload to be read by the reader's next call.
    static FrameHeader read(byte[] frame, CborReader reader) throws MalformedCbor, MalformedFrame {
        for (MessageType type : TYPES) {
            int length = type.header.length;
            if (frame.length > length && Arrays.equals(frame, 0, length, type.header, 0, length)) {
                reader.position(length);
                return new FrameHeader(MESSAGE, type, 0, length);
            }
        }
        return readAny(reader);
    }

    private static FrameHeader readAny(CborReader reader) throws MalformedCbor, MalformedFrame {
        int pairs = Items.mapHeader(reader);
        long op = 0;
        boolean hasOp = false;
        long name = 0;
        long key = CborReader.FIRST_KEY;
        for (int i = 0; i < pairs; i++) {
            key = reader.readKey(key);
            switch (FrameKey.of(reader, key)) {
                case OP -> {
                    op = Items.integer(reader, FrameReason.HEADER_OP);
                    hasOp = true;
                }
                case T -> name = Items.text(reader, FrameReason.HEADER_TYPE);
                default -> reader.skipItem(2);
            }
        }
        if (!hasOp) {
            throw because(FrameReason.HEADER_OP);
        }
        if (op == MESSAGE && name == 0) {
            throw because(FrameReason.HEADER_TYPE);
        }
        return new FrameHeader(op, op == MESSAGE ? typeOf(reader, name) : null, name, reader.position());
    }

    private static @Nullable MessageType typeOf(CborReader reader, long name) {
        for (MessageType type : TYPES) {
            if (Extent.length(name) == type.wireBytes.length && reader.textEquals(name, type.wireBytes)) {
                return type;
            }
        }
        return null;
    }
}
