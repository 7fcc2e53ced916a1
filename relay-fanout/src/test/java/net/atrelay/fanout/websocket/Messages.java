package net.atrelay.fanout.websocket;

import java.nio.ByteBuffer;
import net.atrelay.atproto.cbor.CborFields;
import net.atrelay.atproto.cbor.CborWriter;
import net.atrelay.atproto.cid.Cid;
import net.atrelay.atproto.stream.EncodedFrame;
import net.atrelay.atproto.stream.FrameEncoder;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.store.log.PendingEvent;
import org.jspecify.annotations.Nullable;

/// Frames as consumers know them, for tests of what is in them.
final class Messages {
    static final String TIME = "2026-01-01T00:00:00.000Z";

    private static final byte[] COMMIT_HEADER = new CborWriter()
            .mapHeader(2)
            .text("t")
            .text("#commit")
            .text("op")
            .integer(1)
            .toBytes();

    private Messages() {}

    static EncodedFrame identity(Did did) {
        return FrameEncoder.identity(did, TIME, null);
    }

    static EncodedFrame account(Did did, boolean active, @Nullable String status) {
        return FrameEncoder.account(did, TIME, active, status);
    }

    /// A sound `#commit` but for its signature and tree.
    static EncodedFrame commit(Did did, int blocksBytes) {
        Cid cid = new CborWriter().text("a block").toCid();
        CborWriter writer = new CborWriter().raw(COMMIT_HEADER, 0, COMMIT_HEADER.length);
        new CborFields()
                .putInteger("seq", Frames.BASE)
                .putText("repo", did.value())
                .putText("rev", "3jzfcijpj2z2a")
                .putText("time", TIME)
                .put("since", new CborWriter().nothing().toBytes())
                .put("commit", new CborWriter().cid(cid).toBytes())
                .put("blocks", new CborWriter().bytes(new byte[blocksBytes]).toBytes())
                .put("ops", new CborWriter().arrayHeader(0).toBytes())
                .put("blobs", new CborWriter().arrayHeader(0).toBytes())
                .putBoolean("rebase", false)
                .putBoolean("tooBig", false)
                .writeTo(writer);
        byte[] bytes = writer.toBytes();
        return new EncodedFrame(bytes, offsetOfBase(bytes), 9);
    }

    static PendingEvent pending(Did did, EncodedFrame frame) {
        return new PendingEvent(frame.bytes(), frame.seqOffset(), frame.seqLength(), did, System.nanoTime());
    }

    private static int offsetOfBase(byte[] bytes) {
        ByteBuffer all = ByteBuffer.wrap(bytes);
        for (int i = COMMIT_HEADER.length; i + 9 <= bytes.length; i++) {
            if (bytes[i] == 0x1b && all.getLong(i + 1) == Frames.BASE) {
                return i;
            }
        }
        throw new IllegalStateException("no seq");
    }
}
