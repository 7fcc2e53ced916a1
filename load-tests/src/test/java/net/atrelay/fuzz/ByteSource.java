package net.atrelay.fuzz;

import java.util.Arrays;

/// Reads an input as a row of choices; behind its end there are zeros.
public final class ByteSource {
    private final byte[] bytes;
    private int at;

    public ByteSource(byte[] bytes) {
        this.bytes = bytes;
    }

    public boolean atEnd() {
        return at >= bytes.length;
    }

    /// The next byte, 0 to 255.
    public int next() {
        return at < bytes.length ? bytes[at++] & 0xff : 0;
    }

    /// One of so many choices.
    public int choice(int bound) {
        return next() % bound;
    }

    /// The next bytes, at most so many.
    public byte[] take(int lengthMax) {
        int length = Math.min(lengthMax, bytes.length - at);
        byte[] taken = Arrays.copyOfRange(bytes, at, at + Math.max(0, length));
        at += taken.length;
        return taken;
    }
}
