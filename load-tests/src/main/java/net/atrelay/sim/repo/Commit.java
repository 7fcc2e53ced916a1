package net.atrelay.sim.repo;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A signed commit with all that its announcement needs.
///
/// `since` and `prevData` are absent for the first commit of a repo only. `block` is the signed commit object, `proof`
/// the tree nodes of its slice (root first), `records` the blocks of created and updated records.
public record Commit(
        String did,
        String rev,
        Cid data,
        Block block,
        @Nullable String since,
        @Nullable Cid prevData,
        List<RepoOp> ops,
        List<Block> proof,
        List<Block> records) {

    /// The address of the commit object.
    public Cid cid() {
        return block.cid();
    }

    /// The slice that announces this commit: tree nodes, records, then the commit, as a host orders them.
    public byte[] slice() {
        Car car = new Car(cid());
        proof.forEach(car::add);
        records.forEach(car::add);
        return car.add(block).toBytes();
    }

    /// A CAR with nothing but the commit object, as `#sync` carries it.
    public byte[] head() {
        return new Car(cid()).add(block).toBytes();
    }

    /// Encodes a commit object (spec: repository, version 3).
    ///
    /// @param signature null for the bytes that get signed
    public static byte[] encode(String did, String rev, Cid data, byte @Nullable [] signature) {
        Dag out = new Dag(256)
                .map(signature == null ? 5 : 6)
                .text("did")
                .text(did)
                .text("rev")
                .text(rev);
        if (signature != null) {
            out.text("sig").bytes(signature);
        }
        return out.text("data")
                .link(data)
                .text("prev")
                .nil()
                .text("version")
                .integer(3)
                .toBytes();
    }

    /// Encodes and signs a commit object.
    public static Block sign(String did, String rev, Cid data, SigningKey key) {
        return Block.of(encode(did, rev, data, key.sign(Hash.sha256(encode(did, rev, data, null)))));
    }

    /// This announcement over another commit object, which a fault may have spoilt.
    public Commit withBlock(Block other) {
        return new Commit(did, rev, data, other, since, prevData, ops, proof, records);
    }

    /// This announcement naming another previous root.
    public Commit withPrevData(Cid other) {
        return new Commit(did, rev, data, block, since, other, ops, proof, records);
    }

    /// This announcement with other ops.
    public Commit withOps(List<RepoOp> other) {
        return new Commit(did, rev, data, block, since, prevData, other, proof, records);
    }

    /// This announcement with other tree nodes.
    public Commit withProof(List<Block> other) {
        return new Commit(did, rev, data, block, since, prevData, ops, other, records);
    }

    /// This announcement with other record blocks.
    public Commit withRecords(List<Block> other) {
        return new Commit(did, rev, data, block, since, prevData, ops, proof, other);
    }
}
