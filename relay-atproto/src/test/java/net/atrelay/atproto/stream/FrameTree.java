package net.atrelay.atproto.stream;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.atrelay.atproto.cbor.CborValue;
import net.atrelay.atproto.cbor.CborWriter;
import net.atrelay.atproto.cbor.LenientCbor;
import net.atrelay.atproto.cbor.MalformedCbor;

/// A frame as two maps that tests may change field by field, and write well or badly.
final class FrameTree {
    final Map<String, CborValue> header;
    final Map<String, CborValue> payload;

    private FrameTree(Map<String, CborValue> header, Map<String, CborValue> payload) {
        this.header = header;
        this.payload = payload;
    }

    static FrameTree golden(String name) {
        return of(GoldenFrames.frame(name));
    }

    static FrameTree of(byte[] frame) {
        try {
            LenientCbor reader = new LenientCbor(frame);
            return new FrameTree(fields(reader.read()), fields(reader.read()));
        } catch (MalformedCbor malformed) {
            throw new AssertionError(malformed);
        }
    }

    FrameTree with(String key, CborValue value) {
        payload.put(key, value);
        return this;
    }

    FrameTree without(String key) {
        payload.remove(key);
        return this;
    }

    /// Changes the only op of a commit.
    FrameTree withOp(String key, CborValue value) {
        Map<String, CborValue> op = op();
        op.put(key, value);
        return with("ops", new CborValue.Array(List.of(new CborValue.Fields(op))));
    }

    FrameTree withoutOp(String key) {
        Map<String, CborValue> op = op();
        op.remove(key);
        return with("ops", new CborValue.Array(List.of(new CborValue.Fields(op))));
    }

    Map<String, CborValue> op() {
        if (payload.get("ops") instanceof CborValue.Array array) {
            return fields(array.elements().getFirst());
        }
        throw new AssertionError("no ops");
    }

    /// The frame in canonical form.
    byte[] encode() {
        CborWriter writer = new CborWriter();
        new CborValue.Fields(header).writeTo(writer);
        new CborValue.Fields(payload).writeTo(writer);
        return writer.toBytes();
    }

    /// The frame in a form that says the same but is not canonical, as a rule.
    byte[] encodeBadly(Random random) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        writeBadly(new CborValue.Fields(header), out, random);
        writeBadly(new CborValue.Fields(payload), out, random);
        return out.toByteArray();
    }

    private static void writeBadly(CborValue value, ByteArrayOutputStream out, Random random) {
        switch (value) {
            case CborValue.Int(long number) when number >= 0 -> head(0, number, out, random);
            case CborValue.Int(long number) -> head(1, -1 - number, out, random);
            case CborValue.Bytes(byte[] bytes) -> stretch(2, bytes, out, random);
            case CborValue.Text text -> stretch(3, utf8(text.value()), out, random);
            case CborValue.Array(List<CborValue> elements) -> {
                boolean indefinite = containerHead(4, elements.size(), out, random);
                elements.forEach(element -> writeBadly(element, out, random));
                end(indefinite, out);
            }
            case CborValue.Fields(Map<String, CborValue> fields) -> {
                boolean indefinite = containerHead(5, fields.size(), out, random);
                List<String> keys = new ArrayList<>(fields.keySet());
                Collections.shuffle(keys, random);
                keys.forEach(key -> {
                    stretch(3, utf8(key), out, random);
                    writeBadly(fields.getOrDefault(key, new CborValue.Null()), out, random);
                });
                end(indefinite, out);
            }
            case CborValue.Bool _, CborValue.Null _, CborValue.Link _ -> out.writeBytes(value.encode());
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// A head that is often longer than needed.
    private static void head(int major, long argument, ByteArrayOutputStream out, Random random) {
        int shortest = argument < 24 ? 0 : argument < 1 << 8 ? 1 : argument < 1 << 16 ? 2 : argument < 1L << 32 ? 3 : 4;
        int chosen = random.nextInt(4) == 0 ? shortest + random.nextInt(5 - shortest) : shortest;
        if (chosen == 0) {
            out.write(major << 5 | (int) argument);
            return;
        }
        int width = 1 << (chosen - 1);
        out.write(major << 5 | 23 + chosen);
        for (int i = width - 1; i >= 0; i--) {
            out.write((int) (argument >>> (8 * i)));
        }
    }

    private static void stretch(int major, byte[] bytes, ByteArrayOutputStream out, Random random) {
        // Chunks of text end between characters; ASCII makes that easy.
        boolean chunked = random.nextInt(6) == 0 && (major == 2 || isAscii(bytes));
        if (!chunked) {
            head(major, bytes.length, out, random);
            out.writeBytes(bytes);
            return;
        }
        out.write(major << 5 | 31);
        int at = 0;
        while (at < bytes.length) {
            int length = 1 + random.nextInt(bytes.length - at);
            head(major, length, out, random);
            out.write(bytes, at, length);
            at += length;
        }
        out.write(0xff);
    }

    private static boolean isAscii(byte[] bytes) {
        for (byte next : bytes) {
            if (next < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean containerHead(int major, int size, ByteArrayOutputStream out, Random random) {
        boolean indefinite = random.nextInt(4) == 0;
        if (indefinite) {
            out.write(major << 5 | 31);
        } else {
            head(major, size, out, random);
        }
        return indefinite;
    }

    private static void end(boolean indefinite, ByteArrayOutputStream out) {
        if (indefinite) {
            out.write(0xff);
        }
    }

    private static Map<String, CborValue> fields(CborValue value) {
        if (value instanceof CborValue.Fields fields) {
            return new LinkedHashMap<>(fields.fields());
        }
        throw new AssertionError("not a map: " + value);
    }
}
