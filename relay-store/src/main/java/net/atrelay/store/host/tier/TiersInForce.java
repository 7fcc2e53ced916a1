package net.atrelay.store.host.tier;

import java.util.concurrent.atomic.AtomicReference;

/// The tiers that hold now. An operator replaces them as a whole while hosts are read; whoever uses a tier asks again
/// for each frame and compares by identity. Any thread.
public final class TiersInForce {
    private final AtomicReference<Tiers> now;

    public TiersInForce(Tiers tiers) {
        now = new AtomicReference<>(tiers);
    }

    public Tiers now() {
        return now.get();
    }

    public void replace(Tiers tiers) {
        now.set(tiers);
    }
}
