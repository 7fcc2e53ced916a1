package net.atrelay.sim.repo;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Builds a whole tree from sorted keys in one pass from the top, without the copying that single insertions cost.
///
/// It shares no step with [TreeEdit], so each checks the other.
final class TreeBuilder {

    /// Nodes built at once belong to no commit that is still to come.
    static final int GENERATION = 0;

    private final byte[][] keys;
    private final Leaf[] leaves;
    private final int[] layers;

    TreeBuilder(byte[][] keys, Leaf[] leaves) {
        this.keys = keys;
        this.leaves = leaves;
        this.layers = new int[keys.length];
        for (int i = 0; i < keys.length; i++) {
            layers[i] = Node.layerOf(keys[i]);
        }
    }

    @Nullable
    Node build() {
        int top = Arrays.stream(layers).max().orElse(0);
        return build(0, keys.length, top);
    }

    /// The node at `layer` over the keys from `from` to before `to`, all of which belong to that layer or below.
    private @Nullable Node build(int from, int to, int layer) {
        if (from == to) {
            return null;
        }
        int own = 0;
        for (int i = from; i < to; i++) {
            own += layers[i] == layer ? 1 : 0;
        }
        byte[][] ownKeys = new byte[own][];
        Leaf[] ownLeaves = new Leaf[own];
        @Nullable Node[] subtrees = new @Nullable Node[own + 1];
        int start = from;
        int n = 0;
        for (int i = from; i < to; i++) {
            if (layers[i] == layer) {
                subtrees[n] = build(start, i, layer - 1);
                ownKeys[n] = keys[i];
                ownLeaves[n++] = leaves[i];
                start = i + 1;
            }
        }
        subtrees[n] = build(start, to, layer - 1);
        return new Node(layer, GENERATION, ownKeys, ownLeaves, subtrees);
    }
}
