package net.atrelay.store.log;

import java.util.Deque;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Work on its way from many threads to the appender.
///
/// A stack that senders push on with one compare-and-set and that the appender takes as a whole; turned over, it is
/// in the order of arrival. Each node knows depth and bytes of the stack below, so both are known without a counter
/// of their own. The compare-and-set publishes the work; the appender's get-and-set sees it.
final class Inbox {
    private final AtomicReference<@Nullable Node> newest = new AtomicReference<>();
    private final int depthMax;
    private final long bytesMax;

    /// @param depthMax depth at which the appender is woken early
    /// @param bytesMax bytes at which the appender is woken early
    Inbox(int depthMax, long bytesMax) {
        this.depthMax = depthMax;
        this.bytesMax = bytesMax;
    }

    /// Adds work. True when the appender may sleep on what it knew before: it was the first, or it went over a limit.
    boolean offer(Work work) {
        Node node = new Node(work);
        Node below;
        do {
            below = newest.get();
            node.putOn(below);
        } while (!newest.compareAndSet(below, node));
        return below == null || (isOver(node) && !isOver(below));
    }

    boolean isEmpty() {
        return newest.get() == null;
    }

    /// Whether a limit is reached.
    boolean isFull() {
        Node top = newest.get();
        return top != null && isOver(top);
    }

    int depth() {
        Node top = newest.get();
        return top == null ? 0 : top.depth;
    }

    long bytes() {
        Node top = newest.get();
        return top == null ? 0 : top.bytes;
    }

    /// Takes all there is and adds it to the end of `target`, oldest first. Appender thread only.
    void takeAll(Deque<Work> target) {
        Node oldest = turnedOver(newest.getAndSet(null));
        for (Node node = oldest; node != null; node = node.next) {
            target.addLast(node.work);
        }
    }

    private boolean isOver(Node top) {
        return top.depth >= depthMax || top.bytes >= bytesMax;
    }

    private static @Nullable Node turnedOver(@Nullable Node top) {
        Node done = null;
        Node rest = top;
        while (rest != null) {
            Node next = rest.next;
            rest.next = done;
            done = rest;
            rest = next;
        }
        return done;
    }

    private static final class Node {
        private final Work work;
        private final long ownBytes;
        private @Nullable Node next;
        private int depth;
        private long bytes;

        Node(Work work) {
            this.work = work;
            ownBytes = work.weightBytes();
        }

        void putOn(@Nullable Node below) {
            next = below;
            depth = below == null ? 1 : below.depth + 1;
            bytes = below == null ? ownBytes : below.bytes + ownBytes;
        }
    }
}
