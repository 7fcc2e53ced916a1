package net.atrelay.atproto.cbor;

/// A piece of a byte array as one primitive: offset in the upper 32 bits, length in the lower.
public final class Extent {
    private Extent() {}

    public static long of(int offset, int length) {
        return ((long) offset << 32) | length;
    }

    public static int offset(long extent) {
        return (int) (extent >>> 32);
    }

    public static int length(long extent) {
        return (int) extent;
    }

    /// First offset behind the piece.
    public static int end(long extent) {
        return offset(extent) + length(extent);
    }
}
