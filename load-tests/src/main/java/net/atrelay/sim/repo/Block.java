package net.atrelay.sim.repo;

/// A DAG-CBOR block with its address. Nobody writes to `bytes`.
public record Block(Cid cid, byte[] bytes) {

    /// A block under its true address.
    public static Block of(byte[] bytes) {
        return new Block(Cid.of(bytes), bytes);
    }
}
