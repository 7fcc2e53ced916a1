package net.atrelay.sim.hostile;

import java.util.Arrays;
import java.util.zip.Deflater;
import net.atrelay.sim.SimClock;
import net.atrelay.sim.repo.Car;
import net.atrelay.sim.repo.Commit;
import net.atrelay.sim.repo.Dag;

/// Bytes that are small to say and dear to believe.
final class Bombs {
    private static final int NESTED = 100_000;
    private static final int ARRAY_OF_ONE = 0x81;
    private static final int NIL = 0xf6;
    private static final int MESSAGE_BYTES_MAX = 5_000_000;
    private static final int SQUEEZED_BYTES = 1 << 20;

    private Bombs() {}

    /// `#identity` with a field that nobody knows, of arrays in arrays.
    static byte[] deepCbor(String did, long seq) {
        byte[] nested = new byte[NESTED];
        Arrays.fill(nested, (byte) ARRAY_OF_ONE);
        nested[NESTED - 1] = (byte) NIL;
        return identityWith(nested, did, seq);
    }

    /// A message as long as one may be, of sound CBOR.
    static byte[] largestMessage(String did, long seq) {
        byte[] small = identityWith(new Dag(16).bytes(new byte[0]).toBytes(), did, seq);
        // The length of the byte string takes four bytes more than that of an empty one.
        byte[] filling = new byte[MESSAGE_BYTES_MAX - small.length - 4];
        return identityWith(new Dag(MESSAGE_BYTES_MAX).bytes(filling).toBytes(), did, seq);
    }

    private static byte[] identityWith(byte[] field, String did, long seq) {
        return header("#identity")
                .map(4)
                .text("x")
                .raw(field, 0, field.length)
                .text("did")
                .text(did)
                .text("seq")
                .integer(seq)
                .text("time")
                .text(SimClock.text(seq))
                .toBytes();
    }

    /// A payload that announces 2^62 pairs.
    static byte[] hugeMap() {
        byte[] map = {(byte) 0xbb, 0x40, 0, 0, 0, 0, 0, 0, 0};
        return header("#identity").raw(map, 0, map.length).toBytes();
    }

    /// `#commit` whose slice has nothing behind its header but a length of 2^60.
    static byte[] hugeBlock(Commit commit, long seq) {
        byte[] header = new Car(commit.cid()).toBytes();
        byte[] slice = Arrays.copyOf(header, header.length + 9);
        Arrays.fill(slice, header.length, slice.length - 1, (byte) 0x80);
        slice[slice.length - 1] = 0x10;
        return header("#commit")
                .map(11)
                .text("ops")
                .array(0)
                .text("rev")
                .text(commit.rev())
                .text("seq")
                .integer(seq)
                .text("repo")
                .text(commit.did())
                .text("time")
                .text(SimClock.text(seq))
                .text("blobs")
                .array(0)
                .text("since")
                .nil()
                .text("blocks")
                .bytes(slice)
                .text("commit")
                .link(commit.cid())
                .text("rebase")
                .bool(false)
                .text("tooBig")
                .bool(false)
                .toBytes();
    }

    /// A megabyte of zeros, squeezed as WebSocket extensions and `Content-Encoding: deflate` have it (RFC 1951).
    static byte[] squeezedZeros() {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        try {
            deflater.setInput(new byte[SQUEEZED_BYTES]);
            deflater.finish();
            byte[] squeezed = new byte[8_192];
            return Arrays.copyOf(squeezed, deflater.deflate(squeezed));
        } finally {
            deflater.end();
        }
    }

    private static Dag header(String type) {
        return new Dag(1_024).map(2).text("t").text(type).text("op").integer(1);
    }
}
