package net.atrelay.ingest.host;

import org.jspecify.annotations.Nullable;

/// The order of one host's seqs, without its socket. Opens to the simulation what the package keeps to itself, and has
/// no rule of its own.
public final class SteppedGate {
    private final SeqGate gate;

    public SteppedGate(long epoch, @Nullable Long cursor) {
        gate = new SeqGate(epoch, cursor);
    }

    public void socketOpened() {
        gate.socketOpened();
    }

    /// Whether the frame goes on to the bus.
    public boolean passes(long hostSeq) {
        return gate.onFrame(hostSeq) != SeqGate.Passage.STALE;
    }

    public void restartAtTip() {
        gate.restartAt(null);
    }

    public @Nullable Long cursor() {
        return gate.cursor();
    }

    public long epoch() {
        return gate.epoch();
    }
}
