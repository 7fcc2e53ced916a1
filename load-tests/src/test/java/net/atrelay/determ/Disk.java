package net.atrelay.determ;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.store.account.AccountCounts;
import net.atrelay.store.account.AccountIndex;
import net.atrelay.store.account.AccountState;
import net.atrelay.store.account.AccountTable;
import net.atrelay.store.account.CountedStatus;
import net.atrelay.store.account.HostAccountCounts;
import net.atrelay.store.bus.RawFrame;
import net.atrelay.store.host.HostRecord;
import net.atrelay.store.log.DeferredFrame;
import net.atrelay.store.log.DeferredTable;
import net.atrelay.store.log.HostCursor;
import net.atrelay.store.log.HostPut;
import net.atrelay.store.log.LogBatch;
import net.atrelay.store.log.LogWriter;
import net.atrelay.store.log.Outcome;
import net.atrelay.store.record.AccountCodec;
import net.atrelay.store.record.DeferredCodec;
import org.jspecify.annotations.Nullable;

/// What survives a crash: the log, the states, the waiting frames and the cursors, each as the bytes that the relay
/// stores, and each batch as a whole or not at all.
final class Disk implements LogWriter, AccountTable, AccountCounts, AccountIndex, DeferredTable {
    static final long FIRST_SEQ = 5_000_000_000L;

    private final Trace trace;
    private final Tally tally;
    private final LogOracle oracle;
    private final List<byte[]> log = new ArrayList<>();
    private final NavigableMap<Did, byte[]> states = new TreeMap<>();
    private final NavigableMap<Did, NavigableMap<Long, byte[]>> waiting = new TreeMap<>();
    private final Map<String, HostCursor> cursors = new HashMap<>();
    /// Frames that are settled for good, by host and seq.
    private final Set<String> settled = new HashSet<>();
    /// Waiting frames that outlived a crash.
    private final Set<String> survivors = new HashSet<>();
    private long firstSeq = FIRST_SEQ;
    private Crash.@Nullable Point armed;

    Disk(LogOracle oracle, Tally tally, Trace trace) {
        this.oracle = oracle;
        this.tally = tally;
        this.trace = trace;
    }

    /// The next batch ends the process at this point; null to let it live.
    void arm(Crash.@Nullable Point point) {
        armed = point;
    }

    Crash.@Nullable Point armed() {
        return armed;
    }

    /// The process has ended.
    void crashed() {
        armed = null;
        waiting.forEach((did, line) -> line.keySet().forEach(number -> survivors.add(did.value() + number)));
    }

    @Override
    public long nextSeq() {
        return FIRST_SEQ + log.size();
    }

    @Override
    public @Nullable HostCursor cursor(String host) {
        return cursors.get(host);
    }

    @Override
    public void write(LogBatch batch) {
        if (armed == Crash.Point.BEFORE_WRITE) {
            throw new Crash("before the write");
        }
        SeedFailed.unless(batch.firstSeq() == nextSeq(), "first seq: " + batch.firstSeq() + " (expected: " + nextSeq());
        trace.note("write " + batch.firstSeq() + " " + batch.frames().length + " frames " + hashOf(batch));
        writeFrames(batch);
        batch.states().forEach(state -> states.put(state.did(), AccountCodec.encode(state)));
        batch.outcomes().forEach(this::writeOutcome);
        for (HostPut put : batch.hostPuts()) {
            trace.note("put " + put.record().hostname() + " " + put.record().cursor());
        }
        batch.cursors().forEach(cursor -> cursors.put(cursor.host(), cursor));
        checkStates(batch);
        if (armed == Crash.Point.AFTER_WRITE) {
            throw new Crash("after the write");
        }
    }

    private void writeFrames(LogBatch batch) {
        for (byte[] frame : batch.frames()) {
            oracle.onFrame(nextSeq(), frame);
            log.add(frame);
        }
    }

    private void writeOutcome(Outcome outcome) {
        RawFrame frame = outcome.settles();
        if (frame != null) {
            settled.add(frame.host() + frame.hostSeq());
        }
        NavigableMap<Long, byte[]> line = waiting.computeIfAbsent(outcome.did(), _ -> new TreeMap<>());
        Long released = outcome.released();
        if (released != null) {
            SeedFailed.unless(line.remove(released) != null, "released: " + released + " (expected: a waiting frame)");
            if (survivors.remove(outcome.did().value() + released)) {
                tally.count(Happening.RELEASED_AFTER_RESTART);
            }
        }
        DeferredFrame defers = outcome.defers();
        if (defers != null) {
            tally.count(Happening.FRAME_DEFERRED);
            line.put(defers.number(), DeferredCodec.encode(defers));
        }
    }

    /// States and frames of one batch belong together.
    private void checkStates(LogBatch batch) {
        Set<Did> touched = new HashSet<>();
        batch.outcomes().stream().filter(one -> !one.events().isEmpty()).forEach(one -> touched.add(one.did()));
        batch.states().forEach(state -> touched.add(state.did()));
        touched.forEach(this::checkState);
    }

    void checkState(Did did) {
        AccountState state = find(did);
        oracle.onState(state == null ? AccountState.unknown(did) : state);
    }

    /// Whether the frame is settled, or waits, for good.
    boolean isSettled(String host, long hostSeq) {
        return settled.contains(host + hostSeq);
    }

    HostRecord record(String host) {
        HostCursor cursor = cursors.get(host);
        return new HostRecord(
                host,
                true,
                HostRecord.Status.ACTIVE,
                cursor == null ? 0 : cursor.epoch(),
                cursor == null ? null : cursor.cursor(),
                1,
                null);
    }

    long firstSeq() {
        return firstSeq;
    }

    long tip() {
        return nextSeq() - 1;
    }

    /// The oldest frames leave the window.
    void cut(long newFirstSeq) {
        firstSeq = Math.max(firstSeq, Math.min(newFirstSeq, nextSeq()));
    }

    byte[] frame(long seq) {
        return log.get((int) (seq - FIRST_SEQ));
    }

    int waitingFrames() {
        return waiting.values().stream().mapToInt(NavigableMap::size).sum();
    }

    @Override
    public @Nullable AccountState find(Did did) {
        byte[] stored = states.get(did);
        return stored == null ? null : AccountCodec.decode(did, stored);
    }

    @Override
    public List<AccountState> list(@Nullable Did after, int limit) {
        return (after == null ? states : states.tailMap(after, false))
                .entrySet().stream()
                        .limit(limit)
                        .map(entry -> AccountCodec.decode(entry.getKey(), entry.getValue()))
                        .toList();
    }

    @Override
    public HostAccountCounts counts(String hostname) {
        long[] counts = new long[CountedStatus.values().length];
        for (AccountState state : list(null, Integer.MAX_VALUE)) {
            if (hostname.equals(state.host())) {
                counts[CountedStatus.of(state).ordinal()]++;
            }
        }
        return new HostAccountCounts(counts[0], counts[1], counts[2], counts[3], counts[4], counts[5], counts[6]);
    }

    @Override
    public HostAccountCounts totals() {
        throw new UnsupportedOperationException("not read by the shards");
    }

    @Override
    public long admittedOn(String hostname, long day) {
        return 0;
    }

    @Override
    public List<String> hostsWithWaiting(@Nullable String after, int limit) {
        return List.of();
    }

    @Override
    public List<Did> waiting(String hostname, int limit) {
        return List.of();
    }

    @Override
    public List<Did> inactive(@Nullable Did after, int limit) {
        return list(after, Integer.MAX_VALUE).stream()
                .filter(state -> state.host() != null)
                .filter(state -> !state.upstream().active() && !state.upstream().isDeleted())
                .map(AccountState::did)
                .limit(limit)
                .toList();
    }

    @Override
    public void forEach(Consumer<DeferredFrame> action) {
        waiting.forEach((did, line) ->
                line.forEach((number, bytes) -> action.accept(DeferredCodec.decode(did, number, bytes))));
    }

    private static int hashOf(LogBatch batch) {
        int hash = 1;
        for (byte[] frame : batch.frames()) {
            hash = 31 * hash + Arrays.hashCode(frame);
        }
        for (HostCursor cursor : batch.cursors()) {
            hash = 31 * hash + cursor.hashCode();
        }
        return hash;
    }
}
