package net.atrelay.atproto.stream;

/// A frame that is complete but for its seq.
///
/// @param bytes header and payload; never written after
/// @param seqOffset where the encoded `seq` begins
/// @param seqLength encoded length of `seq`, bytes
public record EncodedFrame(byte[] bytes, int seqOffset, int seqLength) {
    /// The frame with this seq, as a new array.
    public byte[] withSeq(long seq) {
        return SeqSplice.splice(bytes, seqOffset, seqLength, seq);
    }
}
