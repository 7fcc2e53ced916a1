package net.atrelay.verify.embedded;

import net.atrelay.store.bus.RawFrame;
import net.atrelay.verify.core.Reason;

/// Hears of each frame that is refused for good, such as to tell the operator of its host. Called on a shard's thread;
/// must return at once and not throw.
public interface RefusalListener {
    RefusalListener NONE = (frame, reason) -> {};

    void refused(RawFrame frame, Reason reason);
}
