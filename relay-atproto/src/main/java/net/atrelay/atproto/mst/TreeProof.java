package net.atrelay.atproto.mst;

/// What came of undoing ops on a tree.
public sealed interface TreeProof {
    /// The ops lead from the one tree to the other, and do nothing else.
    record Proven() implements TreeProof {}

    /// Not shown, or shown to be otherwise.
    record Failed(TreeReason reason) implements TreeProof {}
}
