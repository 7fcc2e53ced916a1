package net.atrelay.atproto.stream;

/// What a host sent in one frame.
public sealed interface Frame
        permits MessageFrame, InfoFrame, ErrorFrame, Frame.UnknownType, Frame.UnknownOp, Frame.Malformed {
    /// A message of a type that is not forwarded, `#handle` and `#labels` among them: ignored (spec: event stream).
    ///
    /// @param type the value of `t`, cut to a bounded length
    record UnknownType(String type) implements Frame {}

    /// A frame of an unknown operation: ignored (spec: event stream).
    record UnknownOp(long op) implements Frame {}

    /// A frame that is not taken; its reason says whether the stream goes on.
    record Malformed(FrameReason reason) implements Frame {}
}
