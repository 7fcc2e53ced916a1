package net.atrelay.atproto.mst;

/// Why a slice does not prove that its ops lead from one tree to another; the name is a metric label.
public enum TreeReason {
    /// A node is not exactly the DRISL map of `e` and `l`, or an entry not that of `k`, `p`, `t` and `v`.
    NODE_FORM,
    /// More entries in a node than [TreeLimits#ENTRIES_MAX].
    NODE_ENTRIES,
    /// A node without entries that is not in the middle: the root with a subtree, or a node with nothing at all.
    NODE_EMPTY,
    /// More nodes than blocks: one stands in two places of the tree.
    NODE_REPEATED,
    /// A key that is empty or longer than [TreeLimits#KEY_BYTES_MAX].
    KEY_LENGTH,
    /// `p` is not the length of the prefix that a key shares with the one before it.
    KEY_PREFIX,
    /// A key that does not lie between its neighbours, in its node or around it.
    KEY_ORDER,
    /// A key in a node of another layer than the key's own.
    KEY_LAYER,
    /// A layer above [TreeLimits#LAYER_MAX].
    LAYER_TOO_HIGH,
    /// A subtree below layer 0.
    BELOW_BOTTOM,

    /// An op says of a path what is not in the tree.
    OPS_UNTRUE,
    /// An update or delete without `prev`, or no tree before to compare with.
    PREVIOUS_MISSING,
    /// The root, or a node that has to be entered, is not in the slice.
    BLOCK_MISSING,
    /// Undoing the ops gives another root.
    ROOT_DIFFERS
}
