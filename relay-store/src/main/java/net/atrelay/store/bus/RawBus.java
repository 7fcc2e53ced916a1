package net.atrelay.store.bus;

/// Carries frames from ingest to verify, in order for each host and account.
///
/// Never refuses: the sender bounds what is in flight (bytes per host and in total) and hears of each frame's end
/// through [FrameSettled].
public interface RawBus {
    /// Hands over one frame. Any thread; for one host always in the order of `ordinal`. Never blocks.
    void offer(RawFrame frame);
}
