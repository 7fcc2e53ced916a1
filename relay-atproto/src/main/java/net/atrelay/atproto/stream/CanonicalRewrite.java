package net.atrelay.atproto.stream;

import net.atrelay.atproto.cbor.CborValue;
import net.atrelay.atproto.cbor.CborWriter;
import net.atrelay.atproto.cbor.LenientCbor;
import net.atrelay.atproto.cbor.MalformedCbor;

/// Writes a frame anew whose only fault is its form: keys sorted, integers and lengths shortest, lengths definite.
/// Every field is kept, unknown ones too; byte strings, and so the CAR, are untouched. Several consumers stop for good
/// at a frame that is not canonical, so this is what keeps one careless host from stopping them.
public final class CanonicalRewrite {
    private CanonicalRewrite() {}

    /// What became of a frame.
    public sealed interface Result permits Rewritten, Refused {}

    /// The canonical form, which is equal to the input when that was canonical already.
    public record Rewritten(byte[] bytes) implements Result {}

    /// The frame has no canonical form.
    public record Refused(FrameReason reason) implements Result {}

    /// The canonical form of a frame.
    public static Result rewrite(byte[] frame) {
        if (frame.length > FrameLimits.RECEIVED_BYTES_MAX) {
            return new Refused(FrameReason.FRAME_TOO_LARGE);
        }
        try {
            LenientCbor reader = new LenientCbor(frame);
            CborValue header = reader.read();
            CborValue payload = reader.read();
            if (!reader.atEnd()) {
                return new Refused(FrameReason.FRAME_TRAILING_BYTES);
            }
            if (!(header instanceof CborValue.Fields) || !(payload instanceof CborValue.Fields)) {
                return new Refused(FrameReason.FRAME_NOT_MAPS);
            }
            CborWriter writer = new CborWriter(frame.length);
            header.writeTo(writer);
            payload.writeTo(writer);
            return new Rewritten(writer.toBytes());
        } catch (MalformedCbor malformed) {
            return new Refused(MalformedFrame.reasonOf(malformed));
        }
    }
}
