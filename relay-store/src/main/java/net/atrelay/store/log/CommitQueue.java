package net.atrelay.store.log;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import net.atrelay.atproto.syntax.Did;

/// What the appender has taken and not committed yet, and what goes into the next batch.
///
/// Work goes in its order, except that a large outcome is held back for a batch of its own, and batches of small work
/// and of one large outcome take turns: a sync of megabytes holds up what comes meanwhile, and no more than one of them
/// does. What comes of the same account behind a large outcome waits with it, so the order of each account stays. Work
/// that is no outcome waits until nothing is held back that came before it.
///
/// Owned by the appender thread, except for [#heldBackBytes].
final class CommitQueue {
    private final long largeBytes;
    private final Deque<Work> arrived = new ArrayDeque<>();
    private final Deque<Outcome> heldBack = new ArrayDeque<>();
    private final Map<Did, Integer> heldBackOf = new HashMap<>();
    private boolean isTurnOfLarge;
    private volatile long heldBackBytes;

    /// @param largeBytes weight from which on an outcome is large
    CommitQueue(long largeBytes) {
        this.largeBytes = largeBytes;
    }

    /// Where work that arrives is added.
    Deque<Work> arrived() {
        return arrived;
    }

    boolean isEmpty() {
        return arrived.isEmpty() && heldBack.isEmpty();
    }

    /// Bytes that wait for a batch of their own, or behind one. Any thread.
    long heldBackBytes() {
        return heldBackBytes;
    }

    /// Moves what is next into a batch that is empty: something, unless there is nothing.
    void fill(BatchBuilder batch) {
        boolean isFilled = !isTurnOfLarge && addSmall(batch);
        if (isFilled || heldBack.isEmpty()) {
            isTurnOfLarge = !heldBack.isEmpty();
            return;
        }
        addLarge(batch);
        isTurnOfLarge = false;
    }

    /// Takes all work, so that nothing of it is committed.
    Deque<Work> drain() {
        Deque<Work> all = new ArrayDeque<>(heldBack);
        all.addAll(arrived);
        heldBack.clear();
        heldBackOf.clear();
        heldBackBytes = 0;
        arrived.clear();
        return all;
    }

    /// Whether anything was added.
    private boolean addSmall(BatchBuilder batch) {
        boolean isAdded = false;
        for (Work next = arrived.peek(); next != null && !batch.isFull(); next = arrived.peek()) {
            if (next instanceof Outcome outcome && mustWait(outcome)) {
                holdBack(outcome);
            } else if (next instanceof Outcome || heldBack.isEmpty()) {
                batch.add(next);
                isAdded = true;
            } else {
                return isAdded;
            }
            arrived.remove();
        }
        return isAdded;
    }

    /// One large outcome, and what waits behind it up to the next.
    private void addLarge(BatchBuilder batch) {
        Outcome next = heldBack.peek();
        do {
            batch.add(heldBack.remove());
            release(next);
            next = heldBack.peek();
        } while (next != null && !isLarge(next) && !batch.isFull());
    }

    private boolean mustWait(Outcome outcome) {
        return isLarge(outcome) || (!heldBackOf.isEmpty() && heldBackOf.containsKey(outcome.did()));
    }

    private boolean isLarge(Outcome outcome) {
        return outcome.weightBytes() >= largeBytes;
    }

    private void holdBack(Outcome outcome) {
        heldBack.add(outcome);
        heldBackOf.merge(outcome.did(), 1, Integer::sum);
        heldBackBytes = heldBackBytes + outcome.weightBytes();
    }

    private void release(Outcome outcome) {
        heldBackOf.computeIfPresent(outcome.did(), (_, held) -> held == 1 ? null : held - 1);
        heldBackBytes = heldBackBytes - outcome.weightBytes();
    }
}
