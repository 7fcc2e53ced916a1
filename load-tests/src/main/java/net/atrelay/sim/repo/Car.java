package net.atrelay.sim.repo;

/// Writes a CAR v1 file with one root.
public final class Car {

    private final Dag out = new Dag(8192);

    /// Begins a file whose root is `root`.
    public Car(Cid root) {
        byte[] header = new Dag(64)
                .map(2)
                .text("roots")
                .array(1)
                .link(root)
                .text("version")
                .integer(1)
                .toBytes();
        out.varint(header.length).raw(header, 0, header.length);
    }

    /// Adds a block.
    public Car add(Block block) {
        byte[] bytes = block.bytes();
        out.varint(Cid.BYTES + bytes.length).cid(block.cid()).raw(bytes, 0, bytes.length);
        return this;
    }

    /// The file so far.
    public byte[] toBytes() {
        return out.toBytes();
    }
}
