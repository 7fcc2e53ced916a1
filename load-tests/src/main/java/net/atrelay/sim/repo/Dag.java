package net.atrelay.sim.repo;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A growing buffer that takes canonical DAG-CBOR, item by item.
///
/// The caller writes map keys in canonical order (shorter first, then bytewise); this class only encodes. Not
/// thread-safe.
public final class Dag {

    private static final int MAJOR_NEGATIVE = 0x20;
    private static final int MAJOR_BYTES = 0x40;
    private static final int MAJOR_TEXT = 0x60;
    private static final int MAJOR_ARRAY = 0x80;
    private static final int MAJOR_MAP = 0xa0;

    private byte[] buffer;
    private int size;

    /// An empty buffer with room for `capacity` bytes before it grows.
    public Dag(int capacity) {
        buffer = new byte[capacity];
    }

    /// Opens a map of `pairs` keys; exactly that many keys and values must follow.
    public Dag map(int pairs) {
        return head(MAJOR_MAP, pairs);
    }

    /// Opens an array; exactly `length` items must follow.
    public Dag array(int length) {
        return head(MAJOR_ARRAY, length);
    }

    /// Writes a text string.
    public Dag text(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        return head(MAJOR_TEXT, utf8.length).raw(utf8, 0, utf8.length);
    }

    /// Writes a text string from its UTF-8 bytes.
    Dag text(byte[] utf8) {
        return head(MAJOR_TEXT, utf8.length).raw(utf8, 0, utf8.length);
    }

    /// Writes a byte string.
    public Dag bytes(byte[] value) {
        return bytes(value, 0, value.length);
    }

    Dag bytes(byte[] value, int from, int length) {
        return head(MAJOR_BYTES, length).raw(value, from, length);
    }

    /// Opens a byte string of `length` bytes, which must follow through [#raw].
    Dag bytesHead(int length) {
        return head(MAJOR_BYTES, length);
    }

    /// Writes an integer in its shortest form.
    public Dag integer(long value) {
        return value >= 0 ? head(0, value) : head(MAJOR_NEGATIVE, -1 - value);
    }

    /// Writes a non-negative integer in eight bytes whatever its size: valid CBOR, but not canonical.
    public Dag longInteger(long value) {
        return put(0x1b).big(value, 8);
    }

    /// Writes `true` or `false`.
    public Dag bool(boolean value) {
        return put(value ? 0xf5 : 0xf4);
    }

    /// Writes `null`.
    public Dag nil() {
        return put(0xf6);
    }

    /// Writes a link: tag 42 over a zero byte and the binary CID.
    public Dag link(Cid cid) {
        put(0xd8).put(42).put(0x58).put(1 + Cid.BYTES).put(0);
        return cid(cid);
    }

    /// Writes the 36 bytes of a CID without any CBOR around them.
    Dag cid(Cid cid) {
        put(0x01).put(0x71).put(0x12).put(0x20);
        return raw(cid.digest(), 0, 32);
    }

    /// Appends bytes as they are.
    public Dag raw(byte[] value, int from, int length) {
        reserve(length);
        System.arraycopy(value, from, buffer, size, length);
        size += length;
        return this;
    }

    /// Writes an unsigned LEB128 number, as CAR files use it.
    Dag varint(long value) {
        long rest = value;
        while (rest >= 0x80) {
            put((int) (rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        return put((int) rest);
    }

    /// Bytes written so far.
    public int size() {
        return size;
    }

    /// A copy of what was written.
    public byte[] toBytes() {
        return Arrays.copyOf(buffer, size);
    }

    /// Forgets everything, keeping the room.
    Dag clear() {
        size = 0;
        return this;
    }

    private Dag head(int major, long argument) {
        if (argument < 24) {
            return put(major | (int) argument);
        } else if (argument < 0x100) {
            return put(major | 24).put((int) argument);
        } else if (argument < 0x1_0000) {
            return put(major | 25).big(argument, 2);
        } else if (argument < 0x1_0000_0000L) {
            return put(major | 26).big(argument, 4);
        }
        return put(major | 27).big(argument, 8);
    }

    private Dag big(long value, int width) {
        for (int shift = (width - 1) * 8; shift >= 0; shift -= 8) {
            put((int) (value >>> shift));
        }
        return this;
    }

    private Dag put(int octet) {
        reserve(1);
        buffer[size++] = (byte) octet;
        return this;
    }

    private void reserve(int more) {
        if (size + more > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, size + more));
        }
    }
}
