package net.atrelay.atproto.mst;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import net.atrelay.atproto.cbor.CborWriter;
import net.atrelay.atproto.cid.Cid;
import org.jspecify.annotations.Nullable;

/// A node written exactly as a test says it, right or wrong.
final class RawNode {
    private final List<byte[]> entries = new ArrayList<>();
    private @Nullable Cid left;
    private @Nullable String previous;

    static RawNode of(String... keys) {
        RawNode node = new RawNode();
        for (String key : keys) {
            node.entry(key, null);
        }
        return node;
    }

    RawNode left(Cid subtree) {
        left = subtree;
        return this;
    }

    /// A true entry behind the ones that are there.
    RawNode entry(String key, @Nullable Cid right) {
        String before = previous == null ? "" : previous;
        int shared = NodeWriter.sharedPrefix(bytes(before), bytes(key));
        previous = key;
        return entry(shared, key.substring(shared), right);
    }

    RawNode entry(long shared, String rest, @Nullable Cid right) {
        return entry(out -> out.mapHeader(4)
                .text("k")
                .bytes(bytes(rest))
                .text("p")
                .integer(shared)
                .text("t")
                .cidOrNull(right)
                .text("v")
                .cid(Keys.record(1)));
    }

    RawNode entry(UnaryOperator<CborWriter> encoded) {
        entries.add(encoded.apply(new CborWriter()).toBytes());
        return this;
    }

    byte[] encoded() {
        CborWriter out = new CborWriter().mapHeader(2).text("e").arrayHeader(entries.size());
        entries.forEach(entry -> out.raw(entry, 0, entry.length));
        return out.text("l").cidOrNull(left).toBytes();
    }

    Cid cid() {
        return Cid.ofDagCbor(encoded());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
