package net.atrelay.sim.repo;

import org.jspecify.annotations.Nullable;

/// What the tree holds under a record path: the record's address and, where the repo keeps its records, its block.
///
/// `block` is absent in repos that were built only to be committed to, such as those of a load run.
public record Leaf(Cid cid, @Nullable Block block) {

    /// A leaf that keeps its record.
    public static Leaf of(byte[] record) {
        Block block = Block.of(record);
        return new Leaf(block.cid(), block);
    }
}
