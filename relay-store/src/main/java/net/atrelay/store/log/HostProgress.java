package net.atrelay.store.log;

import java.util.Arrays;
import net.atrelay.store.Invariant;
import org.jspecify.annotations.Nullable;

/// Turns completions of one host's frames, out of order, into the place below which all are settled.
///
/// Frames are numbered by ordinals, dense from 0. The completed ones above the first gap are kept as runs: disjoint,
/// sorted, none touching another. There are never more runs than frames in flight, so memory is bounded by the sender's
/// budget however long one frame takes. The place is the greatest (epoch, hostSeq) of the completed prefix and never
/// moves back: a host's replay after a reconnect has new ordinals with old seqs.
///
/// Owned by the appender thread.
final class HostProgress {
    private static final int RUNS_INITIAL = 16;

    private long nextOrdinal;
    private long epoch;
    private long cursor;
    private boolean hasCursor;
    /// Newest epoch of which a frame is settled, also above a gap.
    private long newestEpoch;

    private long[] starts = new long[RUNS_INITIAL];
    private long[] ends = new long[RUNS_INITIAL];
    private long[] epochs = new long[RUNS_INITIAL];
    private long[] seqs = new long[RUNS_INITIAL];
    /// Runs are at indexes `from` to `to - 1`.
    private int from;

    private int to;

    HostProgress(long epoch, @Nullable Long cursor) {
        reset(epoch, cursor);
    }

    /// Puts the place where it is told, also backwards. Frames of older epochs no longer move it.
    void reset(long newEpoch, @Nullable Long newCursor) {
        epoch = newEpoch;
        newestEpoch = Math.max(newestEpoch, newEpoch);
        hasCursor = newCursor != null;
        cursor = newCursor == null ? 0 : newCursor;
    }

    /// Puts the place before the first frame of an epoch, unless there is a place in it, or in a newer one, by now.
    ///
    /// @return whether it was put there
    boolean begin(HostCursor place) {
        Long before = place.cursor();
        if (before == null || place.epoch() < epoch || place.epoch() == epoch && hasCursor) {
            return false;
        }
        reset(place.epoch(), before);
        return true;
    }

    /// The frame with this ordinal is settled.
    void settle(long ordinal, long frameEpoch, long hostSeq) {
        Invariant.check(ordinal >= nextOrdinal, "ordinal: settled twice (expected: once)");
        newestEpoch = Math.max(newestEpoch, frameEpoch);
        if (ordinal > nextOrdinal) {
            addToRuns(ordinal, frameEpoch, hostSeq);
            return;
        }
        advance(frameEpoch, hostSeq);
        nextOrdinal++;
        if (from < to && starts[from] == nextOrdinal) {
            advance(epochs[from], seqs[from]);
            nextOrdinal = ends[from] + 1;
            from++;
        }
    }

    long epoch() {
        return epoch;
    }

    /// The epoch in which the host is read again after a crash. Accounts may have taken in frames of a newer epoch
    /// than that of the cursor, or of one that has no cursor yet: its number must not be given to another log of
    /// the host, whose frames would be taken for replays.
    long epochAfterCrash() {
        return hasCursor || runs() == 0 ? newestEpoch : newestEpoch + 1;
    }

    /// Null until the first frame of this epoch is settled.
    @Nullable
    Long cursor() {
        return hasCursor ? cursor : null;
    }

    int runs() {
        return to - from;
    }

    private void advance(long frameEpoch, long hostSeq) {
        if (frameEpoch > epoch || (frameEpoch == epoch && (!hasCursor || hostSeq > cursor))) {
            epoch = frameEpoch;
            cursor = hostSeq;
            hasCursor = true;
        }
    }

    private void addToRuns(long ordinal, long frameEpoch, long hostSeq) {
        int right = firstStartAbove(ordinal);
        int left = right - 1;
        boolean hasLeft = left >= from;
        Invariant.check(!hasLeft || ordinal > ends[left], "ordinal: settled twice (expected: once)");
        boolean joinsLeft = hasLeft && ends[left] + 1 == ordinal;
        boolean joinsRight = right < to && starts[right] == ordinal + 1;
        if (joinsLeft) {
            ends[left] = ordinal;
            raise(left, frameEpoch, hostSeq);
            if (joinsRight) {
                ends[left] = ends[right];
                raise(left, epochs[right], seqs[right]);
                remove(right);
            }
        } else if (joinsRight) {
            starts[right] = ordinal;
            raise(right, frameEpoch, hostSeq);
        } else {
            insert(right, ordinal, frameEpoch, hostSeq);
        }
    }

    private void raise(int run, long frameEpoch, long hostSeq) {
        if (frameEpoch > epochs[run] || (frameEpoch == epochs[run] && hostSeq > seqs[run])) {
            epochs[run] = frameEpoch;
            seqs[run] = hostSeq;
        }
    }

    private int firstStartAbove(long ordinal) {
        int low = from;
        int high = to;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (starts[middle] > ordinal) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private void insert(int run, long ordinal, long frameEpoch, long hostSeq) {
        int at = run;
        if (to == starts.length) {
            at -= makeRoom();
        }
        move(at, at + 1);
        to++;
        starts[at] = ordinal;
        ends[at] = ordinal;
        epochs[at] = frameEpoch;
        seqs[at] = hostSeq;
    }

    private void remove(int run) {
        move(run + 1, run);
        to--;
    }

    /// Moves the runs from `source` on so that they start at `target`.
    private void move(int source, int target) {
        int count = to - source;
        System.arraycopy(starts, source, starts, target, count);
        System.arraycopy(ends, source, ends, target, count);
        System.arraycopy(epochs, source, epochs, target, count);
        System.arraycopy(seqs, source, seqs, target, count);
    }

    /// Moves all runs to the front, into longer arrays where half of these is in use; returns by how many places they
    /// moved.
    private int makeRoom() {
        int moved = from;
        if (to - from > starts.length / 2) {
            int length = starts.length * 2;
            starts = Arrays.copyOf(starts, length);
            ends = Arrays.copyOf(ends, length);
            epochs = Arrays.copyOf(epochs, length);
            seqs = Arrays.copyOf(seqs, length);
        }
        move(from, 0);
        to -= moved;
        from = 0;
        return moved;
    }
}
