package net.atrelay.atproto.mst;

/// Bounds of a tree. The specification names none; these are far beyond what honest repos reach (protocol
/// reference §4.5).
public final class TreeLimits {
    /// Highest layer, and with it the deepest recursion over a tree: each step goes down by one layer.
    public static final int LAYER_MAX = 64;
    /// Entries of one node.
    public static final int ENTRIES_MAX = 8_192;
    /// Bytes of one key.
    public static final int KEY_BYTES_MAX = 1_024;

    private TreeLimits() {}
}
