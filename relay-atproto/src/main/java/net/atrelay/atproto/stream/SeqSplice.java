package net.atrelay.atproto.stream;

import net.atrelay.atproto.cbor.CborHead;

/// Puts another `seq` into a frame and leaves every other byte as it is. The order of keys is untouched, so a
/// canonical frame stays canonical.
public final class SeqSplice {
    private SeqSplice() {}

    /// The frame with `newSeq` in place of the encoded integer at `seqOffset`, as a new array.
    public static byte[] splice(byte[] frame, int seqOffset, int seqLength, long newSeq) {
        if (newSeq < 1 || newSeq > FrameLimits.SEQ_MAX) {
            throw new IllegalArgumentException("newSeq: " + newSeq + " (expected: 1 to 2^53 - 1)");
        }
        int newLength = CborHead.lengthOf(newSeq);
        int behind = seqOffset + seqLength;
        int total = frame.length - seqLength + newLength;
        if (total > FrameLimits.EMITTED_BYTES_MAX) {
            throw new IllegalArgumentException("frame: " + total + " bytes (expected: <= 2 MiB)");
        }
        byte[] spliced = new byte[total];
        System.arraycopy(frame, 0, spliced, 0, seqOffset);
        CborHead.writeUnsigned(spliced, seqOffset, newSeq);
        System.arraycopy(frame, behind, spliced, seqOffset + newLength, frame.length - behind);
        return spliced;
    }
}
