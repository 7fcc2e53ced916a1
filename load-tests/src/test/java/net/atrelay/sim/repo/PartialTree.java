package net.atrelay.sim.repo;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Reads a slice's nodes back into a tree whose missing subtrees are stubs: nodes with an address and nothing else, so
/// that any step into one fails. With it a commit's ops are undone as a relay must do it.
final class PartialTree {

    private final Map<Cid, byte[]> blocks = new HashMap<>();

    PartialTree(List<Block> proof) {
        proof.forEach(block -> blocks.put(block.cid(), block.bytes()));
    }

    /// The root that is left when the ops are undone in the given order.
    Cid undo(Cid data, List<RepoOp> ops) {
        Node root = data.equals(Node.EMPTY.cid()) ? null : node(data, null);
        if (root != null && root.keys.length == 0 && root.subtrees.length == 0) {
            throw new IllegalStateException("the slice lacks its root");
        }
        TreeEdit edit = new TreeEdit(1);
        for (RepoOp op : ops) {
            byte[] key = op.path().getBytes(StandardCharsets.UTF_8);
            Cid prev = op.prev();
            int layer = Node.layerOf(key);
            if (prev != null) {
                root = edit.put(root, key, layer, new Leaf(prev, null));
            } else if (root != null) {
                root = edit.remove(root, key, layer);
            }
        }
        while (root != null && root.keys.length == 0 && root.subtrees.length == 1) {
            root = root.subtrees[0];
        }
        return root == null ? Node.EMPTY.cid() : root.cid();
    }

    private Node node(Cid cid, @Nullable Integer layer) {
        byte[] block = blocks.get(cid);
        if (block == null) {
            return stub(cid, layer == null ? 0 : layer);
        }
        return new Reader(block).node(layer);
    }

    private static Node stub(Cid cid, int layer) {
        Node stub = new Node(layer, 0, new byte[0][], new Leaf[0], new @Nullable Node[0]);
        stub.cid = cid;
        return stub;
    }

    private final class Reader {

        private final byte[] bytes;
        private int at;

        Reader(byte[] bytes) {
            this.bytes = bytes;
        }

        Node node(@Nullable Integer expectedLayer) {
            skip(3); // map of two, "e"
            int count = head();
            byte[][] keys = new byte[count][];
            Leaf[] leaves = new Leaf[count];
            List<@Nullable Cid> links = new ArrayList<>();
            byte[] previous = new byte[0];
            for (int i = 0; i < count; i++) {
                skip(3); // map of four, "k"
                int suffix = head();
                int from = at;
                skip(suffix + 2); // "p"
                int shared = head();
                byte[] key = new byte[shared + suffix];
                System.arraycopy(previous, 0, key, 0, shared);
                System.arraycopy(bytes, from, key, shared, suffix);
                keys[i] = key;
                previous = key;
                skip(2); // "t"
                links.add(link());
                skip(2); // "v"
                Cid value = link();
                leaves[i] = new Leaf(Objects.requireNonNull(value), null);
            }
            skip(2); // "l"
            links.addFirst(link());
            int layer = count > 0 ? Node.layerOf(keys[0]) : layerFrom(expectedLayer, links.getFirst());
            @Nullable Node[] subtrees = new @Nullable Node[count + 1];
            for (int i = 0; i <= count; i++) {
                Cid cid = links.get(i);
                subtrees[i] = cid == null ? null : PartialTree.this.node(cid, layer - 1);
            }
            return new Node(layer, 0, keys, leaves, subtrees);
        }

        private int layerFrom(@Nullable Integer expected, @Nullable Cid only) {
            if (expected == null || only == null) {
                throw new IllegalStateException("a node without keys stands only in the middle");
            }
            return expected;
        }

        private void skip(int octets) {
            at += octets;
        }

        private @Nullable Cid link() {
            if ((bytes[at] & 0xff) == 0xf6) {
                at++;
                return null;
            }
            byte[] digest = new byte[32];
            System.arraycopy(bytes, at + 9, digest, 0, 32);
            at += 41;
            return new Cid(digest);
        }

        private int head() {
            int small = bytes[at++] & 31;
            if (small < 24) {
                return small;
            }
            int value = 0;
            for (int i = 1 << (small - 24); i > 0; i--) {
                value = (value << 8) | (bytes[at++] & 0xff);
            }
            return value;
        }
    }
}
