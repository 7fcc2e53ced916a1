package net.atrelay.load;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.LongAdder;
import net.atrelay.sim.FramePrint;
import net.atrelay.sim.SimConsumer;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/// What has been said and has not come out yet, and what was odd about what came out: each event must come out
/// once, byte for byte but for its seq, an account's events in their order, and seqs dense. Any thread.
final class Hearing implements SimConsumer.Listener {
    private static final int DIGITS = 3;
    private static final long MICRO = 1_000;
    private static final long NEVER = -1;

    private final Map<FramePrint, Said> expected = new ConcurrentHashMap<>();
    private final AtomicIntegerArray expectedOfHost;
    private final Recorder latencies = new Recorder(DIGITS);
    private final LongAdder heard = new LongAdder();
    private final LongAdder surplus = new LongAdder();
    private final LongAdder disordered = new LongAdder();
    private final LongAdder holes = new LongAdder();
    private volatile long firstAtNanos = NEVER;
    /// Written by the listener's thread.
    private long lastSeq = NEVER;

    /// An event on its way.
    private record Said(Speaker by, int place, long atNanos) {}

    Hearing(int hosts) {
        expectedOfHost = new AtomicIntegerArray(hosts);
    }

    /// To be told before anybody can read the frame.
    void expect(Speaker by, byte[] frame) {
        expectedOfHost.incrementAndGet(by.host());
        expected.put(FramePrint.of(frame), new Said(by, by.said(), System.nanoTime()));
    }

    @Override
    public void onFrame(SimConsumer.Received received) {
        Long seq = received.seq();
        if (seq == null) {
            return;
        }
        long now = System.nanoTime();
        if (firstAtNanos == NEVER) {
            firstAtNanos = now;
        }
        if (lastSeq != NEVER && seq != lastSeq + 1) {
            holes.increment();
        }
        lastSeq = seq;
        heard.increment();
        Said said = expected.remove(FramePrint.of(received.frame()));
        if (said == null) {
            surplus.increment();
            return;
        }
        latencies.recordValue(Math.max(0, now - said.atNanos()) / MICRO);
        expectedOfHost.decrementAndGet(said.by().host());
        if (!said.by().heardInOrder(said.place())) {
            disordered.increment();
        }
    }

    /// Events that have not come out yet.
    int outstanding() {
        return expected.size();
    }

    /// Of these, those of one host.
    int outstanding(int host) {
        return expectedOfHost.get(host);
    }

    /// From now on the next event is the first.
    void mark() {
        firstAtNanos = NEVER;
    }

    /// When the first event since the mark came, on the clock of [System#nanoTime]; -1 when none has.
    long firstAtNanos() {
        return firstAtNanos;
    }

    /// Microseconds from saying to hearing, of the events since this was last asked.
    Histogram latencies() {
        return latencies.getIntervalHistogram();
    }

    long heard() {
        return heard.sum();
    }

    /// Events that nobody had said, or that came twice.
    long surplus() {
        return surplus.sum();
    }

    long disordered() {
        return disordered.sum();
    }

    long holes() {
        return holes.sum();
    }
}
