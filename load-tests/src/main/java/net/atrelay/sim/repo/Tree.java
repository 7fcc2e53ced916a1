package net.atrelay.sim.repo;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A repository's search tree (spec: repository, MST) as an immutable value: each change gives a new tree that shares
/// all untouched nodes with the old one.
///
/// An empty tree has no root node and no layer.
public final class Tree {

    private static final Tree EMPTY = new Tree(null);

    private final @Nullable Node root;

    private Tree(@Nullable Node root) {
        this.root = root;
    }

    /// The tree without keys.
    public static Tree empty() {
        return EMPTY;
    }

    /// Builds the tree of many leaves at once. The map must be in bytewise order, which a `TreeMap` of ASCII paths is.
    public static Tree of(SortedMap<String, Leaf> leaves) {
        byte[][] keys = new byte[leaves.size()][];
        Leaf[] values = new Leaf[leaves.size()];
        int n = 0;
        for (Map.Entry<String, Leaf> entry : leaves.entrySet()) {
            keys[n] = bytes(entry.getKey());
            values[n++] = entry.getValue();
        }
        return n == 0 ? EMPTY : new Tree(new TreeBuilder(keys, values).build());
    }

    /// This tree with a leaf added or replaced. `generation` marks the nodes that are new.
    public Tree put(String path, Leaf leaf, int generation) {
        byte[] key = bytes(path);
        return new Tree(new TreeEdit(generation).put(root, key, Node.layerOf(key), leaf));
    }

    /// This tree without a leaf, its root trimmed.
    ///
    /// @throws IllegalArgumentException if the path is not there
    public Tree remove(String path, int generation) {
        if (find(path) == null || root == null) {
            throw new IllegalArgumentException("path: " + path + " (expected: a path of the tree)");
        }
        byte[] key = bytes(path);
        return new Tree(TreeEdit.trim(new TreeEdit(generation).remove(root, key, Node.layerOf(key))));
    }

    /// The leaf under a path, null when there is none.
    public @Nullable Leaf find(String path) {
        byte[] key = bytes(path);
        Node node = root;
        while (node != null) {
            int i = node.position(key);
            if (node.holdsAt(i, key)) {
                return node.leaves[i];
            }
            node = node.subtrees[i];
        }
        return null;
    }

    /// The address of the root node: a commit's `data`.
    public Cid data() {
        return root == null ? Node.EMPTY.cid() : root.cid();
    }

    /// The root's layer, null for the empty tree.
    public @Nullable Integer layer() {
        return root == null ? null : root.layer;
    }

    /// Calls back for each leaf in path order.
    public void forEach(BiConsumer<String, Leaf> consumer) {
        walk(root, consumer);
    }

    /// Gives the block of every node, root first.
    public void forEachNodeBlock(Consumer<Block> consumer) {
        if (root == null) {
            consumer.accept(Node.EMPTY);
        } else {
            walkNodes(root, node -> consumer.accept(node.block()));
        }
    }

    /// The blocks of nodes a commit's slice must carry, root first, each once: those made by `generation`, and
    /// those on the ways to each touched path and to its left and right neighbours, which op inversion needs
    /// (proposal 0006).
    public List<Block> slice(List<String> touched, int generation) {
        if (root == null) {
            return List.of(Node.EMPTY);
        }
        Set<Node> nodes = new LinkedHashSet<>();
        fresh(root, generation, nodes);
        for (String path : touched) {
            new Proof(nodes).cover(root, bytes(path));
        }
        List<Block> blocks = new ArrayList<>(nodes.size());
        for (Node node : nodes) {
            blocks.add(node.block());
        }
        return blocks;
    }

    private static void fresh(Node node, int generation, Set<Node> nodes) {
        if (node.generation != generation) {
            return;
        }
        nodes.add(node);
        for (int i = 0; i < node.subtrees.length; i++) {
            Node subtree = node.subtrees[i];
            if (subtree != null) {
                fresh(subtree, generation, nodes);
            }
        }
    }

    private static void walk(@Nullable Node node, BiConsumer<String, Leaf> consumer) {
        if (node == null) {
            return;
        }
        walk(node.subtrees[0], consumer);
        for (int i = 0; i < node.keys.length; i++) {
            consumer.accept(new String(node.keys[i], StandardCharsets.UTF_8), node.leaves[i]);
            walk(node.subtrees[i + 1], consumer);
        }
    }

    private static void walkNodes(Node node, Consumer<Node> consumer) {
        consumer.accept(node);
        for (int i = 0; i < node.subtrees.length; i++) {
            Node subtree = node.subtrees[i];
            if (subtree != null) {
                walkNodes(subtree, consumer);
            }
        }
    }

    private static byte[] bytes(String path) {
        return path.getBytes(StandardCharsets.UTF_8);
    }
}
