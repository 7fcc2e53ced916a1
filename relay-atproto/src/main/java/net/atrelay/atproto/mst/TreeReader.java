package net.atrelay.atproto.mst;

import static net.atrelay.atproto.mst.TreeFault.because;

import java.util.Arrays;
import net.atrelay.atproto.car.CarSlice;
import net.atrelay.atproto.cbor.MalformedCbor;
import net.atrelay.atproto.cid.Cid;
import net.atrelay.atproto.cid.Sha256;
import org.jspecify.annotations.Nullable;

/// Reads the tree under a root as far as the slice holds it, and checks on every node that is present what its
/// neighbours demand of it: layer, order around it, and where a node may be without entries (protocol reference §4.5).
/// Recursion goes down one layer a step, [TreeLimits#LAYER_MAX] at most. Owned by one call.
final class TreeReader {
    private final CarSlice slice;
    private final byte[] scratch = new byte[Sha256.BYTES];
    private int nodesLeft;

    private TreeReader(CarSlice slice) {
        this.slice = slice;
        this.nodesLeft = slice.blockCount();
    }

    /// The tree's root; null for the empty tree.
    static @Nullable Node read(CarSlice slice, Cid root) throws TreeFault {
        try {
            return new TreeReader(slice).root(Link.of(root));
        } catch (MalformedCbor malformed) {
            throw because(TreeReason.NODE_FORM);
        }
    }

    private @Nullable Node root(Link link) throws TreeFault, MalformedCbor {
        long block = slice.find(link.bytes(), link.offset());
        if (block == CarSlice.ABSENT) {
            throw because(TreeReason.BLOCK_MISSING);
        }
        NodeBlock read = NodeBlock.read(slice.bytes(), block);
        if (read.keys().length == 0) {
            if (read.links()[0] == null) {
                return null;
            }
            throw because(TreeReason.NODE_EMPTY);
        }
        return node(link, read, KeyLayer.of(read.keys()[0], scratch), null, null);
    }

    /// @param lower the key just before the subtree; null where there is none
    /// @param upper the key just behind the subtree; null where there is none
    private Node node(Link link, NodeBlock read, int layer, byte @Nullable [] lower, byte @Nullable [] upper)
            throws TreeFault, MalformedCbor {
        requireNotRepeated();
        requireLayer(layer);
        byte[][] keys = read.keys();
        int size = keys.length;
        requireKeys(keys, layer, lower, upper);
        @Nullable Subtree[] subtrees = new @Nullable Subtree[size + 1];
        for (int i = 0; i <= size; i++) {
            Link child = read.links()[i];
            if (child != null) {
                subtrees[i] = subtree(child, layer - 1, i == 0 ? lower : keys[i - 1], i == size ? upper : keys[i]);
            }
        }
        return new Node(layer, keys, read.values(), subtrees, link);
    }

    private Subtree subtree(Link link, int layer, byte @Nullable [] lower, byte @Nullable [] upper)
            throws TreeFault, MalformedCbor {
        if (layer < 0) {
            throw because(TreeReason.BELOW_BOTTOM);
        }
        long block = slice.find(link.bytes(), link.offset());
        if (block == CarSlice.ABSENT) {
            return new Stub(link);
        }
        NodeBlock read = NodeBlock.read(slice.bytes(), block);
        if (read.keys().length == 0 && read.links()[0] == null) {
            throw because(TreeReason.NODE_EMPTY);
        }
        return node(link, read, layer, lower, upper);
    }

    /// No node of a tree occurs twice, since no key does, so there are never more nodes than blocks. Without this, one
    /// chain of nodes without entries could be linked to from everywhere, and a small slice would be long to read.
    private void requireNotRepeated() throws TreeFault {
        if (nodesLeft == 0) {
            throw because(TreeReason.NODE_REPEATED);
        }
        nodesLeft--;
    }

    static void requireLayer(int layer) throws TreeFault {
        if (layer > TreeLimits.LAYER_MAX) {
            throw because(TreeReason.LAYER_TOO_HIGH);
        }
    }

    private void requireKeys(byte[][] keys, int layer, byte @Nullable [] lower, byte @Nullable [] upper)
            throws TreeFault {
        if (keys.length == 0) {
            return;
        }
        if (lower != null && Arrays.compareUnsigned(lower, keys[0]) >= 0
                || upper != null && Arrays.compareUnsigned(keys[keys.length - 1], upper) >= 0) {
            throw because(TreeReason.KEY_ORDER);
        }
        for (byte[] key : keys) {
            if (KeyLayer.of(key, scratch) != layer) {
                throw because(TreeReason.KEY_LAYER);
            }
        }
    }
}
