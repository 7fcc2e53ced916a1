package net.atrelay.atproto.stream;

import net.atrelay.atproto.syntax.Did;

/// What ingest has to know of a frame before it hands it on.
public sealed interface Routed {
    /// One of the four messages. Its payload's own fields are not judged yet, but the whole frame is sound CBOR.
    ///
    /// @param type which message
    /// @param hostSeq the sender's `seq`
    /// @param did the account, the routing key
    /// @param canonical whether the frame is in canonical form
    record Message(MessageType type, long hostSeq, Did did, boolean canonical) implements Routed {}

    /// A frame for ingest itself: [InfoFrame], [ErrorFrame], [Frame.UnknownType] or [Frame.UnknownOp].
    record Control(Frame frame) implements Routed {}

    /// A frame that goes no further; its reason says whether the stream does.
    record Malformed(FrameReason reason) implements Routed {}
}
