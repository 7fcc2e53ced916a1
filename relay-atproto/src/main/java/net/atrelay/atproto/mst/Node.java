package net.atrelay.atproto.mst;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A node of the tree with what is known below it. Immutable but for the CID of a changed one, which is found when
/// somebody asks for it; each change gives a new node that shares what is untouched.
///
/// `keys` and `values` have the same length n, `subtrees` has n + 1 places: place i holds the keys just before key i.
final class Node implements Subtree {
    final int layer;
    final byte[][] keys;
    final Link[] values;
    final @Nullable Subtree[] subtrees;

    /// Null as long as the node is changed and not yet encoded.
    @Nullable
    Link link;

    Node(int layer, byte[][] keys, Link[] values, @Nullable Subtree[] subtrees, @Nullable Link link) {
        this.layer = layer;
        this.keys = keys;
        this.values = values;
        this.subtrees = subtrees;
        this.link = link;
    }

    /// A new node of one entry.
    static Node single(int layer, byte[] key, Link value, @Nullable Subtree left, @Nullable Subtree right) {
        return new Node(layer, new byte[][] {key}, new Link[] {value}, new @Nullable Subtree[] {left, right}, null);
    }

    /// `node` under as many nodes without entries as reach up to `layer`.
    static Node raised(Node node, int layer) {
        Node top = node;
        while (top.layer < layer) {
            top = new Node(top.layer + 1, new byte[0][], new Link[0], new @Nullable Subtree[] {top}, null);
        }
        return top;
    }

    int size() {
        return keys.length;
    }

    boolean isEmpty() {
        return keys.length == 0 && subtrees[0] == null;
    }

    /// Index of the first key that is not below `key`; [#size()] if there is none.
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

    boolean holdsAt(int position, byte[] key) {
        return position < keys.length && Arrays.equals(keys[position], key);
    }

    Node withValue(int position, Link value) {
        Link[] changed = values.clone();
        changed[position] = value;
        return new Node(layer, keys, changed, subtrees, null);
    }

    Node withSubtree(int position, @Nullable Subtree subtree) {
        @Nullable Subtree[] changed = subtrees.clone();
        changed[position] = subtree;
        return new Node(layer, keys, values, changed, null);
    }

    /// With an entry more, and `left` and `right` of it in place of the subtree that was there.
    Node withEntry(int position, byte[] key, Link value, @Nullable Subtree left, @Nullable Subtree right) {
        @Nullable Subtree[] changed = inserted(subtrees, position, left);
        changed[position + 1] = right;
        return new Node(layer, inserted(keys, position, key), inserted(values, position, value), changed, null);
    }

    /// Without an entry, and with `between` in place of the subtrees on both sides of it.
    Node withoutEntry(int position, @Nullable Subtree between) {
        return joined(before(position, null), after(position + 1, between), between);
    }

    /// The entries before `position`, ending in the subtree `last`.
    Node before(int position, @Nullable Subtree last) {
        @Nullable Subtree[] kept = Arrays.copyOf(subtrees, position + 1);
        kept[position] = last;
        return new Node(layer, Arrays.copyOf(keys, position), Arrays.copyOf(values, position), kept, null);
    }

    /// The entries from `position` on, beginning with the subtree `first`.
    Node after(int position, @Nullable Subtree first) {
        int size = keys.length;
        @Nullable Subtree[] kept = Arrays.copyOfRange(subtrees, position, size + 1);
        kept[0] = first;
        return new Node(
                layer,
                Arrays.copyOfRange(keys, position, size),
                Arrays.copyOfRange(values, position, size),
                kept,
                null);
    }

    /// The entries of both nodes, and `between` in place of the subtrees where they meet.
    static Node joined(Node left, Node right, @Nullable Subtree between) {
        int size = left.size();
        byte[][] keys = Arrays.copyOf(left.keys, size + right.size());
        System.arraycopy(right.keys, 0, keys, size, right.size());
        Link[] values = Arrays.copyOf(left.values, keys.length);
        System.arraycopy(right.values, 0, values, size, right.size());
        @Nullable Subtree[] subtrees = Arrays.copyOf(left.subtrees, keys.length + 1);
        System.arraycopy(right.subtrees, 0, subtrees, size, right.size() + 1);
        subtrees[size] = between;
        return new Node(left.layer, keys, values, subtrees, null);
    }

    private static <T extends @Nullable Object> T[] inserted(T[] array, int position, T element) {
        T[] longer = Arrays.copyOf(array, array.length + 1);
        System.arraycopy(array, position, longer, position + 1, array.length - position);
        longer[position] = element;
        return longer;
    }
}
