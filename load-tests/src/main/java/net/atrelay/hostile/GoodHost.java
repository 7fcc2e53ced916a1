package net.atrelay.hostile;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import net.atrelay.sim.Account;
import net.atrelay.sim.FrameParts;
import net.atrelay.sim.SimConsumer;
import net.atrelay.sim.SimNetwork;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/// The good host: says commits at an even rate, whatever becomes of them, and times each from the moment it was due, so
/// that a pause of anybody counts for all that it holds up. Commits of one account come out in their order, so the
/// oldest that is under way is the one that was heard.
///
/// [#speak] belongs to one thread, [#onFrame] to the consumer's.
final class GoodHost implements SimConsumer.Listener {
    private static final int DIGITS = 3;
    private static final int FRAMES_KEPT = 20_000;
    private static final long COMING_OUT_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final SimNetwork network;
    private final List<Spoken> speakers;
    private final Map<String, Spoken> byDid;
    private final Recorder latencies = new Recorder(DIGITS);
    private int next;

    /// An account, and when what is under way of it was due.
    private record Spoken(Account account, Queue<Long> due) {}

    GoodHost(SimNetwork network) {
        this.network = network;
        network.ledger().forgetFrames();
        speakers = network.accounts().stream()
                .map(account -> new Spoken(account, new ConcurrentLinkedQueue<>()))
                .toList();
        byDid = speakers.stream()
                .collect(Collectors.toUnmodifiableMap(spoken -> spoken.account().did(), spoken -> spoken));
    }

    List<String> dids() {
        return List.copyOf(byDid.keySet());
    }

    /// Speaks for a while, then waits until all has come out.
    Window speak(int perSecond, int seconds) {
        network.hosts().getFirst().forgetAllBut(FRAMES_KEPT);
        long events = (long) perSecond * seconds;
        long began = System.nanoTime();
        for (long i = 0; i < events; i++) {
            long due = began + i * TimeUnit.SECONDS.toNanos(1) / perSecond;
            awaitNanos(due);
            Spoken spoken = speakers.get(next++ % speakers.size());
            spoken.due().add(due);
            network.post(spoken.account());
        }
        long missing = awaitAll();
        Histogram heard = latencies.getIntervalHistogram();
        return new Window(
                events, missing, heard.getValueAtPercentile(50), heard.getValueAtPercentile(99), heard.getMaxValue());
    }

    @Override
    public void onFrame(SimConsumer.Received received) {
        FrameParts parts = FrameParts.of(received.frame());
        String did = parts.did();
        if (did == null || !"#commit".equals(parts.type())) {
            return;
        }
        Spoken spoken = byDid.get(did);
        Long due = spoken == null ? null : spoken.due().poll();
        if (due != null) {
            latencies.recordValue(TimeUnit.NANOSECONDS.toMicros(Math.max(0, System.nanoTime() - due)));
        }
    }

    private static void awaitNanos(long at) {
        for (long left = at - System.nanoTime(); left > 0; left = at - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    /// How many have not come out in all this time; they are waited for no more.
    private long awaitAll() {
        long until = System.nanoTime() + COMING_OUT_NANOS;
        while (left() > 0 && System.nanoTime() < until) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
        long missing = left();
        speakers.forEach(spoken -> spoken.due().clear());
        return missing;
    }

    private long left() {
        return speakers.stream().mapToLong(spoken -> spoken.due().size()).sum();
    }
}
