package net.atrelay.atproto.cbor;

import static net.atrelay.atproto.cbor.MalformedCbor.because;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.atrelay.atproto.cbor.MalformedCbor.Reason;

/// Reads CBOR whose only fault is its form: unsorted keys, long integers, indefinite lengths. What DRISL cannot say at
/// all is refused here too. For the outer maps of frames, of which careless hosts send such; never for what lies in a
/// CAR. Owned by one caller.
public final class LenientCbor {
    /// Items in one input; a frame at its limits has about 2,000.
    public static final int ITEMS_MAX = 20_000;

    private static final int INDEFINITE = 31;
    private static final int BREAK = 0xff;

    private final byte[] bytes;
    private int position;
    private int itemsLeft = ITEMS_MAX;

    public LenientCbor(byte[] bytes) {
        this.bytes = bytes;
    }

    public boolean atEnd() {
        return position == bytes.length;
    }

    /// The next item.
    public CborValue read() throws MalformedCbor {
        return read(1);
    }

    private CborValue read(int depth) throws MalformedCbor {
        if (itemsLeft-- == 0) {
            throw because(Reason.TOO_LONG);
        }
        int major = next() >>> 5;
        return switch (major) {
            case CborReader.UNSIGNED, CborReader.NEGATIVE -> readInt(major);
            case CborReader.BYTES -> new CborValue.Bytes(readStretch(major));
            case CborReader.TEXT -> new CborValue.Text(readText(bytes.length));
            case CborReader.ARRAY -> readArray(depth);
            case CborReader.MAP -> readFields(depth);
            case CborReader.TAG -> readLink();
            default -> readSimple();
        };
    }

    private CborValue.Int readInt(int major) throws MalformedCbor {
        if (isIndefinite()) {
            throw because(Reason.RESERVED_HEAD);
        }
        long argument = readArgument();
        if (argument < 0) {
            throw because(Reason.INTEGER_RANGE);
        }
        return new CborValue.Int(major == CborReader.UNSIGNED ? argument : -1 - argument);
    }

    private String readText(int bytesMax) throws MalformedCbor {
        byte[] utf8 = readStretch(CborReader.TEXT);
        if (utf8.length > bytesMax) {
            throw because(Reason.TOO_LONG);
        }
        if (!Utf8.isValid(utf8, 0, utf8.length)) {
            throw because(Reason.UTF8);
        }
        return new String(utf8, StandardCharsets.UTF_8);
    }

    /// A byte or text string, in one piece or in chunks of which each is definite.
    private byte[] readStretch(int major) throws MalformedCbor {
        if (!isIndefinite()) {
            return readChunk();
        }
        position++;
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        while (!tryBreak()) {
            if (next() >>> 5 != major || isIndefinite()) {
                throw because(Reason.RESERVED_HEAD);
            }
            byte[] chunk = readChunk();
            if (major == CborReader.TEXT && !Utf8.isValid(chunk, 0, chunk.length)) {
                throw because(Reason.UTF8);
            }
            joined.writeBytes(chunk);
        }
        return joined.toByteArray();
    }

    private byte[] readChunk() throws MalformedCbor {
        long length = readArgument();
        if (length < 0 || length > bytes.length - position) {
            throw because(Reason.TRUNCATED);
        }
        int from = position;
        position += (int) length;
        return Arrays.copyOfRange(bytes, from, position);
    }

    private CborValue.Array readArray(int depth) throws MalformedCbor {
        requireDepth(depth);
        long size = readSize();
        List<CborValue> elements = new ArrayList<>();
        while (hasMore(size, elements.size())) {
            elements.add(read(depth + 1));
        }
        return new CborValue.Array(elements);
    }

    private CborValue.Fields readFields(int depth) throws MalformedCbor {
        requireDepth(depth);
        long size = readSize();
        Map<String, CborValue> fields = new LinkedHashMap<>();
        while (hasMore(size, fields.size())) {
            if (next() >>> 5 != CborReader.TEXT) {
                throw because(Reason.KEY_TYPE);
            }
            if (fields.put(readText(CborReader.KEY_BYTES_MAX), read(depth + 1)) != null) {
                throw because(Reason.DUPLICATE_KEY);
            }
        }
        return new CborValue.Fields(fields);
    }

    private CborValue.Link readLink() throws MalformedCbor {
        if (isIndefinite()) {
            throw because(Reason.RESERVED_HEAD);
        }
        if (readArgument() != 42) {
            throw because(Reason.TAG);
        }
        if (next() >>> 5 != CborReader.BYTES) {
            throw because(Reason.LINK);
        }
        byte[] content = readStretch(CborReader.BYTES);
        if (!LinkForm.isLink(content, 0, content.length)) {
            throw because(Reason.LINK);
        }
        return new CborValue.Link(Arrays.copyOfRange(content, 1, content.length));
    }

    private CborValue readSimple() throws MalformedCbor {
        int head = next();
        position++;
        return switch (head & 0x1f) {
            case 20, 21 -> new CborValue.Bool((head & 1) == 1);
            case 22 -> new CborValue.Null();
            case 25, 26, 27 -> throw because(Reason.FLOAT);
            case 28, 29, 30, INDEFINITE -> throw because(Reason.RESERVED_HEAD);
            default -> throw because(Reason.SIMPLE_VALUE);
        };
    }

    /// Number of elements of the container that starts here; negative when only a break ends it.
    private long readSize() throws MalformedCbor {
        if (isIndefinite()) {
            position++;
            return -1;
        }
        long size = readArgument();
        if (size < 0 || size > bytes.length - position) {
            throw because(Reason.TRUNCATED);
        }
        return size;
    }

    private boolean hasMore(long size, int taken) throws MalformedCbor {
        return size < 0 ? !tryBreak() : taken < size;
    }

    private boolean tryBreak() throws MalformedCbor {
        if (next() != BREAK) {
            return false;
        }
        position++;
        return true;
    }

    private int next() throws MalformedCbor {
        if (position >= bytes.length) {
            throw because(Reason.TRUNCATED);
        }
        return bytes[position] & 0xff;
    }

    private boolean isIndefinite() throws MalformedCbor {
        return (next() & 0x1f) == INDEFINITE;
    }

    /// Argument of the head here, in any length.
    private long readArgument() throws MalformedCbor {
        int info = next() & 0x1f;
        position++;
        if (info < 24) {
            return info;
        }
        if (info > 27) {
            throw because(Reason.RESERVED_HEAD);
        }
        int width = 1 << (info - 24);
        if (width > bytes.length - position) {
            throw because(Reason.TRUNCATED);
        }
        long argument = 0;
        for (int i = 0; i < width; i++) {
            argument = argument << 8 | (bytes[position++] & 0xff);
        }
        return argument;
    }

    private static void requireDepth(int depth) throws MalformedCbor {
        if (depth > CborReader.DEPTH_MAX) {
            throw because(Reason.TOO_DEEP);
        }
    }
}
