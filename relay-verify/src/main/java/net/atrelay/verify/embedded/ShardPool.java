package net.atrelay.verify.embedded;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.store.Uninterrupted;
import net.atrelay.store.account.AccountState;
import net.atrelay.store.account.AccountTable;
import net.atrelay.store.account.LocalStatus;
import net.atrelay.store.bus.RawBus;
import net.atrelay.store.bus.RawFrame;
import net.atrelay.store.log.DeferredFrame;
import net.atrelay.store.log.DeferredTable;
import net.atrelay.store.log.OutcomeSink;
import net.atrelay.verify.Share;
import net.atrelay.verify.VerifyConfig;
import net.atrelay.verify.VerifyMetrics;
import net.atrelay.verify.core.ListedRepo;
import net.atrelay.verify.core.ListedResult;
import net.atrelay.verify.core.RepoProofs;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The bus of the embedded engine: an account's hash names its shard, and each shard has a thread of its own.
public final class ShardPool implements RawBus, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ShardPool.class);
    private static final long TICK_MILLIS = 1_000;
    private static final String BASE32 = "abcdefghijklmnopqrstuvwxyz234567";
    private static final int PLC_LENGTH = 24;

    private final List<Shard> shards = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            task -> Thread.ofPlatform().daemon().name("relay-verify-timer").unstarted(task));
    private final Sweeps sweeps;
    private final Consumer<Throwable> onFatal;
    private volatile boolean stopping;

    /// What the shards read, ask and write to.
    ///
    /// @param accounts durable account states
    /// @param deferred the frames that were waiting when the process ended; read once
    /// @param sink takes the outcomes
    /// @param proofs makes what proves commits; each shard has one of its own
    /// @param clock wall clock
    /// @param rooms what the account limits of hosts are held with
    /// @param refusals hears of each frame that is refused
    /// @param owned accounts that are judged here; of others nothing is looked after
    /// @param share what this process has of the rates that hold for hosts
    /// @param hostsWait whether a frame that stays in flight stops the host that has sent it, and nobody else
    public record Neighbours(
            AccountTable accounts,
            DeferredTable deferred,
            OutcomeSink sink,
            Identities identities,
            HostStatuses hostStatuses,
            Supplier<RepoProofs> proofs,
            InstantSource clock,
            HostRooms rooms,
            RefusalListener refusals,
            Predicate<Did> owned,
            Share share,
            boolean hostsWait) {
        /// Without limits, and with nobody to hear of refusals.
        public Neighbours(
                AccountTable accounts,
                DeferredTable deferred,
                OutcomeSink sink,
                Identities identities,
                HostStatuses hostStatuses,
                Supplier<RepoProofs> proofs,
                InstantSource clock) {
            this(
                    accounts,
                    deferred,
                    sink,
                    identities,
                    hostStatuses,
                    proofs,
                    clock,
                    HostRooms.unlimited(),
                    RefusalListener.NONE,
                    _ -> true,
                    Share.WHOLE,
                    true);
        }
    }

    private ShardPool(
            VerifyConfig config, Neighbours neighbours, Commons commons, Did sweptFrom, Consumer<Throwable> onFatal) {
        this.onFatal = onFatal;
        sweeps = new Sweeps(
                neighbours.rooms(),
                commons.admissions(),
                this::inboxOf,
                neighbours.owned(),
                config.paces().sweptAccountsPerMinute(),
                sweptFrom);
    }

    /// Starts the shards; frames that were waiting when the process ended wait again, and what they wait for is
    /// asked anew.
    ///
    /// @param onFatal told once by each shard that stops on a fault; must end the process
    public static ShardPool start(
            VerifyConfig config, Neighbours neighbours, VerifyMetrics metrics, Consumer<Throwable> onFatal) {
        ShardPool pool = unstarted(config, neighbours, metrics, somewhere(), onFatal);
        pool.threads.forEach(Thread::start);
        pool.tick();
        var _ = pool.timer.scheduleAtFixedRate(pool::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
        return pool;
    }

    /// As [#start], but no thread runs and no time passes by itself: for who steps the shards.
    ///
    /// @param sweptFrom where the pass over inactive accounts begins
    static ShardPool unstarted(
            VerifyConfig config,
            Neighbours neighbours,
            VerifyMetrics metrics,
            Did sweptFrom,
            Consumer<Throwable> onFatal) {
        Commons commons = Commons.of(config, neighbours);
        ShardPool pool = new ShardPool(config, neighbours, commons, sweptFrom, onFatal);
        for (int i = 0; i < config.shards(); i++) {
            Shard shard = new Shard(config, neighbours, commons, metrics, onFatal);
            pool.shards.add(shard);
            pool.threads.add(Thread.ofPlatform().name("relay-verify-shard-" + i).unstarted(shard));
            metrics.watch(i, shard::queuedFrames, shard::queuedBytes);
        }
        metrics.watchWaiting(pool::waitingAccounts, pool::waitingFrames, commons.waiting()::bytes);
        metrics.watchHeld(pool::heldFrames);
        neighbours.deferred().forEach(deferred -> {
            if (neighbours.owned().test(deferred.frame().did())) {
                pool.restore(deferred);
            }
        });
        return pool;
    }

    /// To be stepped; only of a pool that was not started.
    List<Shard> shards() {
        return shards;
    }

    @Override
    public void offer(RawFrame frame) {
        inboxOf(frame.did()).offer(new Mail.FrameArrived(frame));
    }

    /// Takes an account down or lifts a takedown; as [#rule].
    public CompletionStage<AccountState> takedown(Did did, boolean down) {
        return rule(did, LocalStatus.TAKENDOWN, down);
    }

    /// Restricts an account, also one never heard of, or lifts a restriction. Consumers are told at once, and what
    /// comes of the account after is judged by it. A weaker restriction does not replace a stronger one, and
    /// lifting one leaves any other.
    ///
    /// @param restriction takedown, suspension or soft throttle
    /// @return completes with the account's state once that is durable, on no thread of the shards or the store;
    ///     exceptionally when the pool is closed
    public CompletionStage<AccountState> rule(Did did, LocalStatus restriction, boolean holds) {
        return rule(did, restriction, holds, null);
    }

    /// As [#rule(Did, LocalStatus, boolean)], for a ruling that came by the bus.
    ///
    /// @param settles what leaves the flight in the same step
    public CompletionStage<AccountState> rule(RawFrame settles, LocalStatus restriction, boolean holds) {
        return rule(settles.did(), restriction, holds, settles);
    }

    private CompletionStage<AccountState> rule(
            Did did, LocalStatus restriction, boolean holds, @Nullable RawFrame settles) {
        CompletableFuture<AccountState> durable = new CompletableFuture<>();
        if (stopping) {
            durable.completeExceptionally(new IllegalStateException("the shards have stopped"));
        } else {
            inboxOf(did).offer(new Mail.OperatorRuling(did, restriction, holds, settles, durable));
        }
        return durable;
    }

    /// A host has listed what it has of one of its accounts: the account is marked where that differs, and its
    /// status asked for where that does.
    ///
    /// @param askedAtMicros when the host was asked for the list, wall clock
    /// @return completes with what it came to, on no thread of the shards; exceptionally when the pool is closed
    public CompletionStage<ListedResult> listed(String host, ListedRepo repo, long askedAtMicros) {
        return listed(host, repo, askedAtMicros, null);
    }

    /// As [#listed(String, ListedRepo, long)], for what came by the bus.
    ///
    /// @param settles what leaves the flight in the same step
    public CompletionStage<ListedResult> listed(
            String host, ListedRepo repo, long askedAtMicros, @Nullable RawFrame settles) {
        CompletableFuture<ListedResult> taken = new CompletableFuture<>();
        if (stopping) {
            taken.completeExceptionally(new IllegalStateException("the shards have stopped"));
        } else {
            inboxOf(repo.did()).offer(new Mail.RepoListed(host, repo, askedAtMicros, settles, taken));
        }
        return taken;
    }

    /// Looks after expiry, retries and sweeps now. The timer does so each second.
    void tick() {
        try {
            for (Shard shard : shards) {
                shard.inbox().offer(new Mail.Tick());
            }
            sweeps.onTick();
        } catch (Throwable e) {
            log.error("timer stopped by a fault", e);
            timer.shutdown();
            onFatal.accept(e);
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
        timer.close(); // waits for a tick that is under way: it reads the store
        CountDownLatch stopped = new CountDownLatch(shards.size());
        for (Shard shard : shards) {
            shard.inbox().offer(new Mail.Stop(stopped));
        }
        threads.forEach(Uninterrupted::join);
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

    /// Where the pass over inactive accounts begins: anywhere, so that each is reached however often the process
    /// starts.
    private static Did somewhere() {
        StringBuilder text = new StringBuilder("did:plc:");
        ThreadLocalRandom.current()
                .ints(PLC_LENGTH, 0, BASE32.length())
                .forEach(letter -> text.append(BASE32.charAt(letter)));
        return new Did(text.toString());
    }

    private int heldFrames() {
        int sum = 0;
        for (Shard shard : shards) {
            sum += shard.lines().held();
        }
        return sum;
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
