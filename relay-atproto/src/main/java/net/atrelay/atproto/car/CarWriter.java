package net.atrelay.atproto.car;

import java.io.ByteArrayOutputStream;
import java.util.List;
import net.atrelay.atproto.cbor.CborWriter;
import net.atrelay.atproto.cid.Cid;

/// Writes a CAR v1 block by block, for tools, simulators and tests. Owned by one caller.
public final class CarWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    public CarWriter(Cid root) {
        this(List.of(root));
    }

    public CarWriter(List<Cid> roots) {
        CborWriter header = new CborWriter().mapHeader(2).text(CarHeader.ROOTS).arrayHeader(roots.size());
        roots.forEach(header::cid);
        byte[] bytes = header.text(CarHeader.VERSION).integer(1).toBytes();
        varint(bytes.length);
        out.writeBytes(bytes);
    }

    /// Adds a block under the CID that its bytes have.
    public CarWriter dagCbor(byte[] block) {
        return block(Cid.ofDagCbor(block), block);
    }

    /// Adds a block under any CID, true or not.
    public CarWriter block(Cid cid, byte[] block) {
        varint(Cid.BYTES + block.length);
        out.writeBytes(cid.toBytes());
        out.writeBytes(block);
        return this;
    }

    public byte[] toBytes() {
        return out.toByteArray();
    }

    private void varint(int value) {
        int rest = value;
        while (rest >= 0x80) {
            out.write((rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
    }
}
