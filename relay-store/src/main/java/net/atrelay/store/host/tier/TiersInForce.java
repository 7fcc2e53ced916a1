package net.atrelay.store.host.tier;

import java.util.concurrent.atomic.AtomicReference;

/// The tiers that hold now. An operator replaces them as a whole while hosts are read; whoever uses a tier asks
/// again for each frame, which is cheap while they are the same. Any thread.
public final class TiersInForce {
    private final AtomicReference<Tiers> now;

    public TiersInForce(Tiers tiers) {
        now = new AtomicReference<>(tiers);
    }

    public Tiers now() {
        return now.get();
    }

    /// Takes other tiers; without effect when they are equal.
    public void replace(Tiers tiers) {
        now.updateAndGet(before -> before.equals(tiers) ? before : tiers);
    }
}
