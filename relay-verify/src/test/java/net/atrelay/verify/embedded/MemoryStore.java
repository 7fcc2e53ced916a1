package net.atrelay.verify.embedded;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.store.account.AccountCounts;
import net.atrelay.store.account.AccountIndex;
import net.atrelay.store.account.AccountState;
import net.atrelay.store.account.AccountTable;
import net.atrelay.store.account.CountedStatus;
import net.atrelay.store.account.HostAccountCounts;
import net.atrelay.store.log.DeferredFrame;
import net.atrelay.store.log.DeferredTable;
import net.atrelay.store.log.Outcome;
import net.atrelay.store.log.OutcomeSink;
import org.jspecify.annotations.Nullable;

/// Appender and tables in memory. Outcomes become durable when the test says so, in the order they came.
final class MemoryStore implements AccountTable, AccountCounts, AccountIndex, DeferredTable, OutcomeSink {
    private static final long PATIENCE_SECONDS = 30;

    private final BlockingQueue<Outcome> handedOver = new LinkedBlockingQueue<>();
    private final List<Outcome> notDurable = new ArrayList<>();
    private final NavigableMap<Did, AccountState> states = new TreeMap<>();
    private final NavigableMap<Did, NavigableMap<Long, DeferredFrame>> waiting = new TreeMap<>();

    @Override
    public void append(Outcome outcome) {
        synchronized (this) {
            notDurable.add(outcome);
        }
        handedOver.add(outcome);
    }

    /// The next outcome that a shard hands over.
    Outcome next() throws InterruptedException {
        Outcome outcome = handedOver.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (outcome == null) {
            throw new AssertionError("no outcome came");
        }
        return outcome;
    }

    boolean isEmpty() {
        return handedOver.isEmpty();
    }

    /// Makes durable all that was handed over.
    synchronized void sync() {
        for (Outcome outcome : notDurable) {
            apply(outcome);
        }
        notDurable.forEach(outcome -> {
            if (outcome.durable() != null) {
                outcome.durable().run();
            }
        });
        notDurable.clear();
    }

    private void apply(Outcome outcome) {
        if (outcome.state() != null) {
            states.put(outcome.did(), outcome.state());
        }
        NavigableMap<Long, DeferredFrame> line = waiting.computeIfAbsent(outcome.did(), did -> new TreeMap<>());
        if (outcome.defers() != null) {
            line.put(outcome.defers().number(), outcome.defers());
        }
        if (outcome.released() != null) {
            line.remove(outcome.released());
        }
    }

    synchronized void put(AccountState state) {
        states.put(state.did(), state);
    }

    synchronized int waitingFrames() {
        return waiting.values().stream().mapToInt(NavigableMap::size).sum();
    }

    @Override
    public synchronized @Nullable AccountState find(Did did) {
        return states.get(did);
    }

    @Override
    public synchronized List<AccountState> list(@Nullable Did after, int limit) {
        return (after == null ? states : states.tailMap(after, false))
                .values().stream().limit(limit).toList();
    }

    @Override
    public synchronized HostAccountCounts counts(String hostname) {
        long[] counts = new long[CountedStatus.values().length];
        for (AccountState state : states.values()) {
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

    /// Nobody came on a day before the process began.
    @Override
    public long admittedOn(String hostname, long day) {
        return 0;
    }

    @Override
    public synchronized List<String> hostsWithWaiting(@Nullable String after, int limit) {
        return waitingStates()
                .map(state -> String.valueOf(state.host()))
                .distinct()
                .sorted()
                .filter(host -> after == null || host.compareTo(after) > 0)
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized List<Did> waiting(String hostname, int limit) {
        return waitingStates()
                .filter(state -> hostname.equals(state.host()))
                .sorted(Comparator.comparingLong(AccountState::enteredAtMicros).thenComparing(AccountState::did))
                .map(AccountState::did)
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized List<Did> inactive(@Nullable Did after, int limit) {
        return list(after, Integer.MAX_VALUE).stream()
                .filter(state -> state.host() != null)
                .filter(state -> !state.upstream().active() && !state.upstream().isDeleted())
                .map(AccountState::did)
                .limit(limit)
                .toList();
    }

    private Stream<AccountState> waitingStates() {
        return states.values().stream()
                .filter(state -> state.host() != null && CountedStatus.of(state) == CountedStatus.THROTTLED);
    }

    @Override
    public synchronized void forEach(Consumer<DeferredFrame> action) {
        waiting.values().forEach(line -> line.values().forEach(action));
    }
}
