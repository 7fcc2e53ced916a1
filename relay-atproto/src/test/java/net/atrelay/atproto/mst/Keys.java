package net.atrelay.atproto.mst;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.atrelay.atproto.cbor.CborWriter;
import net.atrelay.atproto.cid.Cid;

/// Keys and records to make trees of.
final class Keys {
    private static final int LAYERS = 6;
    private static final int PER_LAYER = 400;
    private static final List<List<String>> BY_LAYER = byLayer();

    private Keys() {}

    /// Keys of one layer, 0 to 5, in ascending order.
    static List<String> ofLayer(int layer) {
        return BY_LAYER.get(layer);
    }

    /// A key whose layer is higher than chance would have it, so that small trees are deep.
    static String any(Random random) {
        int layer = 0;
        while (layer < LAYERS - 1 && random.nextInt(5) < 2) {
            layer++;
        }
        List<String> keys = BY_LAYER.get(layer);
        return keys.get(random.nextInt(keys.size()));
    }

    /// The CID of one of many records.
    static Cid record(int number) {
        return Cid.ofDagCbor(new CborWriter().integer(number).toBytes());
    }

    private static List<List<String>> byLayer() {
        List<List<String>> found = new ArrayList<>();
        for (int i = 0; i < LAYERS; i++) {
            found.add(new ArrayList<>());
        }
        Random random = new Random(38);
        while (found.getLast().size() < PER_LAYER) {
            String key = (random.nextBoolean() ? "com.example.record/" : "") + Integer.toString(random.nextInt(), 36);
            int layer = PlainTree.layerOf(key);
            if (layer < LAYERS && found.get(layer).size() < PER_LAYER) {
                found.get(layer).add(key);
            }
        }
        found.forEach(keys -> keys.sort(null));
        return found;
    }
}
