package net.atrelay.atproto.cbor;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.SortedMap;
import java.util.TreeMap;

/// The fields of one map, collected in any order and written in canonical order.
public final class CborFields {
    /// Canonical order of keys: length first, then bytewise.
    static final Comparator<byte[]> KEY_ORDER = (left, right) -> left.length == right.length
            ? Arrays.compareUnsigned(left, right)
            : Integer.compare(left.length, right.length);

    private final SortedMap<byte[], byte[]> encodedByKey = new TreeMap<>(KEY_ORDER);

    /// Adds or replaces a field; `encodedValue` is one encoded item.
    public CborFields put(String key, byte[] encodedValue) {
        return put(key.getBytes(StandardCharsets.UTF_8), encodedValue);
    }

    /// Adds or replaces a field whose key is UTF-8 already.
    public CborFields put(byte[] key, byte[] encodedValue) {
        encodedByKey.put(key, encodedValue);
        return this;
    }

    public CborFields putText(String key, String value) {
        return put(key, new CborWriter().text(value).toBytes());
    }

    public CborFields putInteger(String key, long value) {
        return put(key, new CborWriter().integer(value).toBytes());
    }

    public CborFields putBoolean(String key, boolean value) {
        return put(key, new CborWriter().bool(value).toBytes());
    }

    /// Writes the map.
    public void writeTo(CborWriter writer) {
        writer.mapHeader(encodedByKey.size());
        encodedByKey.forEach((key, value) -> writer.text(key).raw(value, 0, value.length));
    }
}
