package net.atrelay.sim;

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
            return parts(new CborWalk(frame));
        } catch (IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("frame: cut short", e);
        }
    }

    private static FrameParts parts(CborWalk walk) {
        String type = null;
        for (long pairs = walk.map(); pairs > 0; pairs--) {
            if (walk.text().equals("t")) {
                type = walk.text();
            } else {
                walk.skip();
            }
        }
        String did = null;
        Long seq = null;
        int from = 0;
        int to = 0;
        for (long pairs = walk.map(); pairs > 0; pairs--) {
            String key = walk.text();
            if (key.equals("seq")) {
                from = walk.at();
                seq = walk.number();
                to = walk.at();
            } else if (key.equals("did") || key.equals("repo")) {
                did = walk.text();
            } else {
                walk.skip();
            }
        }
        if (!walk.isAtEnd()) {
            throw new IllegalArgumentException("frame: bytes after the payload");
        }
        return new FrameParts(type, did, seq, from, to);
    }

    /// A frame's bytes without its sequence number.
    public byte[] withoutSeq(byte[] frame) {
        byte[] rest = Arrays.copyOf(frame, frame.length - (seqTo - seqFrom));
        System.arraycopy(frame, seqTo, rest, seqFrom, frame.length - seqTo);
        return rest;
    }
}
