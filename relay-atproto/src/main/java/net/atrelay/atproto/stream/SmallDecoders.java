package net.atrelay.atproto.stream;

import net.atrelay.atproto.cbor.CborReader;
import net.atrelay.atproto.cbor.Extent;
import net.atrelay.atproto.cbor.MalformedCbor;
import net.atrelay.atproto.syntax.Handle;
import net.atrelay.atproto.syntax.Tid;
import org.jspecify.annotations.Nullable;

/// Reads the payloads of all frames but `#commit`.
final class SmallDecoders {
    private static final int REQUIRED = FrameKey.set(FrameKey.SEQ, FrameKey.TIME);
    private static final int REQUIRED_OF_SYNC = REQUIRED | FrameKey.set(FrameKey.REV, FrameKey.BLOCKS);
    private static final int REQUIRED_OF_ACCOUNT = REQUIRED | FrameKey.ACTIVE.bit();
    /// The name that servers give when they have none.
    private static final String UNKNOWN_ERROR = "Unknown";

    private SmallDecoders() {}

    static Frame sync(EnvelopeFields fields, CborReader reader) throws MalformedCbor, MalformedFrame {
        Tid rev = null;
        long blocks = 0;
        int pairs = Items.mapHeader(reader);
        long key = CborReader.FIRST_KEY;
        for (int i = 0; i < pairs; i++) {
            key = reader.readKey(key);
            FrameKey field = FrameKey.of(reader, key);
            fields.saw(field);
            switch (field) {
                case REV -> rev = Items.tid(fields.frame(), reader);
                case BLOCKS -> blocks = Items.blocks(reader, FrameLimits.SYNC_BLOCKS_BYTES_MAX);
                default -> readCommon(field, fields, reader);
            }
        }
        Envelope envelope = fields.finish(reader, REQUIRED_OF_SYNC);
        return rev == null
                ? new Frame.Malformed(FrameReason.MISSING_FIELD)
                : new SyncFrame(envelope, rev, Extent.offset(blocks), Extent.length(blocks));
    }

    static Frame identity(EnvelopeFields fields, CborReader reader) throws MalformedCbor, MalformedFrame {
        String handle = null;
        int pairs = Items.mapHeader(reader);
        long key = CborReader.FIRST_KEY;
        for (int i = 0; i < pairs; i++) {
            key = reader.readKey(key);
            FrameKey field = FrameKey.of(reader, key);
            fields.saw(field);
            if (field == FrameKey.HANDLE) {
                handle = readHandle(reader);
            } else {
                readCommon(field, fields, reader);
            }
        }
        return new IdentityFrame(fields.finish(reader, REQUIRED), handle);
    }

    static Frame account(EnvelopeFields fields, CborReader reader) throws MalformedCbor, MalformedFrame {
        boolean active = false;
        String status = null;
        int pairs = Items.mapHeader(reader);
        long key = CborReader.FIRST_KEY;
        for (int i = 0; i < pairs; i++) {
            key = reader.readKey(key);
            FrameKey field = FrameKey.of(reader, key);
            fields.saw(field);
            switch (field) {
                case ACTIVE -> active = reader.readBoolean();
                case STATUS -> status = Items.peerText(reader);
                default -> readCommon(field, fields, reader);
            }
        }
        return new AccountFrame(fields.finish(reader, REQUIRED_OF_ACCOUNT), active, status);
    }

    static Frame info(CborReader reader) throws MalformedCbor, MalformedFrame {
        NameAndMessage read = NameAndMessage.read(reader, FrameKey.NAME);
        return read.name == null
                ? new Frame.Malformed(FrameReason.MISSING_FIELD)
                : new InfoFrame(read.name, read.message);
    }

    static Frame error(CborReader reader) throws MalformedCbor, MalformedFrame {
        NameAndMessage read = NameAndMessage.read(reader, FrameKey.ERROR);
        return new ErrorFrame(read.name == null ? UNKNOWN_ERROR : read.name, read.message);
    }

    /// Passes over the payload of a frame that is ignored.
    static void skip(CborReader reader) throws MalformedCbor, MalformedFrame {
        int offset = reader.position();
        Items.mapHeader(reader);
        reader.position(offset);
        reader.skipItem();
        reader.expectEnd();
    }

    private static void readCommon(FrameKey field, EnvelopeFields fields, CborReader reader)
            throws MalformedCbor, MalformedFrame {
        switch (field) {
            case SEQ -> fields.readSeq(reader);
            case DID -> fields.readDid(reader);
            case TIME -> fields.readTime(reader);
            default -> reader.skipItem(2);
        }
    }

    /// A text that is no handle counts as absent.
    private static @Nullable String readHandle(CborReader reader) throws MalformedCbor {
        long text = reader.readText();
        if (Extent.length(text) > Handle.LENGTH_MAX) {
            return null;
        }
        String handle = reader.string(text);
        return Handle.isValid(handle) ? handle : null;
    }

    private record NameAndMessage(
            @Nullable String name, @Nullable String message) {
        static NameAndMessage read(CborReader reader, FrameKey nameKey) throws MalformedCbor, MalformedFrame {
            String name = null;
            String message = null;
            int pairs = Items.mapHeader(reader);
            long key = CborReader.FIRST_KEY;
            for (int i = 0; i < pairs; i++) {
                key = reader.readKey(key);
                FrameKey field = FrameKey.of(reader, key);
                if (field == nameKey) {
                    name = Items.peerTextIfAny(reader, 2);
                } else if (field == FrameKey.MESSAGE) {
                    message = Items.peerTextIfAny(reader, 2);
                } else {
                    reader.skipItem(2);
                }
            }
            reader.expectEnd();
            return new NameAndMessage(name, message);
        }
    }
}
