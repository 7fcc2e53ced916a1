package net.atrelay.sim;

import java.nio.charset.StandardCharsets;

/// A position in CBOR of definite lengths that moves over one item after the other.
///
/// Checks only what it must: frames of the simulator, of real hosts and of a relay under test. Reading past the end is
/// an [IndexOutOfBoundsException]. Not thread-safe.
public final class CborWalk {

    private final byte[] bytes;
    private int at;
    private int major;

    /// Begins at the first byte.
    public CborWalk(byte[] bytes) {
        this.bytes = bytes;
    }

    /// The offset of the next byte.
    public int at() {
        return at;
    }

    /// Whether every byte has been read.
    public boolean isAtEnd() {
        return at == bytes.length;
    }

    /// Enters a map; gives the number of its pairs.
    public long map() {
        return head(5, "a map");
    }

    /// Enters an array; gives the number of its items.
    public long array() {
        return head(4, "an array");
    }

    /// Reads a text.
    public String text() {
        int length = Math.toIntExact(head(3, "a text"));
        at += length;
        return new String(bytes, at - length, length, StandardCharsets.UTF_8);
    }

    /// Reads a number that is not negative.
    public long number() {
        return head(0, "a number");
    }

    /// Moves over the next item, whatever it is.
    public void skip() {
        long argument = head();
        switch (major) {
            case 2, 3 -> at += Math.toIntExact(argument);
            case 4 -> skipItems(argument);
            case 5 -> skipItems(argument * 2);
            case 6 -> skip();
            default -> {}
        }
    }

    private void skipItems(long items) {
        for (long i = 0; i < items; i++) {
            skip();
        }
    }

    private long head(int expected, String what) {
        long argument = head();
        if (major != expected) {
            throw new IllegalArgumentException("major: " + major + " (expected: " + what + ")");
        }
        return argument;
    }

    private long head() {
        int first = bytes[at++] & 0xff;
        major = first >>> 5;
        int small = first & 31;
        if (small < 24) {
            return small;
        } else if (small > 27) {
            throw new IllegalArgumentException("length: " + small + " (expected: a definite one)");
        }
        long value = 0;
        for (int i = 1 << (small - 24); i > 0; i--) {
            value = (value << 8) | (bytes[at++] & 0xff);
        }
        return value;
    }
}
