package net.atrelay.atproto.cid;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A content identifier in one of the two forms that repos use (spec: repository, CID formats):
/// `01 71 12 20 ‖ SHA-256` for dag-cbor blocks and `01 55 12 20 ‖ SHA-256` for raw ones. Immutable; equal by content.
public final class Cid implements Comparable<Cid> {
    /// Length of the binary form.
    public static final int BYTES = 36;
    /// Length of the text form.
    public static final int TEXT_LENGTH = 59;

    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final int DAG_CBOR_PREFIX = 0x0171_1220;
    private static final int RAW_PREFIX = 0x0155_1220;
    private static final int PREFIX_BYTES = 4;

    private final byte[] binary;

    private Cid(byte[] binary) {
        this.binary = binary;
    }

    /// The CID of a dag-cbor block.
    public static Cid ofDagCbor(byte[] block) {
        return ofDagCbor(block, 0, block.length);
    }

    /// The CID of a dag-cbor block that is a piece of an array.
    public static Cid ofDagCbor(byte[] bytes, int offset, int length) {
        return hashed(DAG_CBOR_PREFIX, bytes, offset, length);
    }

    /// The CID of raw bytes.
    public static Cid ofRaw(byte[] bytes) {
        return hashed(RAW_PREFIX, bytes, 0, bytes.length);
    }

    /// The CID with this binary form; null when it has another form.
    public static @Nullable Cid fromBytes(byte[] bytes) {
        return bytes.length == BYTES && isCid(bytes, 0) ? new Cid(bytes.clone()) : null;
    }

    /// The CID whose binary form stands at `offset`.
    ///
    /// @throws IllegalArgumentException when [#isCid(byte[], int)] is false there
    public static Cid at(byte[] bytes, int offset) {
        if (!isCid(bytes, offset)) {
            throw new IllegalArgumentException("no CID at offset " + offset);
        }
        return new Cid(Arrays.copyOfRange(bytes, offset, offset + BYTES));
    }

    /// The CID with this text form, exactly as [#toString()] writes it; null for any other text.
    public static @Nullable Cid parse(String text) {
        if (text.length() != TEXT_LENGTH || text.charAt(0) != 'b') {
            return null;
        }
        byte[] decoded = Base32.decode(text, 1);
        return decoded != null && isCid(decoded, 0) ? new Cid(decoded) : null;
    }

    /// Whether the 36 bytes at `offset` are there and have one of the two forms.
    public static boolean isCid(byte[] bytes, int offset) {
        if (offset < 0 || bytes.length - offset < BYTES) {
            return false;
        }
        int prefix = (int) INTS.get(bytes, offset);
        return prefix == DAG_CBOR_PREFIX || prefix == RAW_PREFIX;
    }

    /// Whether the 36 bytes at `offset` are there and name a dag-cbor block.
    public static boolean isDagCbor(byte[] bytes, int offset) {
        return offset >= 0 && bytes.length - offset >= BYTES && (int) INTS.get(bytes, offset) == DAG_CBOR_PREFIX;
    }

    /// Whether the CID whose binary form stands at `cidOffset` is that of these block bytes. `scratch` holds 32 bytes
    /// for the digest.
    public static boolean isHashOf(byte[] bytes, int cidOffset, int blockOffset, int blockLength, byte[] scratch) {
        Sha256.into(bytes, blockOffset, blockLength, scratch, 0);
        return Arrays.equals(bytes, cidOffset + PREFIX_BYTES, cidOffset + BYTES, scratch, 0, Sha256.BYTES);
    }

    /// Whether this names a dag-cbor block, the only form for commits and MST nodes.
    public boolean isDagCbor() {
        return (int) INTS.get(binary, 0) == DAG_CBOR_PREFIX;
    }

    /// Whether the binary form at `offset` is this CID.
    public boolean matches(byte[] bytes, int offset) {
        return offset >= 0
                && bytes.length - offset >= BYTES
                && Arrays.equals(binary, 0, BYTES, bytes, offset, offset + BYTES);
    }

    /// The binary form as a new array.
    public byte[] toBytes() {
        return binary.clone();
    }

    /// Writes the binary form to `target` at `offset`.
    public void copyTo(byte[] target, int offset) {
        System.arraycopy(binary, 0, target, offset, BYTES);
    }

    @Override
    public int compareTo(Cid other) {
        return Arrays.compareUnsigned(binary, other.binary);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Cid cid && Arrays.equals(binary, cid.binary);
    }

    @Override
    public int hashCode() {
        return (int) INTS.get(binary, PREFIX_BYTES);
    }

    /// The text form: base32 lower case behind `b`.
    @Override
    public String toString() {
        byte[] text = new byte[TEXT_LENGTH];
        text[0] = 'b';
        Base32.encode(binary, text, 1);
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    private static Cid hashed(int prefix, byte[] bytes, int offset, int length) {
        byte[] binary = new byte[BYTES];
        INTS.set(binary, 0, prefix);
        Sha256.into(bytes, offset, length, binary, PREFIX_BYTES);
        return new Cid(binary);
    }
}
