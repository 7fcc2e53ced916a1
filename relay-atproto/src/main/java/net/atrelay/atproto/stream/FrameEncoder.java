package net.atrelay.atproto.stream;

import java.util.Arrays;
import net.atrelay.atproto.cbor.CborFields;
import net.atrelay.atproto.cbor.CborReader;
import net.atrelay.atproto.cbor.CborWriter;
import net.atrelay.atproto.cbor.Extent;
import net.atrelay.atproto.cbor.MalformedCbor;
import net.atrelay.atproto.syntax.Did;
import org.jspecify.annotations.Nullable;

/// Writes the frames that a relay makes itself, and those that it changes beyond their seq. All are canonical.
public final class FrameEncoder {
    /// Stands for a seq that is still to be given.
    private static final long SEQ_TO_COME = 1;

    private FrameEncoder() {}

    /// An `#identity` of our own making; its seq is still to be put in.
    ///
    /// @param time datetime, such as that of now
    /// @param handle the handle; null to leave the field out
    public static EncodedFrame identity(Did did, String time, @Nullable String handle) {
        CborFields fields = common(did, time);
        if (handle != null) {
            fields.putText("handle", handle);
        }
        return encode(MessageType.IDENTITY, fields);
    }

    /// An `#account` of our own making; its seq is still to be put in.
    ///
    /// @param time datetime, such as that of now
    /// @param status why; null to leave the field out
    public static EncodedFrame account(Did did, String time, boolean active, @Nullable String status) {
        CborFields fields = common(did, time).putBoolean("active", active);
        if (status != null) {
            fields.putText("status", status);
        }
        return encode(MessageType.ACCOUNT, fields);
    }

    /// A received `#identity` with another handle or, for null, with none; fields that we do not know are carried over.
    public static EncodedFrame withHandle(IdentityFrame frame, @Nullable String handle) {
        CborFields fields = fieldsExcept(frame, FrameKey.HANDLE, FrameKey.HANDLE);
        if (handle != null) {
            fields.putText("handle", handle);
        }
        return encode(MessageType.IDENTITY, fields);
    }

    /// A received `#account` with another status; fields that we do not know are carried over.
    ///
    /// @param status why; null to leave the field out
    public static EncodedFrame withStatus(AccountFrame frame, boolean active, @Nullable String status) {
        CborFields fields =
                fieldsExcept(frame, FrameKey.ACTIVE, FrameKey.STATUS).putBoolean("active", active);
        if (status != null) {
            fields.putText("status", status);
        }
        return encode(MessageType.ACCOUNT, fields);
    }

    /// The first frame to a consumer whose cursor is older than the log (spec: event stream).
    public static byte[] outdatedCursor() {
        return new CborWriter()
                .mapHeader(2)
                .text("t")
                .text("#info")
                .text("op")
                .integer(FrameHeader.MESSAGE)
                .mapHeader(1)
                .text("name")
                .text("OutdatedCursor")
                .toBytes();
    }

    /// An error frame, the last to a consumer.
    ///
    /// @param error such as `FutureCursor`
    /// @param message for people, from a fixed table; null to leave the field out
    public static byte[] error(String error, @Nullable String message) {
        CborWriter writer = new CborWriter().mapHeader(1).text("op").integer(FrameHeader.ERROR);
        writer.mapHeader(message == null ? 1 : 2).text("error").text(error);
        if (message != null) {
            writer.text("message").text(message);
        }
        return writer.toBytes();
    }

    private static CborFields common(Did did, String time) {
        return new CborFields()
                .putText("did", did.value())
                .putInteger("seq", SEQ_TO_COME)
                .putText("time", time);
    }

    private static CborFields fieldsExcept(MessageFrame frame, FrameKey one, FrameKey other) {
        byte[] bytes = frame.envelope().bytes();
        CborReader reader = new CborReader(bytes);
        CborFields fields = new CborFields();
        try {
            FrameHeader.read(bytes, reader);
            int pairs = reader.readMapHeader();
            long key = CborReader.FIRST_KEY;
            for (int i = 0; i < pairs; i++) {
                key = reader.readKey(key);
                FrameKey field = FrameKey.of(reader, key);
                int valueOffset = reader.position();
                reader.skipItem();
                if (field != one && field != other) {
                    fields.put(
                            copy(bytes, Extent.offset(key), Extent.end(key)),
                            copy(bytes, valueOffset, reader.position()));
                }
            }
        } catch (MalformedCbor | MalformedFrame e) {
            throw new IllegalStateException("a decoded frame cannot be read again", e);
        }
        return fields;
    }

    private static byte[] copy(byte[] bytes, int from, int to) {
        return Arrays.copyOfRange(bytes, from, to);
    }

    private static EncodedFrame encode(MessageType type, CborFields fields) {
        CborWriter writer = new CborWriter();
        writer.raw(type.header, 0, type.header.length);
        fields.writeTo(writer);
        byte[] bytes = writer.toBytes();
        return located(bytes, type.header.length);
    }

    /// Finds the seq in a frame just written.
    private static EncodedFrame located(byte[] bytes, int payloadOffset) {
        CborReader reader = new CborReader(bytes, payloadOffset, bytes.length);
        try {
            int pairs = reader.readMapHeader();
            long key = CborReader.FIRST_KEY;
            for (int i = 0; i < pairs; i++) {
                key = reader.readKey(key);
                int offset = reader.position();
                reader.skipItem();
                if (FrameKey.of(reader, key) == FrameKey.SEQ) {
                    return new EncodedFrame(bytes, offset, reader.position() - offset);
                }
            }
        } catch (MalformedCbor e) {
            throw new IllegalStateException("a frame just written cannot be read", e);
        }
        throw new IllegalStateException("a frame just written has no seq");
    }
}
