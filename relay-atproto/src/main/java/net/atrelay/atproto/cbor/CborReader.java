package net.atrelay.atproto.cbor;

import static net.atrelay.atproto.cbor.MalformedCbor.because;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.atrelay.atproto.cbor.MalformedCbor.Reason;
import net.atrelay.atproto.cid.Cid;

/// A strict cursor over DRISL-CBOR in a byte array (spec: data model; dasl.ing DRISL). Copies nothing: text and bytes
/// are given as an [Extent] of the array. Every method throws [MalformedCbor] at the first byte that breaks a rule:
/// definite lengths, shortest form, no floats, tag 42 only, text keys, unique and sorted length-first, UTF-8.
///
/// A map is read as
/// ```
/// int pairs = reader.readMapHeader();
/// long key = CborReader.FIRST_KEY;
/// for (int i = 0; i < pairs; i++) {
///     key = reader.readKey(key);
///     if (reader.textEquals(key, NAME)) { ... } else { reader.skipItem(); }
/// }
/// ```
/// Owned by one caller; holds no resources.
public final class CborReader {
    /// Containers inside each other, the outermost counted (G-DV, indigo `atdata`).
    public static final int DEPTH_MAX = 32;
    /// Elements of one array, pairs of one map.
    public static final int ELEMENTS_MAX = 131_072;
    /// Bytes of one map key.
    public static final int KEY_BYTES_MAX = 8_192;
    /// Bytes of any CID inside a record, which relays do not judge further.
    public static final int LINK_BYTES_MAX = 100;
    /// What [#readKey(long)] is given for the first key of a map: sorts before every key.
    public static final long FIRST_KEY = -1L;

    static final int UNSIGNED = 0;
    static final int NEGATIVE = 1;
    static final int BYTES = 2;
    static final int TEXT = 3;
    static final int ARRAY = 4;
    static final int MAP = 5;
    static final int TAG = 6;
    static final int SIMPLE = 7;

    private static final int FALSE = 0xf4;
    private static final int TRUE = 0xf5;
    private static final int NULL = 0xf6;

    private final byte[] bytes;
    private final int limit;
    private int position;

    public CborReader(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    /// Reads `bytes` from `offset` to before `limit`.
    public CborReader(byte[] bytes, int offset, int limit) {
        if (offset < 0 || offset > limit || limit > bytes.length) {
            throw new IllegalArgumentException("extent: " + offset + ".." + limit + " of " + bytes.length);
        }
        this.bytes = bytes;
        this.position = offset;
        this.limit = limit;
    }

    /// Offset in the array of the next byte to read.
    public int position() {
        return position;
    }

    /// Goes on at another offset within the limit, such as that of an item skipped before.
    public void position(int offset) {
        if (offset < 0 || offset > limit) {
            throw new IllegalArgumentException("offset: " + offset + " (expected: <= " + limit + ")");
        }
        position = offset;
    }

    public boolean atEnd() {
        return position == limit;
    }

    /// Requires that all has been read.
    public void expectEnd() throws MalformedCbor {
        if (position != limit) {
            throw because(Reason.TRAILING_BYTES);
        }
    }

    /// Number of pairs of the map that starts here.
    public int readMapHeader() throws MalformedCbor {
        return containerSize(MAP, 2);
    }

    /// Number of elements of the array that starts here.
    public int readArrayHeader() throws MalformedCbor {
        return containerSize(ARRAY, 1);
    }

    /// The next key of a map as an extent; `previous` is the key before it or [#FIRST_KEY].
    public long readKey(long previous) throws MalformedCbor {
        if (nextMajor() != TEXT) {
            throw because(Reason.KEY_TYPE);
        }
        long key = readText();
        if (Extent.length(key) > KEY_BYTES_MAX) {
            throw because(Reason.TOO_LONG);
        }
        if (previous != FIRST_KEY) {
            requireAscending(previous, key);
        }
        return key;
    }

    /// Whether the next key of a map is this one, shorter than 24 bytes; it is consumed if so. For maps whose keys are
    /// all known and required: whoever asks for them in canonical order needs no other check of the order.
    public boolean tryKey(byte[] key) {
        int end = position + 1 + key.length;
        if (end > limit
                || bytes[position] != (byte) (TEXT << 5 | key.length)
                || !Arrays.equals(bytes, position + 1, end, key, 0, key.length)) {
            return false;
        }
        position = end;
        return true;
    }

    /// A signed 64-bit integer.
    public long readLong() throws MalformedCbor {
        int head = nextHead();
        int major = head >>> 5;
        if (major > NEGATIVE) {
            throw unexpected(head);
        }
        long argument = readArgument();
        if (argument < 0) {
            throw because(Reason.INTEGER_RANGE);
        }
        return major == UNSIGNED ? argument : -1 - argument;
    }

    public boolean readBoolean() throws MalformedCbor {
        int head = nextHead();
        if (head != FALSE && head != TRUE) {
            throw unexpected(head);
        }
        position++;
        return head == TRUE;
    }

    /// Whether a null was here; it is consumed if so.
    public boolean tryNull() throws MalformedCbor {
        if (nextHead() != NULL) {
            return false;
        }
        position++;
        return true;
    }

    /// The content of a byte string as an extent.
    public long readBytes() throws MalformedCbor {
        return readStretch(BYTES);
    }

    /// The UTF-8 of a text string as an extent.
    public long readText() throws MalformedCbor {
        long text = readStretch(TEXT);
        if (!Utf8.isValid(bytes, Extent.offset(text), Extent.length(text))) {
            throw because(Reason.UTF8);
        }
        return text;
    }

    /// A text string as a new String.
    public String readString() throws MalformedCbor {
        return string(readText());
    }

    /// Offset of the 36 bytes of a link's CID, which has one of the two forms that [Cid] knows.
    public int readCidOffset() throws MalformedCbor {
        long link = readLink();
        int offset = Extent.offset(link) + 1;
        if (Extent.length(link) != Cid.BYTES + 1 || !Cid.isCid(bytes, offset)) {
            throw because(Reason.LINK);
        }
        return offset;
    }

    /// A link as a new [Cid].
    public Cid readCid() throws MalformedCbor {
        return Cid.at(bytes, readCidOffset());
    }

    /// The binary CID of a link of any codec whose hash is SHA-256, as an extent.
    public long readSha256Link() throws MalformedCbor {
        long link = readLink();
        int offset = Extent.offset(link);
        if (!LinkForm.isSha256(bytes, offset)) {
            throw because(Reason.LINK);
        }
        return Extent.of(offset + 1, Extent.length(link) - 1);
    }

    /// Passes over one item of any type, checking every rule inside it; it counts as the outermost.
    public void skipItem() throws MalformedCbor {
        skipItem(1);
    }

    /// The text of an extent as a new String.
    public String string(long extent) {
        return new String(bytes, Extent.offset(extent), Extent.length(extent), StandardCharsets.UTF_8);
    }

    /// Whether the extent holds exactly these bytes.
    public boolean textEquals(long extent, byte[] expected) {
        int offset = Extent.offset(extent);
        return Extent.length(extent) == expected.length
                && Arrays.equals(bytes, offset, offset + expected.length, expected, 0, expected.length);
    }

    /// The bytes of an extent of at most 8 bytes as one number, to switch on; 0 for a longer one.
    public long packed(long extent) {
        int length = Extent.length(extent);
        if (length > Long.BYTES) {
            return 0;
        }
        int offset = Extent.offset(extent);
        long packed = 0;
        for (int i = 0; i < length; i++) {
            packed = packed << 8 | (bytes[offset + i] & 0xff);
        }
        return packed;
    }

    /// Passes over a link of any codec and hash.
    public void skipLink() throws MalformedCbor {
        readLink();
    }

    int nextMajor() throws MalformedCbor {
        return nextHead() >>> 5;
    }

    private int nextHead() throws MalformedCbor {
        if (position >= limit) {
            throw because(Reason.TRUNCATED);
        }
        return bytes[position] & 0xff;
    }

    /// Passes over one item inside `depth - 1` containers.
    public void skipItem(int depth) throws MalformedCbor {
        switch (nextMajor()) {
            case UNSIGNED, NEGATIVE -> readLong();
            case BYTES -> readBytes();
            case TEXT -> readText();
            case ARRAY -> skipArray(depth);
            case MAP -> skipMap(depth);
            case TAG -> readLink();
            default -> skipSimple();
        }
    }

    private void skipArray(int depth) throws MalformedCbor {
        requireDepth(depth);
        int elements = readArrayHeader();
        for (int i = 0; i < elements; i++) {
            skipItem(depth + 1);
        }
    }

    private void skipMap(int depth) throws MalformedCbor {
        requireDepth(depth);
        int pairs = readMapHeader();
        long key = FIRST_KEY;
        for (int i = 0; i < pairs; i++) {
            key = readKey(key);
            skipItem(depth + 1);
        }
    }

    private void skipSimple() throws MalformedCbor {
        int head = nextHead();
        if (head < FALSE || head > NULL) {
            throw simpleError(head);
        }
        position++;
    }

    /// The content of tag 42: 0x00 and a well-formed CIDv1 of any codec and hash.
    long readLink() throws MalformedCbor {
        int head = nextHead();
        if (head >>> 5 != TAG) {
            throw unexpected(head);
        }
        if (readArgument() != 42) {
            throw because(Reason.TAG);
        }
        if (nextMajor() != BYTES) {
            throw because(Reason.LINK);
        }
        long content = readBytes();
        if (!LinkForm.isLink(bytes, Extent.offset(content), Extent.length(content))) {
            throw because(Reason.LINK);
        }
        return content;
    }

    private int containerSize(int major, int itemsPerElement) throws MalformedCbor {
        int head = nextHead();
        if (head >>> 5 != major) {
            throw unexpected(head);
        }
        long size = readArgument();
        if (size < 0 || size > (limit - position) / itemsPerElement) {
            throw because(Reason.TRUNCATED);
        }
        if (size > ELEMENTS_MAX) {
            throw because(Reason.TOO_LONG);
        }
        return (int) size;
    }

    private long readStretch(int major) throws MalformedCbor {
        int head = nextHead();
        if (head >>> 5 != major) {
            throw unexpected(head);
        }
        long length = readArgument();
        if (length < 0 || length > limit - position) {
            throw because(Reason.TRUNCATED);
        }
        int offset = position;
        position += (int) length;
        return Extent.of(offset, (int) length);
    }

    /// Argument of the head at the position, unsigned; only the shortest form passes.
    private long readArgument() throws MalformedCbor {
        int info = bytes[position++] & 0x1f;
        if (info < 24) {
            return info;
        }
        if (info > 27) {
            throw because(info == 31 ? Reason.INDEFINITE_LENGTH : Reason.RESERVED_HEAD);
        }
        int width = 1 << (info - 24);
        if (width > limit - position) {
            throw because(Reason.TRUNCATED);
        }
        long argument = 0;
        for (int i = 0; i < width; i++) {
            argument = argument << 8 | (bytes[position++] & 0xff);
        }
        boolean shortest = width == 1 ? argument >= 24 : argument >>> (width * 4) != 0;
        if (!shortest) {
            throw because(Reason.NOT_SHORTEST);
        }
        return argument;
    }

    private void requireAscending(long previous, long key) throws MalformedCbor {
        int order = Integer.compare(Extent.length(previous), Extent.length(key));
        if (order == 0) {
            order = Arrays.compareUnsigned(
                    bytes, Extent.offset(previous), Extent.end(previous), bytes, Extent.offset(key), Extent.end(key));
        }
        if (order >= 0) {
            throw because(order == 0 ? Reason.DUPLICATE_KEY : Reason.KEY_ORDER);
        }
    }

    private static void requireDepth(int depth) throws MalformedCbor {
        if (depth > DEPTH_MAX) {
            throw because(Reason.TOO_DEEP);
        }
    }

    /// A sound item of another type, or something that is not DRISL whatever was wanted.
    private static MalformedCbor unexpected(int head) {
        return head >>> 5 == SIMPLE ? simpleError(head) : because(Reason.UNEXPECTED_TYPE);
    }

    private static MalformedCbor simpleError(int head) {
        return because(
                switch (head & 0x1f) {
                    case 20, 21, 22 -> Reason.UNEXPECTED_TYPE;
                    case 25, 26, 27 -> Reason.FLOAT;
                    case 28, 29, 30, 31 -> Reason.RESERVED_HEAD;
                    default -> Reason.SIMPLE_VALUE;
                });
    }
}
