package net.atrelay.store.log;

import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import net.atrelay.store.FatalHandler;
import net.atrelay.store.StoreConfig;
import net.atrelay.store.StoreMetrics;
import net.atrelay.store.Uninterrupted;
import net.atrelay.store.bus.FrameSettled;
import net.atrelay.store.host.HostRecord;
import net.atrelay.store.tail.RingTail;
import net.atrelay.store.tail.TailBatch;

/// The one thread that writes: gathers outcomes, gives seqs, makes each batch durable, and only then publishes it.
///
/// 1. Take what has gathered in the inbox; while a sync runs the next batch gathers by itself.
/// 2. Give dense seqs, build one batch ([CommitQueue] says of what), write it with one sync ([LogWriter]).
/// 3. Publish to the tail, then run `durable` callbacks, then tell hosts what is settled.
///
/// A first outcome after a quiet time is committed at once; under load commits start at least `commitInterval`
/// apart, or as soon as a batch is full. A failed write ends the process ([FatalHandler]): nothing of its batch is
/// published, and nothing more is taken.
///
/// Everything but the inbox is owned by the thread `relay-store-appender`.
public final class Appender implements OutcomeSink, AutoCloseable {
    private final LogWriter writer;
    private final RingTail tail;
    private final StoreMetrics metrics;
    private final FatalHandler fatal;
    private final InstantSource clock;
    private final long commitIntervalNanos;
    private final Inbox inbox;
    private final BatchBuilder builder;
    private final CommitQueue taken;
    private final Thread thread;
    private long dueNanos = System.nanoTime();

    /// Set once by the wiring, before the first frame; read by the appender.
    private volatile FrameSettled settled = (host, frames, bytes) -> {};

    /// Set once by the wiring; read by the appender.
    private volatile Consumer<Followed> followed = _ -> {};

    private volatile boolean isClosing;
    private volatile boolean hasFailed;
    /// Set by the appender when it takes no more; what is offered later is dropped.
    private volatile boolean hasStopped;

    public Appender(
            LogWriter writer,
            RingTail tail,
            StoreConfig config,
            StoreMetrics metrics,
            FatalHandler fatal,
            InstantSource clock) {
        this.writer = writer;
        this.tail = tail;
        this.metrics = metrics;
        this.fatal = fatal;
        this.clock = clock;
        commitIntervalNanos = config.commitInterval().toNanos();
        inbox = new Inbox(config.batchEventsMax(), config.batchBytesMax());
        taken = new CommitQueue(config.batchLargeBytes());
        builder = new BatchBuilder(writer, config.batchEventsMax(), config.batchBytesMax());
        thread = Thread.ofPlatform().name("relay-store-appender").unstarted(this::run);
        metrics.watchQueue(inbox::depth, inbox::bytes, taken::heldBackBytes);
    }

    public void start() {
        thread.start();
    }

    /// Who hears that frames have left the flight. To be set before the first frame is offered.
    public void onSettled(FrameSettled listener) {
        settled = listener;
    }

    /// Who hears of what was taken over, on the appender thread, once it is durable. Must not block.
    public void onFollowed(Consumer<Followed> listener) {
        followed = listener;
    }

    @Override
    public void append(Outcome outcome) {
        offer(outcome);
    }

    /// Makes a host's record durable. Blocks until it is; never to be called on the appender thread.
    public void put(HostRecord record, boolean resetCursor) {
        try {
            offerPut(record, resetCursor).join();
        } catch (CompletionException e) {
            throw new IllegalStateException("host record not written", e.getCause());
        }
    }

    /// As [#put], without waiting.
    ///
    /// @return done once it is durable
    CompletableFuture<Void> offerPut(HostRecord record, boolean resetCursor) {
        HostPut put = new HostPut(record, resetCursor, new CompletableFuture<>());
        offer(put);
        if (hasStopped) {
            put.done().completeExceptionally(stopped());
        }
        return put.done();
    }

    /// A host that had no place begins behind this one: from now on a crash has it read again from there. Never blocks;
    /// to be called before the first frame behind the place is handed over.
    public void begin(HostCursor place) {
        offer(new HostBegun(place));
    }

    /// Takes over what another node has made durable. Never blocks; `done` of what comes too late fails.
    public void follow(Followed taken) {
        offer(taken);
        if (hasStopped) {
            taken.done().completeExceptionally(stopped());
        }
    }

    /// Forgets how far a host is settled here: another node reads it from now on. None of its frames is in flight.
    ///
    /// @return done once all that was handed over before is durable
    public CompletableFuture<Void> forget(String host) {
        HostLeft left = new HostLeft(host, new CompletableFuture<>());
        offer(left);
        if (hasStopped) {
            left.done().completeExceptionally(stopped());
        }
        return left.done();
    }

    /// Writes what has been handed over, then ends the thread. Senders must have stopped before.
    @Override
    public void close() {
        isClosing = true;
        LockSupport.unpark(thread);
        Uninterrupted.join(thread);
    }

    /// Whether it ended on a failure, with work not written.
    public boolean hasFailed() {
        return hasFailed;
    }

    private void offer(Work work) {
        if (!hasStopped && inbox.offer(work)) {
            LockSupport.unpark(thread);
        }
    }

    private void run() {
        try {
            while (gather()) {
                commit();
            }
        } catch (Throwable failure) {
            hasFailed = true;
            hasStopped = true;
            fatal.fatal("the appender failed: nothing of its batch was published", failure);
        }
        hasStopped = true;
        refuseTheRest();
    }

    /// Waits until a batch is due. False when closing and all is written.
    private boolean gather() {
        if (!taken.isEmpty()) {
            inbox.takeAll(taken.arrived());
        }
        while (taken.isEmpty()) {
            long waitNanos = dueNanos - System.nanoTime();
            if (inbox.isEmpty()) {
                if (isClosing) {
                    return false;
                }
                LockSupport.park(this);
            } else if (waitNanos <= 0 || isClosing || inbox.isFull()) {
                inbox.takeAll(taken.arrived());
            } else {
                LockSupport.parkNanos(this, waitNanos);
            }
        }
        return true;
    }

    /// For who steps the appender in a thread of his own instead of starting it, such as a simulation: commits one
    /// batch of what there is. False when there is nothing.
    boolean step() {
        inbox.takeAll(taken.arrived());
        if (taken.isEmpty()) {
            return false;
        }
        commit();
        return true;
    }

    private void commit() {
        long startNanos = System.nanoTime();
        dueNanos = startNanos + commitIntervalNanos;
        taken.fill(builder);
        LogBatch batch = builder.build(micros());
        long writeNanos = System.nanoTime();
        writer.write(batch);
        long writtenNanos = System.nanoTime();
        TailBatch published = builder.published(batch);
        if (published.frames().length > 0) {
            tail.publish(published);
        }
        builder.acknowledge(settled, followed);
        metrics.committed(
                builder.outcomeCount(),
                published.frames().length,
                published.bytes(),
                writtenNanos - writeNanos,
                System.nanoTime() - startNanos);
        builder.clear();
    }

    /// After the end: nobody must wait for ever.
    private void refuseTheRest() {
        builder.refuse(stopped());
        inbox.takeAll(taken.arrived());
        for (Work work : taken.drain()) {
            switch (work) {
                case HostPut put -> put.done().completeExceptionally(stopped());
                case Followed followed -> followed.done().completeExceptionally(stopped());
                case HostLeft left -> left.done().completeExceptionally(stopped());
                case Outcome _, HostBegun _ -> {}
            }
        }
    }

    private long micros() {
        var now = clock.instant();
        return now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
    }

    private static IllegalStateException stopped() {
        return new IllegalStateException("the appender has stopped");
    }
}
