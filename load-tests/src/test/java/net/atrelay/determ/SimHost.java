package net.atrelay.determ;

import java.util.ArrayList;
import java.util.List;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.sim.repo.Frames;
import org.jspecify.annotations.Nullable;

/// A simulated host: a log that a relay reads from a cursor on, and that can be lost.
final class SimHost {
    private static final long FIRST_SEQ = 1_000_000;
    static final long BEFORE_FIRST = FIRST_SEQ - 1;
    /// A log that begins again begins so far below the one before.
    private static final long RESET_DISTANCE = 10_000;

    final String name;
    private final List<SimFrame> log = new ArrayList<>();
    private long nextSeq = FIRST_SEQ;
    private long firstSeq = FIRST_SEQ;
    private int resets;

    SimHost(String name) {
        this.name = name;
    }

    SimFrame announce(Did did, String what, Frames.Unsequenced frame, @Nullable Made made) {
        SimFrame announced = new SimFrame(name, nextSeq, did, what, frame.at(nextSeq), made);
        nextSeq++;
        log.add(announced);
        return announced;
    }

    List<SimFrame> log() {
        return log;
    }

    /// Index of the first frame above the cursor; the log's end for none.
    int after(@Nullable Long cursor) {
        return cursor == null ? log.size() : (int) Math.min(log.size(), Math.max(0, cursor + 1 - firstSeq));
    }

    /// Whether the host has never given so high a seq in this log.
    boolean isInFuture(@Nullable Long cursor) {
        return cursor != null && cursor >= nextSeq;
    }

    /// How often the log was lost; a socket ends with it.
    int resets() {
        return resets;
    }

    /// The log is lost and begins anew with lower seqs; gives what was in it.
    List<SimFrame> reset() {
        List<SimFrame> lost = List.copyOf(log);
        log.clear();
        resets++;
        firstSeq -= RESET_DISTANCE;
        nextSeq = firstSeq;
        return lost;
    }
}
