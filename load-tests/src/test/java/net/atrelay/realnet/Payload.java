package net.atrelay.realnet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.atrelay.sim.CborWalk;
import org.jspecify.annotations.Nullable;

/// The fields of a frame's payload, by the bytes where each stands.
final class Payload {
    private final byte[] frame;
    private final int mapAt;
    private final Map<String, Extent> fields = new LinkedHashMap<>();

    /// Offsets in the frame: of the key, of the value, and of what follows.
    private record Extent(int keyFrom, int valueFrom, int to) {}

    /// A change of one record.
    record Op(String action, String path) {}

    Payload(byte[] frame) {
        this.frame = frame;
        CborWalk walk = new CborWalk(frame);
        walk.skip();
        mapAt = walk.at();
        for (long pairs = walk.map(); pairs > 0; pairs--) {
            int keyFrom = walk.at();
            String key = walk.text();
            int valueFrom = walk.at();
            walk.skip();
            fields.put(key, new Extent(keyFrom, valueFrom, walk.at()));
        }
    }

    /// The text of a field; null when there is no such field.
    @Nullable
    String text(String key) {
        Extent extent = fields.get(key);
        return extent == null ? null : valueOf(extent).text();
    }

    /// The records that a commit changes.
    List<Op> ops() {
        Extent extent = fields.get("ops");
        if (extent == null) {
            return List.of();
        }
        CborWalk walk = valueOf(extent);
        List<Op> ops = new ArrayList<>();
        for (long left = walk.array(); left > 0; left--) {
            ops.add(op(walk));
        }
        return ops;
    }

    private static Op op(CborWalk walk) {
        String action = "";
        String path = "";
        for (long pairs = walk.map(); pairs > 0; pairs--) {
            switch (walk.text()) {
                case "action" -> action = walk.text();
                case "path" -> path = walk.text();
                default -> walk.skip();
            }
        }
        return new Op(action, path);
    }

    /// The frame without a field: its map counts one less, every other byte stays.
    byte[] without(String key) {
        Extent extent = fields.get(key);
        if (extent == null) {
            return frame;
        }
        byte[] rest = Arrays.copyOf(frame, frame.length - (extent.to() - extent.keyFrom()));
        System.arraycopy(frame, extent.to(), rest, extent.keyFrom(), frame.length - extent.to());
        // A map of fewer than 24 pairs, as every message is, has their number in its first byte.
        rest[mapAt]--;
        return rest;
    }

    private CborWalk valueOf(Extent extent) {
        return new CborWalk(Arrays.copyOfRange(frame, extent.valueFrom(), extent.to()));
    }
}
