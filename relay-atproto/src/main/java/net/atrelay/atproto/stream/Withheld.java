package net.atrelay.atproto.stream;

/// Stand-ins for frames in the log that must not be seen any more, such as those of an account that was taken down.
///
/// Seqs are dense, so a frame cannot be left out: an `#account` frame with the same seq and time takes its place and
/// says that the account is inactive. Nothing else of it goes out. Pure; any thread.
public final class Withheld {
    private Withheld() {}

    /// The frame to send in place of this one: an `#account` frame for a `#commit`, `#sync` or `#account`; the frame
    /// itself for an `#identity`, which holds no content and is true of an inactive account too.
    ///
    /// @param frame a frame of the log, with its seq
    /// @param status why the account is inactive, such as `takendown`
    public static byte[] standIn(byte[] frame, String status) {
        return switch (FrameDecoder.decode(frame, Strictness.LENIENT)) {
            case IdentityFrame _ -> frame;
            case MessageFrame message ->
                FrameEncoder.account(message.did(), message.envelope().time(), false, status)
                        .withSeq(message.hostSeq());
            case Frame.Malformed _, Frame.UnknownType _, Frame.UnknownOp _, InfoFrame _, ErrorFrame _ ->
                throw new IllegalArgumentException("frame: another (expected: one of the four messages)");
        };
    }
}
