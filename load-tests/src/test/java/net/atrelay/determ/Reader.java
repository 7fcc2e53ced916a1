package net.atrelay.determ;

import java.util.Arrays;
import net.atrelay.fanout.websocket.SteppedStart;
import net.atrelay.store.tail.TailBatch;
import org.jspecify.annotations.Nullable;

/// A consumer: connects with a cursor, reads at its own pace from the tail or the log, comes back where it was. What it
/// gets is checked frame by frame.
final class Reader {
    private final Disk disk;
    private final Tally tally;
    private final Trace trace;
    private final String name;
    /// The next seq that it gets; null while it is away.
    private @Nullable Long next;
    /// The last seq that it got; null before the first.
    private @Nullable Long last;

    Reader(String name, Disk disk, Tally tally, Trace trace) {
        this.name = name;
        this.disk = disk;
        this.tally = tally;
        this.trace = trace;
    }

    /// Connects behind what it has, or without a cursor if it has nothing.
    void resume(Relay relay) {
        boolean isBack = last != null;
        Long start = SteppedStart.nextSeq(last, disk.firstSeq(), relay.tail.tip());
        if (start == null) {
            throw new SeedFailed("consumer " + name + " has " + last + " (expected: at most the tip, "
                    + relay.tail.tip() + ": it was given what is not durable)");
        }
        if (isBack && last != null) {
            SeedFailed.unless(
                    start == last + 1 || start == disk.firstSeq(), "consumer " + name + " starts at " + start);
            tally.count(Happening.CONSUMER_RESUMED);
        }
        next = start;
        trace.note("consumer " + name + " from " + start);
    }

    /// Asks for what has not been yet, or for everything there is.
    void connectAnew(Relay relay, boolean isFuture) {
        Long cursor = isFuture ? relay.tail.tip() + 5 : Long.valueOf(0);
        Long start = SteppedStart.nextSeq(cursor, disk.firstSeq(), relay.tail.tip());
        if (isFuture) {
            SeedFailed.unless(start == null, "future cursor: taken (expected: refused)");
            tally.count(Happening.CONSUMER_IN_FUTURE);
            return;
        }
        SeedFailed.unless(start != null && start == disk.firstSeq(), "cursor 0: " + start + " (expected: the oldest)");
        next = start;
    }

    boolean isAway() {
        return next == null;
    }

    void leave() {
        next = null;
    }

    /// Reads at most so many frames; gives how many it got.
    int read(Relay relay, int framesMax) {
        Long from = next;
        if (from == null || from > relay.tail.tip()) {
            return 0;
        }
        TailBatch batch = relay.tail.holding(from);
        if (batch != null) {
            tally.count(Happening.CONSUMER_READ_TAIL);
            SeedFailed.unless(
                    batch.firstSeq() <= from && from <= batch.lastSeq(), "tail: another batch than that of " + from);
            return take(from, Math.min(framesMax, (int) (batch.lastSeq() - from + 1)), batch);
        }
        if (from < disk.firstSeq()) {
            tally.count(Happening.CONSUMER_LOST_WINDOW);
            leave();
            return 1;
        }
        tally.count(Happening.CONSUMER_READ_LOG);
        return take(from, (int) Math.min(framesMax, relay.tail.tip() - from + 1), null);
    }

    private int take(long from, int count, @Nullable TailBatch batch) {
        for (long seq = from; seq < from + count; seq++) {
            SeedFailed.unless(seq <= disk.tip(), "consumer " + name + " got " + seq + ", which is not durable");
            byte[] durable = disk.frame(seq);
            byte[] got = batch == null ? durable : batch.frames()[(int) (seq - batch.firstSeq())];
            SeedFailed.unless(Arrays.equals(got, durable), "consumer " + name + " got other bytes under " + seq);
        }
        last = from + count - 1;
        next = from + count;
        return count;
    }

    /// Whether it has all there is.
    boolean isAtTip(Relay relay) {
        return next != null && next == relay.tail.tip() + 1;
    }
}
