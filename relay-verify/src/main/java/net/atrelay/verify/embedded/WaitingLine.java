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

/// The frames of one account that wait, in order; the first waits for an answer, the others for the first.
///
/// Owned by the shard's thread.
final class WaitingLine {
    private final ArrayDeque<DeferredFrame> frames = new ArrayDeque<>();
    private final Map<String, HostMark> newest = new HashMap<>();
    private long bytes;
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
        RawFrame raw = frame.frame();
        frames.add(frame);
        bytes += raw.bytes().length;
        nextNumber = frame.number() + 1;
        newest.put(raw.host(), new HostMark(raw.host(), raw.epoch(), raw.hostSeq()));
    }

    @Nullable
    DeferredFrame first() {
        return frames.peek();
    }

    void removeFirst() {
        bytes -= frames.remove().frame().bytes().length;
        tried = Tried.NOTHING;
    }

    int size() {
        return frames.size();
    }

    long bytes() {
        return bytes;
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

    boolean isDue(long nowMicros) {
        return retryAtMicros <= nowMicros;
    }
}
