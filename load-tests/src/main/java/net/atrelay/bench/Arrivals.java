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
    /// What has not come after so long does not come any more.
    private static final long PATIENCE_MILLIS = 60_000;

    /// From `beganNanos` on.
    private final Map<FramePrint, Long> dueAfterNanos = new HashMap<>();
    private long beganNanos;
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
        if (!dueAfterNanos.isEmpty()) {
            time(received.frame());
        }
        if (count == taken) {
            notifyAll();
        }
    }

    /// Waits until so many more than last time have come.
    ///
    /// @throws IllegalStateException when none of them has come for a long time
    synchronized void awaitMore(int wanted) throws InterruptedException {
        taken += wanted;
        long before = count;
        while (count < taken) {
            wait(PATIENCE_MILLIS);
            if (count < taken && count == before) {
                throw new IllegalStateException("events: " + (taken - count) + " of " + wanted + " have not come out");
            }
            before = count;
        }
    }

    /// From now on takes the time of these frames, of which the first is due on return and the others at an even rate.
    synchronized void time(List<FramePrint> frames, double perSecond) {
        micros = new Histogram(DIGITS);
        silenceNanos = 0;
        for (int i = 0; i < frames.size(); i++) {
            dueAfterNanos.put(frames.get(i), (long) (i * SECOND_NANOS / perSecond));
        }
        beganNanos = System.nanoTime();
        newestNanos = beganNanos;
    }

    /// What came of the frames that were timed last.
    synchronized Course course(double perSecond) {
        return Course.of(perSecond, micros, silenceNanos / MICRO);
    }

    private void time(byte[] frame) {
        long now = System.nanoTime();
        Long dueAfter = dueAfterNanos.remove(FramePrint.of(frame));
        if (dueAfter != null) {
            micros.recordValue(Math.max(0, now - beganNanos - dueAfter) / MICRO);
            silenceNanos = Math.max(silenceNanos, now - newestNanos);
            newestNanos = now;
        }
    }
}
