package net.atrelay.verify.embedded;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import net.atrelay.store.account.HostMark;
import net.atrelay.store.bus.RawFrame;
import net.atrelay.store.log.DeferredFrame;
import net.atrelay.verify.core.Input.Tried;
import net.atrelay.verify.core.Request;
import org.jspecify.annotations.Nullable;

/// The frames of one account that wait, in order; the first waits for an answer, the others for the first. Those on
/// disk come before those that are only held in memory.
///
/// Owned by the shard's thread.
final class WaitingLine {
    private final ArrayDeque<WaitingFrame> stored = new ArrayDeque<>();
    private final ArrayDeque<WaitingFrame> held = new ArrayDeque<>();
    private final Map<String, HostMark> newest = new HashMap<>();
    private long bytes;
    private long storedBytes;
    private long nextNumber;

    private @Nullable Request awaited;
    private Tried tried = Tried.NOTHING;
    private int failures;
    private long retryAtMicros;

    /// Whether the frame is in the line already: a host sends in the order of its seqs.
    boolean holds(RawFrame raw) {
        HostMark mark = newest.get(raw.host());
        return mark != null && mark.covers(raw.epoch(), raw.hostSeq());
    }

    long nextNumber() {
        return nextNumber;
    }

    void add(DeferredFrame frame) {
        stored.add(new WaitingFrame(frame.number(), frame.frame(), frame.deferredAtMicros()));
        nextNumber = frame.number() + 1;
        storedBytes += frame.frame().bytes().length;
        took(frame.frame());
    }

    void hold(RawFrame raw, long nowMicros) {
        held.add(new WaitingFrame(null, raw, nowMicros));
        took(raw);
    }

    private void took(RawFrame raw) {
        bytes += raw.bytes().length;
        newest.put(raw.host(), new HostMark(raw.host(), raw.epoch(), raw.hostSeq()));
    }

    /// The oldest that is only held; null when all are on disk.
    @Nullable
    WaitingFrame firstHeld() {
        return held.peek();
    }

    /// The oldest held frame goes to disk.
    DeferredFrame storeFirstHeld() {
        WaitingFrame frame = held.remove();
        DeferredFrame deferred = new DeferredFrame(nextNumber, frame.raw(), frame.sinceMicros());
        nextNumber++;
        storedBytes += frame.raw().bytes().length;
        stored.add(new WaitingFrame(deferred.number(), frame.raw(), frame.sinceMicros()));
        return deferred;
    }

    /// Takes the newest held frame out.
    RawFrame removeLastHeld() {
        WaitingFrame frame = held.removeLast();
        bytes -= frame.raw().bytes().length;
        return frame.raw();
    }

    @Nullable
    WaitingFrame first() {
        return stored.isEmpty() ? held.peek() : stored.peek();
    }

    void removeFirst() {
        boolean isHeld = stored.isEmpty();
        WaitingFrame frame = isHeld ? held.remove() : stored.remove();
        int length = frame.raw().bytes().length;
        bytes -= length;
        storedBytes -= isHeld ? 0 : length;
        tried = Tried.NOTHING;
    }

    int size() {
        return stored.size() + held.size();
    }

    long bytes() {
        return bytes;
    }

    /// Frames that are on disk.
    int storedSize() {
        return stored.size();
    }

    long storedBytes() {
        return storedBytes;
    }

    /// What the first frame waits for; null when it has not been judged since the start of the process.
    @Nullable
    Request awaited() {
        return awaited;
    }

    void await(Request request) {
        awaited = request;
        retryAtMicros = Long.MAX_VALUE;
    }

    /// Which questions have been answered for the first frame.
    Tried tried() {
        return tried;
    }

    void answered(Request request) {
        tried = switch (request) {
            case Request.ResolveIdentity resolve -> new Tried(tried.identity() || resolve.forced(), tried.hostStatus());
            case Request.AskHostStatus _ -> new Tried(tried.identity(), true);
        };
        failures = 0;
    }

    /// The question was not answered: it is due again after a pause that doubles.
    void retryLater(long nowMicros, long firstMicros, long maxMicros) {
        long pause = failures >= 30 ? maxMicros : Math.min(maxMicros, firstMicros << failures);
        failures++;
        retryAtMicros = nowMicros + pause;
    }

    /// Whether the question has been asked in vain since its last answer.
    boolean hasFailed() {
        return failures > 0;
    }

    boolean isDue(long nowMicros) {
        return retryAtMicros <= nowMicros;
    }
}
