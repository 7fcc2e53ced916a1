package net.atrelay.demo;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import net.atrelay.sim.Ledger;
import net.atrelay.sim.LedgerCheck;
import net.atrelay.sim.SimConsumer;

/// What a consumer has seen: how many frames, the newest of them, and a fingerprint of each for the verdict. Frames
/// come in on the consumer's loop; any thread may ask.
final class Watch implements SimConsumer.Listener {
    private static final int NEWEST_MAX = 64;

    private final LedgerCheck check = new LedgerCheck();
    private final Deque<byte[]> newest = new ArrayDeque<>();

    @Override
    public synchronized void onFrame(SimConsumer.Received received) {
        if (received.seq() == null) {
            return;
        }
        check.onFrame(received.frame());
        newest.addFirst(received.frame());
        if (newest.size() > NEWEST_MAX) {
            newest.removeLast();
        }
    }

    synchronized long frames() {
        return check.frames();
    }

    /// The newest frames, newest first.
    synchronized List<byte[]> newest() {
        return new ArrayList<>(newest);
    }

    synchronized boolean isComplete(Ledger ledger) {
        return check.isComplete(ledger);
    }

    synchronized LedgerCheck.Report judge(Ledger ledger) {
        return check.finish(ledger);
    }
}
