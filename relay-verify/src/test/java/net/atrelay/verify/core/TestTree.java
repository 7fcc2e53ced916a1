package net.atrelay.verify.core;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import net.atrelay.atproto.cbor.CborWriter;
import net.atrelay.atproto.cid.Cid;
import net.atrelay.atproto.cid.Sha256;

/// Builds a whole MST from its entries, the plain way (spec: repository, MST structure).
final class TestTree {
    private final SortedMap<String, Cid> entries;

    /// Every node of the tree by CID; the root is the last.
    final Map<Cid, byte[]> nodes = new LinkedHashMap<>();

    final Cid root;

    TestTree(SortedMap<String, Cid> entries) {
        this.entries = entries;
        List<String> paths = new ArrayList<>(entries.keySet());
        int top = paths.stream().mapToInt(TestTree::layerOf).max().orElse(0);
        this.root = node(paths, top);
    }

    private Cid node(List<String> paths, int layer) {
        List<String> own = new ArrayList<>();
        List<List<String>> between = new ArrayList<>();
        between.add(new ArrayList<>());
        for (String path : paths) {
            if (layerOf(path) == layer) {
                own.add(path);
                between.add(new ArrayList<>());
            } else {
                between.getLast().add(path);
            }
        }
        CborWriter writer = new CborWriter().mapHeader(2).text("e").arrayHeader(own.size());
        String previous = "";
        for (int i = 0; i < own.size(); i++) {
            String path = own.get(i);
            int shared = sharedPrefix(previous, path);
            writer.mapHeader(4).text("k").bytes(ascii(path.substring(shared)));
            writer.text("p").integer(shared).text("t");
            link(writer, between.get(i + 1), layer).text("v").cid(Objects.requireNonNull(entries.get(path)));
            previous = path;
        }
        byte[] block = link(writer.text("l"), between.getFirst(), layer).toBytes();
        Cid cid = Cid.ofDagCbor(block);
        nodes.put(cid, block);
        return cid;
    }

    private CborWriter link(CborWriter writer, List<String> paths, int layer) {
        return paths.isEmpty() ? writer.nothing() : writer.cid(node(paths, layer - 1));
    }

    private static int sharedPrefix(String left, String right) {
        int shared = 0;
        while (shared < Math.min(left.length(), right.length()) && left.charAt(shared) == right.charAt(shared)) {
            shared++;
        }
        return shared;
    }

    private static int layerOf(String path) {
        byte[] key = ascii(path);
        byte[] digest = new byte[Sha256.BYTES];
        Sha256.into(key, 0, key.length, digest, 0);
        int zeros = 0;
        for (byte b : digest) {
            zeros += b == 0 ? 8 : Integer.numberOfLeadingZeros(b & 0xff) - 24;
            if (b != 0) {
                break;
            }
        }
        return zeros / 2;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
