package net.atrelay.ingest.host;

import net.atrelay.atproto.cbor.CborFields;
import net.atrelay.atproto.cbor.CborWriter;

/// Frames as hosts send them.
final class TestFrames {
    static final String DID = "did:plc:ewvi7nxzyoun6zhxrhs64oiz";

    private TestFrames() {}

    static byte[] identity(long seq) {
        return frame(
                "#identity",
                new CborFields().putText("did", DID).putInteger("seq", seq).putText("time", TIME));
    }

    /// An `#identity` with `size` bytes in a field that nobody knows.
    static byte[] identity(long seq, int size) {
        return frame(
                "#identity",
                new CborFields()
                        .putText("did", DID)
                        .putInteger("seq", seq)
                        .putText("time", TIME)
                        .putText("padding", "x".repeat(size)));
    }

    static byte[] info(String name) {
        return frame("#info", new CborFields().putText("name", name));
    }

    static byte[] unknownType() {
        return frame("#labels", new CborFields().putInteger("seq", 1));
    }

    static byte[] withoutSeq() {
        return frame("#identity", new CborFields().putText("did", DID).putText("time", TIME));
    }

    static byte[] error(String name) {
        CborWriter writer = new CborWriter();
        new CborFields().putInteger("op", -1).writeTo(writer);
        new CborFields().putText("error", name).writeTo(writer);
        return writer.toBytes();
    }

    static byte[] unknownOp() {
        CborWriter writer = new CborWriter();
        new CborFields().putInteger("op", 7).writeTo(writer);
        new CborFields().writeTo(writer);
        return writer.toBytes();
    }

    private static final String TIME = "2026-01-01T00:00:00.000Z";

    private static byte[] frame(String type, CborFields payload) {
        CborWriter writer = new CborWriter();
        new CborFields().putText("t", type).putInteger("op", 1).writeTo(writer);
        payload.writeTo(writer);
        return writer.toBytes();
    }
}
