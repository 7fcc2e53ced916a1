package net.atrelay.sim;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The parts of a stream frame a consumer needs to sort it: type, account, sequence number and where that number
/// stands.
///
/// Reads only what it must of CBOR with definite lengths; made for frames of the simulator and of a relay under test.
///
/// @param type `#commit` and so on; absent in error frames
/// @param did the account; absent in frames about none
/// @param seq absent in frames that carry none
/// @param seqFrom first byte of the number, in the whole frame
/// @param seqTo first byte after the number
public record FrameParts(
        @Nullable String type,
        @Nullable String did,
        @Nullable Long seq,
        int seqFrom,
        int seqTo) {

    /// Reads a frame.
    ///
    /// @throws IllegalArgumentException if it is not two CBOR maps
    public static FrameParts of(byte[] frame) {
        try {
            return new Reader(frame).parts();
        } catch (IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("frame: cut short", e);
        }
    }

    /// A frame's bytes without its sequence number.
    byte[] withoutSeq(byte[] frame) {
        byte[] rest = Arrays.copyOf(frame, frame.length - (seqTo - seqFrom));
        System.arraycopy(frame, seqTo, rest, seqFrom, frame.length - seqTo);
        return rest;
    }

    private static final class Reader {

        private final byte[] bytes;
        private int at;
        private int major;

        Reader(byte[] bytes) {
            this.bytes = bytes;
        }

        FrameParts parts() {
            String type = null;
            String did = null;
            Long seq = null;
            int from = 0;
            int to = 0;
            for (long pairs = map(); pairs > 0; pairs--) {
                String key = text();
                if (key.equals("t")) {
                    type = text();
                } else {
                    skip();
                }
            }
            for (long pairs = map(); pairs > 0; pairs--) {
                String key = text();
                if (key.equals("seq")) {
                    from = at;
                    seq = head();
                    to = at;
                } else if (key.equals("did") || key.equals("repo")) {
                    did = text();
                } else {
                    skip();
                }
            }
            if (at != bytes.length) {
                throw new IllegalArgumentException("frame: bytes after the payload");
            }
            return new FrameParts(type, did, seq, from, to);
        }

        private long map() {
            long pairs = head();
            if (major != 5) {
                throw new IllegalArgumentException("major: " + major + " (expected: a map)");
            }
            return pairs;
        }

        private String text() {
            int length = Math.toIntExact(head());
            if (major != 3) {
                throw new IllegalArgumentException("major: " + major + " (expected: a text)");
            }
            at += length;
            return new String(bytes, at - length, length, StandardCharsets.UTF_8);
        }

        private void skip() {
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
}
