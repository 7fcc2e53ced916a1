package net.atrelay.verify.embedded;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.store.account.AccountState;
import net.atrelay.store.account.AccountTable;
import net.atrelay.store.log.DeferredFrame;
import net.atrelay.store.log.DeferredTable;
import net.atrelay.store.log.Outcome;
import net.atrelay.store.log.OutcomeSink;
import org.jspecify.annotations.Nullable;

/// Appender and tables in memory. Outcomes become durable when the test says so, in the order they came.
final class MemoryStore implements AccountTable, DeferredTable, OutcomeSink {
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
    public synchronized void forEach(Consumer<DeferredFrame> action) {
        waiting.values().forEach(line -> line.values().forEach(action));
    }
}
