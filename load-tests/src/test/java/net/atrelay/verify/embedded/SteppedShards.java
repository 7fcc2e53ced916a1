package net.atrelay.verify.embedded;

import java.util.function.Consumer;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.store.bus.RawFrame;
import net.atrelay.store.log.Outcome;
import net.atrelay.verify.VerifyConfig;
import net.atrelay.verify.VerifyMetrics;

/// The shards of a relay without their threads: whoever holds this says which goes about its next mail. Opens to the
/// simulation what the package keeps to itself, and has no rule of its own.
public final class SteppedShards {
    private final ShardPool pool;

    public SteppedShards(
            VerifyConfig config,
            ShardPool.Neighbours neighbours,
            VerifyMetrics metrics,
            Did sweptFrom,
            Consumer<Throwable> onFatal) {
        pool = ShardPool.unstarted(config, neighbours, metrics, sweptFrom, onFatal);
    }

    public int count() {
        return pool.shards().size();
    }

    /// One mail of one shard. False when it has none.
    ///
    /// @param tookNanos how long that is to have taken
    public boolean step(int shard, long tookNanos) {
        try {
            return pool.shards().get(shard).step(tookNanos);
        } catch (InterruptedException e) {
            throw new IllegalStateException("a step waited (expected: it never does)", e);
        }
    }

    public void offer(RawFrame frame) {
        pool.offer(frame);
    }

    /// What the timer does each second.
    public void tick() {
        pool.tick();
    }

    /// As an operator does; what comes of it is in an [Outcome].
    public void takedown(Did did, boolean down) {
        var _ = pool.takedown(did, down);
    }

    /// Frames in waiting lines.
    public int waitingFrames() {
        return pool.shards().stream().mapToInt(shard -> shard.lines().frames()).sum();
    }

    /// Those of them that found no room on disk.
    public int heldFrames() {
        return pool.shards().stream().mapToInt(shard -> shard.lines().held()).sum();
    }
}
