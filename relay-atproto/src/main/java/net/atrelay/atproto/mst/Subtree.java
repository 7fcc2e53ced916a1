package net.atrelay.atproto.mst;

/// What a place of a node may hold: a node of the slice, or a [Stub] for one that is not there.
sealed interface Subtree permits Node, Stub {
    /// The subtree as a node that can be entered.
    static Node entered(Subtree subtree) throws TreeFault {
        if (subtree instanceof Node node) {
            return node;
        }
        throw TreeFault.because(TreeReason.BLOCK_MISSING);
    }
}
