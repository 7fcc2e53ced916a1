package net.atrelay.atproto.stream;

import static net.atrelay.atproto.stream.MalformedFrame.because;

import net.atrelay.atproto.cbor.CborReader;
import net.atrelay.atproto.cbor.Extent;
import net.atrelay.atproto.cbor.MalformedCbor;
import net.atrelay.atproto.cbor.MalformedCbor.Reason;
import net.atrelay.atproto.cid.Cid;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.atproto.syntax.Tid;
import org.jspecify.annotations.Nullable;

/// Reads single items of a frame, each with the reason that fits its place.
final class Items {
    /// Characters that are kept of a text that a peer may choose freely.
    private static final int PEER_TEXT_MAX = 256;

    private Items() {}

    /// A map where only a map may stand.
    static int mapHeader(CborReader reader) throws MalformedCbor, MalformedFrame {
        try {
            return reader.readMapHeader();
        } catch (MalformedCbor malformed) {
            throw unexpected(malformed, FrameReason.FRAME_NOT_MAPS);
        }
    }

    static long integer(CborReader reader, FrameReason otherwise) throws MalformedCbor, MalformedFrame {
        try {
            return reader.readLong();
        } catch (MalformedCbor malformed) {
            throw unexpected(malformed, otherwise);
        }
    }

    static long text(CborReader reader, FrameReason otherwise) throws MalformedCbor, MalformedFrame {
        try {
            return reader.readText();
        } catch (MalformedCbor malformed) {
            throw unexpected(malformed, otherwise);
        }
    }

    static long seq(CborReader reader) throws MalformedCbor, MalformedFrame {
        long seq = reader.readLong();
        if (seq < 1 || seq > FrameLimits.SEQ_MAX) {
            throw because(FrameReason.SEQ_RANGE);
        }
        return seq;
    }

    static Did did(byte[] frame, CborReader reader) throws MalformedCbor, MalformedFrame {
        long text = reader.readText();
        Did did = Did.parse(frame, Extent.offset(text), Extent.length(text));
        if (did == null) {
            throw because(FrameReason.DID_SYNTAX);
        }
        return did;
    }

    static Tid tid(byte[] frame, CborReader reader) throws MalformedCbor, MalformedFrame {
        long text = reader.readText();
        Tid tid = Tid.parse(frame, Extent.offset(text), Extent.length(text));
        if (tid == null) {
            throw because(FrameReason.TID_SYNTAX);
        }
        return tid;
    }

    /// A link to a dag-cbor block.
    static Cid dagCbor(CborReader reader) throws MalformedCbor, MalformedFrame {
        Cid cid = reader.readCid();
        if (!cid.isDagCbor()) {
            throw because(FrameReason.CID_FORM);
        }
        return cid;
    }

    /// A byte string of 1 to `maxBytes`.
    static long blocks(CborReader reader, int maxBytes) throws MalformedCbor, MalformedFrame {
        long blocks = reader.readBytes();
        if (Extent.length(blocks) == 0 || Extent.length(blocks) > maxBytes) {
            throw because(FrameReason.BLOCKS_SIZE);
        }
        return blocks;
    }

    /// A text that a peer chose freely, cut to a bounded length.
    static String peerText(CborReader reader) throws MalformedCbor {
        return peerText(reader, reader.readText());
    }

    static String peerText(CborReader reader, long extent) {
        // Four bytes at most make a character, so this prefix holds enough of them.
        int kept = Math.min(Extent.length(extent), PEER_TEXT_MAX * 4);
        String text = reader.string(Extent.of(Extent.offset(extent), kept));
        return text.length() <= PEER_TEXT_MAX ? text : text.substring(0, PEER_TEXT_MAX);
    }

    /// As [#peerText(CborReader)], but an item of another type counts as none: it is passed over.
    static @Nullable String peerTextIfAny(CborReader reader, int depth) throws MalformedCbor {
        int at = reader.position();
        try {
            return peerText(reader);
        } catch (MalformedCbor malformed) {
            if (malformed.reason() != Reason.UNEXPECTED_TYPE) {
                throw malformed;
            }
            reader.position(at);
            reader.skipItem(depth);
            return null;
        }
    }

    private static MalformedFrame unexpected(MalformedCbor malformed, FrameReason reason) throws MalformedCbor {
        if (malformed.reason() == Reason.UNEXPECTED_TYPE) {
            return because(reason);
        }
        throw malformed;
    }
}
