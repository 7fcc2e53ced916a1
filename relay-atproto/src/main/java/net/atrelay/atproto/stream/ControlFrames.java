package net.atrelay.atproto.stream;

import java.nio.charset.StandardCharsets;
import net.atrelay.atproto.cbor.CborReader;
import net.atrelay.atproto.cbor.MalformedCbor;

/// Reads frames that are for ingest alone: `#info`, errors, and what is unknown.
final class ControlFrames {
    private static final byte[] INFO = "#info".getBytes(StandardCharsets.US_ASCII);

    private ControlFrames() {}

    static Frame decode(FrameHeader header, CborReader reader) throws MalformedCbor, MalformedFrame {
        if (header.op() == FrameHeader.ERROR) {
            return SmallDecoders.error(reader);
        }
        if (header.op() != FrameHeader.MESSAGE) {
            SmallDecoders.skip(reader);
            return new Frame.UnknownOp(header.op());
        }
        if (reader.textEquals(header.name(), INFO)) {
            return SmallDecoders.info(reader);
        }
        SmallDecoders.skip(reader);
        return new Frame.UnknownType(Items.peerText(reader, header.name()));
    }
}
