package net.atrelay.verify.embedded;

import net.atrelay.store.bus.OverRate;
import net.atrelay.store.bus.RawFrame;
import net.atrelay.verify.core.Reason;

/// Hears of each frame that is refused for good, such as to tell the operator of its host, and of accounts that send
/// too much. Called on a shard's thread; must return at once and not throw.
public interface RefusalListener {
    RefusalListener NONE = (frame, reason) -> {};

    void refused(RawFrame frame, Reason reason);

    /// The account of a frame has sent more than its host's tier lets one account. The frame is judged all the same;
    /// the host should be read no further for a while.
    ///
    /// @param over until when, by the clock of the frame's receipt
    default void accountOverRate(RawFrame frame, OverRate over) {}
}
