package net.atrelay.store.kafka;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.jspecify.annotations.Nullable;

/// What the reader of `raw` and the writer of transactions tell each other: whether what is judged here may still be
/// published, and as which member of the group. Any thread.
///
/// A term is a time in which the owned partitions do not change. Nothing of one term is left unwritten when the next
/// begins, so one flag is enough.
final class Tenure {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private @Nullable ConsumerGroupMetadata member;
    private long term;
    private boolean holds;
    private boolean isShutOut;
    private final Map<Integer, Long> settled = new ConcurrentHashMap<>();

    /// The group's state as of the newest poll.
    void speaksAs(ConsumerGroupMetadata now) {
        lock.lock();
        try {
            member = now;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Begins a term; returns its number.
    ///
    /// @param places for each owned partition of `raw`, the offset below which all is settled
    long begin(Map<Integer, Long> places) {
        lock.lock();
        try {
            settled.clear();
            settled.putAll(places);
            holds = true;
            isShutOut = false;
            return ++term;
        } finally {
            lock.unlock();
        }
    }

    /// For each partition of `raw` that is owned, the offset below which all is settled. Changed by the writer of
    /// transactions during a term.
    Map<Integer, Long> settled() {
        return settled;
    }

    /// What was judged in this term and is not published yet must not be any more: others own the partitions.
    void end() {
        lock.lock();
        try {
            holds = false;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// As [#end], but nobody else owns the partitions: the producer can commit nothing any more, so a term with
    /// another one must begin.
    void shutOut() {
        lock.lock();
        try {
            isShutOut = true;
            end();
        } finally {
            lock.unlock();
        }
    }

    /// Whether the last term has ended so, and none has begun since.
    boolean isShutOut() {
        lock.lock();
        try {
            return isShutOut;
        } finally {
            lock.unlock();
        }
    }

    boolean holds() {
        lock.lock();
        try {
            return holds;
        } finally {
            lock.unlock();
        }
    }

    /// As which member to commit.
    ConsumerGroupMetadata member() {
        lock.lock();
        try {
            if (member == null) {
                throw new IllegalStateException("member: none (expected: records come after joining the group)");
            }
            return member;
        } finally {
            lock.unlock();
        }
    }

    /// Waits until the group knows this node otherwise than before, or the term ends.
    ///
    /// @return false when the wait took too long
    boolean awaitOther(ConsumerGroupMetadata before, Duration atMost) {
        lock.lock();
        try {
            long nanos = atMost.toNanos();
            while (holds && before.equals(member)) {
                if (nanos <= 0) {
                    return false;
                }
                nanos = changed.awaitNanos(nanos);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }
}
