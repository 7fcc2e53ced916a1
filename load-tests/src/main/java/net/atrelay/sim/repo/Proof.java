package net.atrelay.sim.repo;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Collects the nodes on the way to a key and to its immediate neighbours.
///
/// 1. Go down to the key, or to the empty place where it would be.
/// 2. Where the key is found, go down the right edge of the subtree before it and the left edge of the one after it:
///    there its neighbours are. Where it is not found, its neighbours lie in nodes already on the way.
record Proof(Set<Node> nodes) {

    void cover(Node root, byte[] key) {
        Node node = root;
        while (node != null) {
            nodes.add(node);
            int i = node.position(key);
            if (node.holdsAt(i, key)) {
                rightEdge(node.subtrees[i]);
                leftEdge(node.subtrees[i + 1]);
                return;
            }
            node = node.subtrees[i];
        }
    }

    private void rightEdge(@Nullable Node start) {
        for (Node node = start; node != null; node = node.subtrees[node.keys.length]) {
            nodes.add(node);
        }
    }

    private void leftEdge(@Nullable Node start) {
        for (Node node = start; node != null; node = node.subtrees[0]) {
            nodes.add(node);
        }
    }
}
