package net.atrelay.verify.embedded;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.store.account.AccountTable;
import net.atrelay.store.bus.RawBus;
import net.atrelay.store.bus.RawFrame;
import net.atrelay.store.log.DeferredFrame;
import net.atrelay.store.log.DeferredTable;
import net.atrelay.store.log.OutcomeSink;
import net.atrelay.verify.VerifyConfig;
import net.atrelay.verify.VerifyMetrics;
import net.atrelay.verify.core.RepoProofs;

/// The bus of the embedded engine: an account's hash names its shard, and each shard has a thread of its own.
public final class ShardPool implements RawBus, AutoCloseable {
    private static final long TICK_MILLIS = 1_000;

    private final List<Shard> shards = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            task -> Thread.ofPlatform().daemon().name("relay-verify-timer").unstarted(task));
    private volatile boolean stopping;

    /// What the shards read, ask and write to.
    ///
    /// @param accounts durable account states
    /// @param deferred the frames that were waiting when the process ended; read once
    /// @param sink takes the outcomes
    /// @param proofs makes what proves commits; each shard has one of its own
    /// @param clock wall clock
    public record Neighbours(
            AccountTable accounts,
            DeferredTable deferred,
            OutcomeSink sink,
            Identities identities,
            HostStatuses hostStatuses,
            Supplier<RepoProofs> proofs,
            InstantSource clock) {}

    private ShardPool() {}

    /// Starts the shards; frames that were waiting when the process ended wait again, and what they wait for is
    /// asked anew.
    ///
    /// @param onFatal told once by each shard that stops on a fault; must end the process
    public static ShardPool start(
            VerifyConfig config, Neighbours neighbours, VerifyMetrics metrics, Consumer<Throwable> onFatal) {
        ShardPool pool = new ShardPool();
        WaitingBudget budget = new WaitingBudget(config.waitingBytesPerHostMax(), config.waitingBytesMax());
        for (int i = 0; i < config.shards(); i++) {
            Shard shard = new Shard(config, neighbours, budget, metrics, onFatal);
            pool.shards.add(shard);
            pool.threads.add(Thread.ofPlatform().name("relay-verify-shard-" + i).unstarted(shard));
            metrics.watch(i, shard.inbox()::frames, shard.inbox()::bytes);
        }
        metrics.watchWaiting(pool::waitingAccounts, pool::waitingFrames, budget::bytes);
        neighbours.deferred().forEach(pool::restore);
        pool.threads.forEach(Thread::start);
        pool.tick();
        var _ = pool.timer.scheduleAtFixedRate(pool::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
        return pool;
    }

    @Override
    public void offer(RawFrame frame) {
        inboxOf(frame.did()).offer(new Mail.FrameArrived(frame));
    }

    /// Takes an account down or lifts a takedown.
    public void takedown(Did did, boolean down) {
        inboxOf(did).offer(new Mail.OperatorTakedown(did, down));
    }

    /// Looks after expiry and retries now. The timer does so each second.
    void tick() {
        for (Shard shard : shards) {
            shard.inbox().offer(new Mail.Tick());
        }
    }

    /// Judges what has been offered, then stops. What waits is on disk. Call when nothing offers frames any more.
    @Override
    public void close() {
        if (stopping) {
            return;
        }
        stopping = true;
        timer.shutdownNow();
        CountDownLatch stopped = new CountDownLatch(shards.size());
        for (Shard shard : shards) {
            shard.inbox().offer(new Mail.Stop(stopped));
        }
        boolean interrupted = false;
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void restore(DeferredFrame deferred) {
        RawFrame raw = deferred.frame();
        RawFrame restored = new RawFrame(
                raw.host(),
                raw.epoch(),
                raw.hostSeq(),
                raw.ordinal(),
                raw.did(),
                raw.bytes(),
                raw.receivedAtMicros(),
                System.nanoTime());
        inboxOf(raw.did())
                .offer(new Mail.FrameRestored(
                        new DeferredFrame(deferred.number(), restored, deferred.deferredAtMicros())));
    }

    private Inbox inboxOf(Did did) {
        int hash = did.hashCode() * 0x9E37_79B9;
        return shards.get((int) (((hash & 0xFFFF_FFFFL) * shards.size()) >>> 32))
                .inbox();
    }

    private int waitingAccounts() {
        int sum = 0;
        for (Shard shard : shards) {
            sum += shard.lines().accounts();
        }
        return sum;
    }

    private int waitingFrames() {
        int sum = 0;
        for (Shard shard : shards) {
            sum += shard.lines().frames();
        }
        return sum;
    }
}
