package net.atrelay.sim.repo;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The tree's changes as functions from node to node; nodes they make carry the given generation.
record TreeEdit(int generation) {

    Node put(@Nullable Node node, byte[] key, int layer, Leaf leaf) {
        if (node == null) {
            return single(key, layer, leaf, null, null);
        }
        if (layer > node.layer) {
            Halves halves = split(node, key);
            return single(key, layer, leaf, raise(halves.left(), layer - 1), raise(halves.right(), layer - 1));
        }
        int i = node.position(key);
        if (layer == node.layer) {
            return node.holdsAt(i, key) ? replace(node, i, leaf) : insert(node, i, key, leaf);
        }
        Node child = node.subtrees[i];
        Node changed = child == null
                ? raised(single(key, layer, leaf, null, null), node.layer - 1)
                : put(child, key, layer, leaf);
        return withSubtree(node, i, changed);
    }

    /// Null when nothing is left.
    @Nullable
    Node remove(Node node, byte[] key, int layer) {
        int i = node.position(key);
        Node changed;
        if (layer == node.layer) {
            changed = drop(node, i);
        } else {
            Node child = node.subtrees[i];
            changed = withSubtree(node, i, child == null ? null : remove(child, key, layer));
        }
        return changed.isEmpty() ? null : changed;
    }

    static @Nullable Node trim(@Nullable Node root) {
        Node node = root;
        while (node != null && node.keys.length == 0) {
            node = node.subtrees[0];
        }
        return node;
    }

    private record Halves(@Nullable Node left, @Nullable Node right) {}

    private Halves split(@Nullable Node node, byte[] key) {
        if (node == null) {
            return new Halves(null, null);
        }
        int i = node.position(key);
        int n = node.keys.length;
        Halves inner = split(node.subtrees[i], key);
        @Nullable Node[] leftSubtrees = Arrays.copyOf(node.subtrees, i + 1);
        leftSubtrees[i] = inner.left();
        @Nullable Node[] rightSubtrees = Arrays.copyOfRange(node.subtrees, i, n + 1);
        rightSubtrees[0] = inner.right();
        return new Halves(
                unlessEmpty(node.layer, Arrays.copyOf(node.keys, i), Arrays.copyOf(node.leaves, i), leftSubtrees),
                unlessEmpty(
                        node.layer,
                        Arrays.copyOfRange(node.keys, i, n),
                        Arrays.copyOfRange(node.leaves, i, n),
                        rightSubtrees));
    }

    private @Nullable Node merge(@Nullable Node left, @Nullable Node right) {
        if (left == null || right == null) {
            return left == null ? right : left;
        }
        int l = left.keys.length;
        int r = right.keys.length;
        byte[][] keys = Arrays.copyOf(left.keys, l + r);
        System.arraycopy(right.keys, 0, keys, l, r);
        Leaf[] leaves = Arrays.copyOf(left.leaves, l + r);
        System.arraycopy(right.leaves, 0, leaves, l, r);
        @Nullable Node[] subtrees = Arrays.copyOf(left.subtrees, l + r + 1);
        System.arraycopy(right.subtrees, 0, subtrees, l, r + 1);
        subtrees[l] = merge(left.subtrees[l], right.subtrees[0]);
        return new Node(left.layer, generation, keys, leaves, subtrees);
    }

    private Node insert(Node node, int i, byte[] key, Leaf leaf) {
        int n = node.keys.length;
        Halves halves = split(node.subtrees[i], key);
        byte[][] keys = Arrays.copyOf(node.keys, n + 1);
        System.arraycopy(node.keys, i, keys, i + 1, n - i);
        keys[i] = key;
        Leaf[] leaves = Arrays.copyOf(node.leaves, n + 1);
        System.arraycopy(node.leaves, i, leaves, i + 1, n - i);
        leaves[i] = leaf;
        @Nullable Node[] subtrees = Arrays.copyOf(node.subtrees, n + 2);
        System.arraycopy(node.subtrees, i, subtrees, i + 1, n + 1 - i);
        subtrees[i] = halves.left();
        subtrees[i + 1] = halves.right();
        return new Node(node.layer, generation, keys, leaves, subtrees);
    }

    private Node drop(Node node, int i) {
        int n = node.keys.length;
        byte[][] keys = Arrays.copyOf(node.keys, n - 1);
        System.arraycopy(node.keys, i + 1, keys, i, n - 1 - i);
        Leaf[] leaves = Arrays.copyOf(node.leaves, n - 1);
        System.arraycopy(node.leaves, i + 1, leaves, i, n - 1 - i);
        @Nullable Node[] subtrees = Arrays.copyOf(node.subtrees, n);
        System.arraycopy(node.subtrees, i + 1, subtrees, i, n - i);
        subtrees[i] = merge(node.subtrees[i], node.subtrees[i + 1]);
        return new Node(node.layer, generation, keys, leaves, subtrees);
    }

    private Node replace(Node node, int i, Leaf leaf) {
        Leaf[] leaves = node.leaves.clone();
        leaves[i] = leaf;
        return new Node(node.layer, generation, node.keys, leaves, node.subtrees);
    }

    private Node withSubtree(Node node, int i, @Nullable Node subtree) {
        @Nullable Node[] subtrees = node.subtrees.clone();
        subtrees[i] = subtree;
        return new Node(node.layer, generation, node.keys, node.leaves, subtrees);
    }

    private Node single(byte[] key, int layer, Leaf leaf, @Nullable Node left, @Nullable Node right) {
        return new Node(layer, generation, new byte[][] {key}, new Leaf[] {leaf}, new @Nullable Node[] {left, right});
    }

    private @Nullable Node unlessEmpty(int layer, byte[][] keys, Leaf[] leaves, @Nullable Node[] subtrees) {
        Node node = new Node(layer, generation, keys, leaves, subtrees);
        return node.isEmpty() ? null : node;
    }

    private @Nullable Node raise(@Nullable Node node, int layer) {
        return node == null ? null : raised(node, layer);
    }

    /// Wraps a node in nodes without keys until it stands at `layer`.
    private Node raised(Node node, int layer) {
        Node top = node;
        while (top.layer < layer) {
            top = new Node(top.layer + 1, generation, new byte[0][], new Leaf[0], new @Nullable Node[] {top});
        }
        return top;
    }
}
