package net.atrelay.prove;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.atrelay.sim.FramePrint;
import net.atrelay.sim.Ledger;
import net.atrelay.sim.LedgerCheck;
import net.atrelay.sim.SimConsumer;
import net.atrelay.sim.repo.Hash;

/// What one consumer was sent: fingerprints of all frames with a seq, in order. Safe for all threads.
final class Transcript implements SimConsumer.Listener {
    private final String name;
    private final long cursor;
    private final LedgerCheck check = new LedgerCheck();
    private final List<Heard> heard = new ArrayList<>();
    private final Set<FramePrint> prints = new HashSet<>();

    /// A frame: its seq and a digest of all its bytes.
    record Heard(long seq, long high, long low) {
        private static Heard of(long seq, byte[] frame) {
            ByteBuffer digest = ByteBuffer.wrap(Hash.sha256(frame));
            return new Heard(seq, digest.getLong(), digest.getLong());
        }
    }

    /// @param name of the consumer, in reports
    /// @param cursor that it began with
    Transcript(String name, long cursor) {
        this.name = name;
        this.cursor = cursor;
    }

    @Override
    public synchronized void onFrame(SimConsumer.Received received) {
        Long seq = received.seq();
        if (seq == null) {
            return;
        }
        byte[] frame = received.frame();
        heard.add(Heard.of(seq, frame));
        prints.add(FramePrint.of(frame));
        check.onFrame(frame);
    }

    String name() {
        return name;
    }

    long cursor() {
        return cursor;
    }

    synchronized long frames() {
        return heard.size();
    }

    synchronized List<Heard> heard() {
        return List.copyOf(heard);
    }

    synchronized boolean has(FramePrint print) {
        return prints.contains(print);
    }

    /// The newest seq; the cursor when nothing came.
    synchronized long lastSeq() {
        return heard.isEmpty() ? cursor : heard.getLast().seq();
    }

    synchronized boolean isComplete(Ledger ledger) {
        return check.isComplete(ledger);
    }

    synchronized LedgerCheck.Report judge(Ledger ledger) {
        return check.finish(ledger);
    }
}
