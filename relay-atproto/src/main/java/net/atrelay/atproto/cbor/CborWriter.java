package net.atrelay.atproto.cbor;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.atrelay.atproto.cid.Cid;
import org.jspecify.annotations.Nullable;

/// Writes DRISL-CBOR into a growing array: shortest heads, definite lengths. The order of map keys is the caller's to
/// keep; [CborFields] sorts where the caller cannot. Owned by one caller.
public final class CborWriter {
    private byte[] bytes;
    private int size;

    public CborWriter() {
        this(256);
    }

    public CborWriter(int expectedBytes) {
        bytes = new byte[Math.max(16, expectedBytes)];
    }

    /// Bytes written so far.
    public int size() {
        return size;
    }

    /// Forgets what was written and keeps the room.
    public void reset() {
        size = 0;
    }

    /// All that was written, as a new array.
    public byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    /// The CID of all that was written, as a block.
    public Cid toCid() {
        return Cid.ofDagCbor(bytes, 0, size);
    }

    public CborWriter mapHeader(int pairs) {
        return head(CborReader.MAP, pairs);
    }

    public CborWriter arrayHeader(int elements) {
        return head(CborReader.ARRAY, elements);
    }

    public CborWriter integer(long value) {
        return value >= 0 ? head(CborReader.UNSIGNED, value) : head(CborReader.NEGATIVE, -1 - value);
    }

    public CborWriter text(String value) {
        return text(value.getBytes(StandardCharsets.UTF_8));
    }

    /// Text that is UTF-8 already.
    public CborWriter text(byte[] utf8) {
        return head(CborReader.TEXT, utf8.length).raw(utf8, 0, utf8.length);
    }

    public CborWriter bytes(byte[] value) {
        return bytes(value, 0, value.length);
    }

    public CborWriter bytes(byte[] from, int offset, int length) {
        return head(CborReader.BYTES, length).raw(from, offset, length);
    }

    public CborWriter bool(boolean value) {
        return single(value ? 0xf5 : 0xf4);
    }

    public CborWriter nothing() {
        return single(0xf6);
    }

    /// A link to this CID.
    public CborWriter cid(Cid cid) {
        head(CborReader.TAG, 42).head(CborReader.BYTES, Cid.BYTES + 1).single(0);
        reserve(Cid.BYTES);
        cid.copyTo(bytes, size);
        size += Cid.BYTES;
        return this;
    }

    /// A link or null.
    public CborWriter cidOrNull(@Nullable Cid cid) {
        return cid == null ? nothing() : cid(cid);
    }

    /// A link whose binary CID may have any form.
    CborWriter link(byte[] binaryCid) {
        return link(binaryCid, 0, binaryCid.length);
    }

    /// A link to the CID whose binary form stands here; it may be of any codec and hash.
    public CborWriter link(byte[] from, int offset, int length) {
        head(CborReader.TAG, 42).head(CborReader.BYTES, length + 1L).single(0);
        return raw(from, offset, length);
    }

    /// Bytes that are encoded already.
    public CborWriter raw(byte[] from, int offset, int length) {
        reserve(length);
        System.arraycopy(from, offset, bytes, size, length);
        size += length;
        return this;
    }

    private CborWriter single(int value) {
        reserve(1);
        bytes[size++] = (byte) value;
        return this;
    }

    private CborWriter head(int major, long argument) {
        reserve(9);
        size += CborHead.write(bytes, size, major, argument);
        return this;
    }

    private void reserve(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(size + more, bytes.length * 2));
        }
    }
}
