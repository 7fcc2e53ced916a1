package net.atrelay.bench;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.atrelay.sim.FramePrint;
import net.atrelay.sim.SimConsumer;
import org.HdrHistogram.Histogram;

/// What has come out, and when. A hole ends the process: it would be waited for without end. Any thread.
final class Arrivals implements SimConsumer.Listener {
    private static final int DIGITS = 3;
    private static final long MICRO = 1_000;
    private static final double SECOND_NANOS = 1e9;

    private final Map<FramePrint, Long> dueNanos = new HashMap<>();
    private Histogram micros = new Histogram(DIGITS);
    private long silenceNanos;
    private long newestNanos;
    private long lastSeq;
    private long count;
    private long taken;

    @Override
    public synchronized void onFrame(SimConsumer.Received received) {
        Long seq = received.seq();
        if (seq == null) {
            return;
        }
        if (count > 0 && seq != lastSeq + 1) {
            System.err.println("seq: " + seq + " (expected: " + (lastSeq + 1) + ")");
            Runtime.getRuntime().halt(1);
        }
        lastSeq = seq;
        count++;
        if (!dueNanos.isEmpty()) {
            time(received.frame());
        }
        if (count == taken) {
            notifyAll();
        }
    }

    /// Waits until so many more than last time have come.
    synchronized void awaitMore(int wanted) throws InterruptedException {
        taken += wanted;
        while (count < taken) {
            wait();
        }
    }

    /// From now on takes the time of these frames, of which the first is due now and the others at an even rate.
    synchronized void time(List<FramePrint> frames, double perSecond) {
        micros = new Histogram(DIGITS);
        silenceNanos = 0;
        newestNanos = System.nanoTime();
        long began = newestNanos;
        for (int i = 0; i < frames.size(); i++) {
            dueNanos.put(frames.get(i), began + (long) (i * SECOND_NANOS / perSecond));
        }
    }

    /// What came of the frames that were timed last.
    synchronized Course course(double perSecond) {
        return Course.of(perSecond, micros, silenceNanos / MICRO);
    }

    private void time(byte[] frame) {
        long now = System.nanoTime();
        Long due = dueNanos.remove(FramePrint.of(frame));
        if (due != null) {
            micros.recordValue(Math.max(0, now - due) / MICRO);
            silenceNanos = Math.max(silenceNanos, now - newestNanos);
            newestNanos = now;
        }
    }
}
