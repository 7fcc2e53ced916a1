package net.atrelay.atproto.mst;

import static net.atrelay.atproto.mst.TreeFault.because;

import net.atrelay.atproto.cid.Cid;
import org.jspecify.annotations.Nullable;

/// Takes one change back, as a function from tree to tree (protocol reference §5.3). A step into a stub fails with
/// [TreeReason#BLOCK_MISSING]. The root is not trimmed: it may be left without entries.
record Undo(Change change) {
    /// The tree's root; null for the empty tree, which has no layer, so that the next key put into it chooses one.
    @Nullable
    Node applied(@Nullable Node root) throws TreeFault {
        Cid before = change.before();
        if (before == null) {
            return root == null ? untrue() : removedFrom(root);
        }
        Link value = Link.of(before);
        if (root != null && change.layer() <= root.layer) {
            return putInto(root, value);
        }
        if (change.now() != null) {
            return untrue();
        }
        Halves halves = split(root);
        int below = change.layer() - 1;
        return Node.single(
                change.layer(), change.key(), value, raised(halves.left, below), raised(halves.right, below));
    }

    private Node putInto(Node node, Link value) throws TreeFault {
        int position = node.position(change.key());
        Subtree subtree = node.subtrees[position];
        if (change.layer() < node.layer) {
            return node.withSubtree(
                    position,
                    subtree == null ? newChain(node.layer - 1, value) : putInto(Subtree.entered(subtree), value));
        }
        requireNow(node, position);
        if (change.now() != null) {
            return node.withValue(position, value);
        }
        Halves halves = split(subtree);
        return node.withEntry(position, change.key(), value, halves.left, halves.right);
    }

    private Node newChain(int layer, Link value) throws TreeFault {
        if (change.now() != null) {
            return untrue();
        }
        return Node.raised(Node.single(change.layer(), change.key(), value, null, null), layer);
    }

    /// The node without the key; null when nothing is left.
    private @Nullable Node removedFrom(Node node) throws TreeFault {
        int position = node.position(change.key());
        Subtree subtree = node.subtrees[position];
        Node changed;
        if (change.layer() < node.layer) {
            changed = node.withSubtree(position, subtree == null ? untrue() : removedFrom(Subtree.entered(subtree)));
        } else {
            requireNow(node, position);
            changed = node.withoutEntry(position, merged(subtree, node.subtrees[position + 1]));
        }
        return changed.isEmpty() ? null : changed;
    }

    /// Requires that the node, which is the only one that may hold the key, says of it what the op does.
    private void requireNow(Node node, int position) throws TreeFault {
        Cid now = change.now();
        boolean holds = node.holdsAt(position, change.key());
        if (holds ? now == null || !node.values[position].is(now) : now != null) {
            untrue();
        }
    }

    private record Halves(@Nullable Node left, @Nullable Node right) {
        static final Halves NOTHING = new Halves(null, null);
    }

    /// What lies before and behind the key in a subtree, each on the subtree's own layer.
    private Halves split(@Nullable Subtree subtree) throws TreeFault {
        if (subtree == null) {
            return Halves.NOTHING;
        }
        Node node = Subtree.entered(subtree);
        int position = node.position(change.key());
        Halves inner = split(node.subtrees[position]);
        Node left = node.before(position, inner.left);
        Node right = node.after(position, inner.right);
        return new Halves(left.isEmpty() ? null : left, right.isEmpty() ? null : right);
    }

    /// Two neighbours on one layer as one subtree.
    private static @Nullable Subtree merged(@Nullable Subtree left, @Nullable Subtree right) throws TreeFault {
        if (left == null || right == null) {
            return left == null ? right : left;
        }
        Node first = Subtree.entered(left);
        Node second = Subtree.entered(right);
        return Node.joined(first, second, merged(first.subtrees[first.size()], second.subtrees[0]));
    }

    private static @Nullable Node raised(@Nullable Node node, int layer) {
        return node == null ? null : Node.raised(node, layer);
    }

    private static Node untrue() throws TreeFault {
        throw because(TreeReason.OPS_UNTRUE);
    }
}
