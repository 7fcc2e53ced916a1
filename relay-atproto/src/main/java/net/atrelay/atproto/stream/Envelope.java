package net.atrelay.atproto.stream;

import java.nio.charset.StandardCharsets;
import net.atrelay.atproto.syntax.Did;

/// What all four messages have in common.
///
/// @param bytes the whole frame in canonical form, which all offsets refer to: the received array itself when
///     `canonical`, else one written anew; never written after
/// @param did the account: `did`, or `repo` of a `#commit`
/// @param hostSeq the sender's `seq`
/// @param seqOffset where the encoded `seq` begins
/// @param seqLength encoded length of `seq`, bytes
/// @param timeOffset where the text of `time` begins
/// @param timeLength length of that text, bytes
/// @param canonical whether the frame was received in canonical form
public record Envelope(
        byte[] bytes,
        Did did,
        long hostSeq,
        int seqOffset,
        int seqLength,
        int timeOffset,
        int timeLength,
        boolean canonical) {
    /// The sender's `time`; informational.
    public String time() {
        return new String(bytes, timeOffset, timeLength, StandardCharsets.UTF_8);
    }

    /// The frame and where its seq is: how `#commit` and `#sync` are sent on. The others go through [FrameEncoder].
    public EncodedFrame encoded() {
        return new EncodedFrame(bytes, seqOffset, seqLength);
    }
}
