package net.atrelay.app;

import java.util.ArrayDeque;
import java.util.Queue;
import net.atrelay.store.bus.FrameSettled;
import org.jspecify.annotations.Nullable;

/// Carries the end of each frame from the store back to ingest, which starts after it: what is settled before ingest
/// is known is told when it is. Any thread.
final class SettledFrames implements FrameSettled {
    private final Queue<Settlement> early = new ArrayDeque<>();
    private volatile @Nullable FrameSettled listener;

    private record Settlement(String host, int frames, long bytes) {}

    @Override
    public void settled(String host, int frames, long bytes) {
        FrameSettled known = listener;
        if (known == null) {
            known = keepUnlessKnown(new Settlement(host, frames, bytes));
        }
        if (known != null) {
            known.settled(host, frames, bytes);
        }
    }

    /// Names the listener, once.
    synchronized void tell(FrameSettled known) {
        for (Settlement settlement : early) {
            known.settled(settlement.host(), settlement.frames(), settlement.bytes());
        }
        early.clear();
        listener = known;
    }

    private synchronized @Nullable FrameSettled keepUnlessKnown(Settlement settlement) {
        FrameSettled known = listener;
        if (known == null) {
            early.add(settlement);
        }
        return known;
    }
}
