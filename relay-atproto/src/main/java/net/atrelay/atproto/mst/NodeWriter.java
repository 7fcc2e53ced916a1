package net.atrelay.atproto.mst;

import java.util.Arrays;
import net.atrelay.atproto.cbor.CborWriter;
import org.jspecify.annotations.Nullable;

/// Finds the CIDs of changed nodes by encoding them; all others keep the one under which they were received. Owned by
/// one call.
final class NodeWriter {
    private static final int EXPECTED_BYTES = 1_024;

    private final CborWriter out = new CborWriter(EXPECTED_BYTES);

    Link linkOf(Subtree subtree) {
        return switch (subtree) {
            case Stub(Link link) -> link;
            case Node node -> linkOf(node);
        };
    }

    private Link linkOf(Node node) {
        Link known = node.link;
        if (known == null) {
            // What is below comes first: all are written into one buffer.
            for (Subtree subtree : node.subtrees) {
                if (subtree != null) {
                    linkOf(subtree);
                }
            }
            write(node);
            known = Link.of(out.toCid());
            node.link = known;
        }
        return known;
    }

    private void write(Node node) {
        out.reset();
        out.mapHeader(2).text(NodeBlock.E).arrayHeader(node.size());
        byte[] previous = NodeBlock.NO_KEY;
        for (int i = 0; i < node.size(); i++) {
            byte[] key = node.keys[i];
            int shared = sharedPrefix(previous, key);
            out.mapHeader(4).text(NodeBlock.K).bytes(key, shared, key.length - shared);
            out.text(NodeBlock.P).integer(shared).text(NodeBlock.T);
            writeSubtree(node.subtrees[i + 1]);
            writeValue(node.values[i]);
            previous = key;
        }
        out.text(NodeBlock.L);
        writeSubtree(node.subtrees[0]);
    }

    private void writeSubtree(@Nullable Subtree subtree) {
        if (subtree == null) {
            out.nothing();
        } else {
            Link link = linkOf(subtree);
            out.link(link.bytes(), link.offset(), link.length());
        }
    }

    private void writeValue(Link link) {
        out.text(NodeBlock.V).link(link.bytes(), link.offset(), link.length());
    }

    /// Length of the longest prefix that both have, byte by byte.
    static int sharedPrefix(byte[] left, byte[] right) {
        int mismatch = Arrays.mismatch(left, right);
        return mismatch < 0 ? left.length : mismatch;
    }
}
