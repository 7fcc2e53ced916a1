package net.atrelay.atproto.cbor;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import net.atrelay.atproto.cbor.MalformedCbor.Reason;
import org.jspecify.annotations.Nullable;

/// A DRISL item as a tree, for views, tools and the rare rewriting of a frame; per event nothing makes one.
public sealed interface CborValue {
    record Text(String value) implements CborValue {}

    record Int(long value) implements CborValue {}

    record Bool(boolean value) implements CborValue {}

    record Null() implements CborValue {}

    record Bytes(byte[] value) implements CborValue {}

    /// A link to a block.
    ///
    /// @param binaryCid a CIDv1 of any codec and hash, without the leading 0x00
    record Link(byte[] binaryCid) implements CborValue {}

    record Array(List<CborValue> elements) implements CborValue {}

    /// A map.
    ///
    /// @param fields in the order met; written in canonical order whatever it is
    record Fields(Map<String, CborValue> fields) implements CborValue {
        public @Nullable CborValue field(String key) {
            return fields.get(key);
        }
    }

    /// The one item that these bytes are, read strictly.
    static CborValue decode(byte[] bytes) throws MalformedCbor {
        CborReader reader = new CborReader(bytes);
        reader.skipItem();
        reader.expectEnd();
        reader.position(0);
        return read(bytes, reader);
    }

    /// Canonical bytes of this value.
    default byte[] encode() {
        CborWriter writer = new CborWriter();
        writeTo(writer);
        return writer.toBytes();
    }

    /// Writes this value in canonical form.
    default void writeTo(CborWriter writer) {
        switch (this) {
            case Text text -> writer.text(text.value);
            case Int integer -> writer.integer(integer.value);
            case Bool bool -> writer.bool(bool.value);
            case Null() -> writer.nothing();
            case Bytes bytes -> writer.bytes(bytes.value);
            case Link link -> writer.link(link.binaryCid);
            case Array array -> {
                writer.arrayHeader(array.elements.size());
                array.elements.forEach(element -> element.writeTo(writer));
            }
            case Fields fields -> writeFields(fields.fields, writer);
        }
    }

    private static void writeFields(Map<String, CborValue> fields, CborWriter writer) {
        SortedMap<byte[], CborValue> byKey = new TreeMap<>(CborFields.KEY_ORDER);
        fields.forEach((key, value) -> byKey.put(key.getBytes(StandardCharsets.UTF_8), value));
        writer.mapHeader(byKey.size());
        byKey.forEach((key, value) -> {
            writer.text(key);
            value.writeTo(writer);
        });
    }

    /// Reads an item that has been checked already.
    private static CborValue read(byte[] bytes, CborReader reader) throws MalformedCbor {
        return switch (reader.nextMajor()) {
            case CborReader.UNSIGNED, CborReader.NEGATIVE -> new Int(reader.readLong());
            case CborReader.BYTES -> new Bytes(copy(bytes, reader.readBytes(), 0));
            case CborReader.TEXT -> new Text(reader.readString());
            case CborReader.ARRAY -> readArray(bytes, reader);
            case CborReader.MAP -> readFields(bytes, reader);
            case CborReader.TAG -> new Link(copy(bytes, reader.readLink(), 1));
            default -> reader.tryNull() ? new Null() : new Bool(reader.readBoolean());
        };
    }

    private static Array readArray(byte[] bytes, CborReader reader) throws MalformedCbor {
        int size = reader.readArrayHeader();
        List<CborValue> elements = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            elements.add(read(bytes, reader));
        }
        return new Array(elements);
    }

    private static Fields readFields(byte[] bytes, CborReader reader) throws MalformedCbor {
        int pairs = reader.readMapHeader();
        Map<String, CborValue> fields = new LinkedHashMap<>();
        long key = CborReader.FIRST_KEY;
        for (int i = 0; i < pairs; i++) {
            key = reader.readKey(key);
            if (fields.put(reader.string(key), read(bytes, reader)) != null) {
                throw MalformedCbor.because(Reason.DUPLICATE_KEY);
            }
        }
        return new Fields(fields);
    }

    private static byte[] copy(byte[] bytes, long extent, int skipped) {
        return Arrays.copyOfRange(bytes, Extent.offset(extent) + skipped, Extent.end(extent));
    }
}
