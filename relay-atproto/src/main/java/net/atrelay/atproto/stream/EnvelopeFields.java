package net.atrelay.atproto.stream;

import static net.atrelay.atproto.stream.MalformedFrame.because;

import net.atrelay.atproto.cbor.CborReader;
import net.atrelay.atproto.cbor.Extent;
import net.atrelay.atproto.cbor.MalformedCbor;
import net.atrelay.atproto.syntax.Datetime;
import net.atrelay.atproto.syntax.Did;
import org.jspecify.annotations.Nullable;

/// The fields that all messages share, while a payload is being read; and which fields have been there. Owned by one
/// call.
final class EnvelopeFields {
    private final byte[] frame;
    private final Strictness strictness;
    private final boolean canonical;
    private @Nullable Did did;
    private long hostSeq;
    private long seqExtent;
    private long time;
    private int seen;

    EnvelopeFields(byte[] frame, Strictness strictness, boolean canonical) {
        this.frame = frame;
        this.strictness = strictness;
        this.canonical = canonical;
    }

    byte[] frame() {
        return frame;
    }

    boolean isStrict() {
        return strictness == Strictness.STRICT;
    }

    void saw(FrameKey key) {
        seen |= key.bit();
    }

    void readSeq(CborReader reader) throws MalformedCbor, MalformedFrame {
        int offset = reader.position();
        hostSeq = Items.seq(reader);
        seqExtent = Extent.of(offset, reader.position() - offset);
        saw(FrameKey.SEQ);
    }

    /// Reads `did` or, in a commit, `repo`.
    void readDid(CborReader reader) throws MalformedCbor, MalformedFrame {
        did = Items.did(frame, reader);
    }

    void readTime(CborReader reader) throws MalformedCbor, MalformedFrame {
        time = reader.readText();
        if (isStrict() && !Datetime.isValid(frame, Extent.offset(time), Extent.length(time))) {
            throw because(FrameReason.DATETIME_SYNTAX);
        }
        saw(FrameKey.TIME);
    }

    /// The envelope, once the payload has been read to its end and holds all that is required.
    Envelope finish(CborReader reader, int required) throws MalformedCbor, MalformedFrame {
        reader.expectEnd();
        Did account = did;
        if (account == null || (seen & required) != required) {
            throw because(FrameReason.MISSING_FIELD);
        }
        return new Envelope(
                frame,
                account,
                hostSeq,
                Extent.offset(seqExtent),
                Extent.length(seqExtent),
                Extent.offset(time),
                Extent.length(time),
                canonical);
    }
}
