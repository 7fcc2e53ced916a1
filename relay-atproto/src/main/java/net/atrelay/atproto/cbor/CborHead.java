package net.atrelay.atproto.cbor;

/// The head of an item in its shortest form: major type and argument.
public final class CborHead {
    private CborHead() {}

    /// Length of the shortest head with this argument (not negative).
    public static int lengthOf(long argument) {
        if (argument < 24) {
            return 1;
        }
        return 1 + (argument < 1 << 8 ? 1 : argument < 1 << 16 ? 2 : argument < 1L << 32 ? 4 : 8);
    }

    /// Writes the head of an unsigned integer; gives its length.
    public static int writeUnsigned(byte[] target, int offset, long value) {
        return write(target, offset, CborReader.UNSIGNED, value);
    }

    /// Writes the shortest head; gives its length.
    static int write(byte[] target, int offset, int major, long argument) {
        if (argument < 0) {
            throw new IllegalArgumentException("argument: " + argument + " (expected: >= 0)");
        }
        int length = lengthOf(argument);
        int info = length == 1 ? (int) argument : 24 + Integer.numberOfTrailingZeros(length - 1);
        target[offset] = (byte) (major << 5 | info);
        for (int i = length - 1; i > 0; i--) {
            target[offset + i] = (byte) (argument >>> (8 * (length - 1 - i)));
        }
        return length;
    }
}
