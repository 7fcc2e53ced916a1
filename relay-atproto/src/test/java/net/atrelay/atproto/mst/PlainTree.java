package net.atrelay.atproto.mst;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import net.atrelay.atproto.car.CarRoots;
import net.atrelay.atproto.car.CarSlice;
import net.atrelay.atproto.car.CarWriter;
import net.atrelay.atproto.cbor.CborWriter;
import net.atrelay.atproto.cid.Cid;
import net.atrelay.atproto.cid.Sha256;
import org.jspecify.annotations.Nullable;

/// A whole tree built from its entries the plain way, to compare with: layer by layer from the top, without any edit
/// (spec: repository, MST structure). Keys are ASCII.
final class PlainTree {
    private static final Map<String, Integer> LAYERS = new HashMap<>();

    final TreeMap<String, Cid> entries;

    /// Every node by CID, the ones below first.
    final Map<Cid, byte[]> blocks = new LinkedHashMap<>();

    final Cid root;
    private final Part top;

    private record Part(Cid cid, List<String> keys, List<@Nullable Part> subtrees) {}

    PlainTree(SortedMap<String, Cid> entries) {
        this.entries = new TreeMap<>(entries);
        List<String> keys = new ArrayList<>(entries.keySet());
        int layer = 0;
        for (String key : keys) {
            layer = Math.max(layer, layerOf(key));
        }
        this.top = part(keys, layer);
        this.root = top.cid;
    }

    static int layerOf(String key) {
        return LAYERS.computeIfAbsent(key, PlainTree::hashedLayerOf);
    }

    /// The blocks that inversion needs: the ways to each touched key and to its neighbours on both sides
    /// (proposal 0006).
    Set<Cid> covering(Collection<String> touched) {
        Set<Cid> cids = new LinkedHashSet<>();
        for (String key : touched) {
            cover(key, cids);
            String left = entries.lowerKey(key);
            if (left != null) {
                cover(left, cids);
            }
            String right = entries.higherKey(key);
            if (right != null) {
                cover(right, cids);
            }
        }
        return cids;
    }

    /// A slice with these of the tree's blocks.
    CarSlice slice(Collection<Cid> cids) {
        CarWriter car = new CarWriter(root);
        for (Cid cid : cids) {
            byte[] block = blocks.get(cid);
            if (block != null) {
                car.block(cid, block);
            }
        }
        return parsed(car);
    }

    static CarSlice parsed(CarWriter car) {
        return (CarSlice) CarSlice.parse(car.toBytes(), CarRoots.EXACTLY_ONE);
    }

    private void cover(String key, Set<Cid> cids) {
        Part part = top;
        while (part != null) {
            cids.add(part.cid);
            int position = 0;
            while (position < part.keys.size() && part.keys.get(position).compareTo(key) < 0) {
                position++;
            }
            boolean found =
                    position < part.keys.size() && part.keys.get(position).equals(key);
            part = found ? null : part.subtrees.get(position);
        }
    }

    private Part part(List<String> keys, int layer) {
        List<String> own = new ArrayList<>();
        List<@Nullable Part> subtrees = new ArrayList<>();
        int from = 0;
        for (int i = 0; i <= keys.size(); i++) {
            if (i == keys.size() || layerOf(keys.get(i)) == layer) {
                subtrees.add(from == i ? null : part(keys.subList(from, i), layer - 1));
                from = i + 1;
                if (i < keys.size()) {
                    own.add(keys.get(i));
                }
            }
        }
        byte[] block = encoded(own, subtrees);
        Cid cid = Cid.ofDagCbor(block);
        blocks.put(cid, block);
        return new Part(cid, own, subtrees);
    }

    private byte[] encoded(List<String> own, List<@Nullable Part> subtrees) {
        CborWriter out = new CborWriter().mapHeader(2).text("e").arrayHeader(own.size());
        String previous = "";
        for (int i = 0; i < own.size(); i++) {
            String key = own.get(i);
            int shared = 0;
            while (shared < Math.min(key.length(), previous.length())
                    && key.charAt(shared) == previous.charAt(shared)) {
                shared++;
            }
            out.mapHeader(4).text("k").bytes(key.substring(shared).getBytes(StandardCharsets.US_ASCII));
            out.text("p").integer(shared).text("t");
            out.cidOrNull(cidOf(subtrees.get(i + 1))).text("v").cid(Objects.requireNonNull(entries.get(key)));
            previous = key;
        }
        return out.text("l").cidOrNull(cidOf(subtrees.getFirst())).toBytes();
    }

    private static @Nullable Cid cidOf(@Nullable Part part) {
        return part == null ? null : part.cid;
    }

    private static int hashedLayerOf(String key) {
        byte[] bytes = key.getBytes(StandardCharsets.US_ASCII);
        byte[] digest = Sha256.of(bytes, 0, bytes.length);
        int zeros = 0;
        while (zeros < 256 && (digest[zeros / 8] >> (7 - zeros % 8) & 1) == 0) {
            zeros++;
        }
        return zeros / 2;
    }
}
