package net.atrelay.sim.repo;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// One immutable node of a repository's search tree, in memory with everything below it.
///
/// `keys` and `leaves` have the same length n; `subtrees` has n + 1 places, subtree i holding the keys just before key
/// i. A node remembers the `generation` (commit) that made it, so that a commit's new nodes are found without comparing
/// trees. Wire layout (spec: repository, MST): `{"e": [{"k", "p", "t", "v"}…], "l"}`, keys prefix-compressed against
/// their predecessor in the node.
final class Node {

    private static final ThreadLocal<Dag> SCRATCH = ThreadLocal.withInitial(() -> new Dag(4096));
    private static final byte[] EMPTY_BLOCK =
            new Dag(8).map(2).text("e").array(0).text("l").nil().toBytes();
    static final Block EMPTY = Block.of(EMPTY_BLOCK);

    final int layer;
    final int generation;
    final byte[][] keys;
    final Leaf[] leaves;
    final @Nullable Node[] subtrees;

    @Nullable
    Cid cid;

    private byte @Nullable [] encoded;

    Node(int layer, int generation, byte[][] keys, Leaf[] leaves, @Nullable Node[] subtrees) {
        this.layer = layer;
        this.generation = generation;
        this.keys = keys;
        this.leaves = leaves;
        this.subtrees = subtrees;
    }

    /// The layer a key belongs to: leading zero bits of its SHA-256, counted in pairs.
    static int layerOf(byte[] key) {
        int zeroPairs = 0;
        for (byte octet : Hash.sha256(key)) {
            if (octet != 0) {
                return zeroPairs + (Integer.numberOfLeadingZeros(octet & 0xff) - 24) / 2;
            }
            zeroPairs += 4;
        }
        return zeroPairs;
    }

    static int commonPrefix(byte[] left, byte[] right) {
        int mismatch = Arrays.mismatch(left, right);
        return mismatch < 0 ? left.length : mismatch;
    }

    /// Index of the first key that is not below `key`; this node's key count if there is none.
    int position(byte[] key) {
        int low = 0;
        int high = keys.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Arrays.compareUnsigned(keys[middle], key) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    boolean holdsAt(int index, byte[] key) {
        return index < keys.length && Arrays.equals(keys[index], key);
    }

    boolean isEmpty() {
        return keys.length == 0 && subtrees[0] == null;
    }

    synchronized Cid cid() {
        Cid known = cid;
        if (known == null) {
            byte[] bytes = encode();
            known = Cid.of(bytes);
            cid = known;
            encoded = bytes;
        }
        return known;
    }

    /// The node's block. The bytes made for the address are handed out once and then forgotten.
    synchronized Block block() {
        Cid address = cid();
        byte[] bytes = encoded;
        encoded = null;
        return new Block(address, bytes == null ? encode() : bytes);
    }

    private byte[] encode() {
        Dag out = SCRATCH.get();
        // Children first: they use the same scratch buffer.
        for (int i = 0; i < subtrees.length; i++) {
            Node subtree = subtrees[i];
            if (subtree != null) {
                subtree.cid();
            }
        }
        out.clear().map(2).text("e").array(keys.length);
        byte[] previous = new byte[0];
        for (int i = 0; i < keys.length; i++) {
            byte[] key = keys[i];
            int shared = commonPrefix(previous, key);
            out.map(4).text("k").bytes(key, shared, key.length - shared);
            out.text("p").integer(shared).text("t");
            link(out, subtrees[i + 1]);
            out.text("v").link(leaves[i].cid());
            previous = key;
        }
        out.text("l");
        link(out, subtrees[0]);
        return out.toBytes();
    }

    private static void link(Dag out, @Nullable Node subtree) {
        if (subtree == null) {
            out.nil();
        } else {
            out.link(subtree.cid());
        }
    }
}
