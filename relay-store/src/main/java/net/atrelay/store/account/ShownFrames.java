package net.atrelay.store.account;

import net.atrelay.atproto.stream.FrameRouter;
import net.atrelay.atproto.stream.Routed;
import net.atrelay.atproto.stream.Withheld;

/// The frames of the log as they may be shown now: those of hidden accounts are replaced, seq by seq ([Withheld]).
public final class ShownFrames {
    private static final String UNNAMED = "takendown";

    private ShownFrames() {}

    /// The frame itself, or what stands in for it.
    ///
    /// @param frame a frame of the log, with its seq
    public static byte[] of(byte[] frame, TakedownView takedowns) {
        if (takedowns.isEmpty() || !(FrameRouter.peek(frame) instanceof Routed.Message message)) {
            return frame;
        }
        EffectiveStatus status = takedowns.hiddenAs(message.did());
        if (status == null) {
            return frame;
        }
        String word = status.status();
        return Withheld.standIn(frame, word == null ? UNNAMED : word);
    }
}
