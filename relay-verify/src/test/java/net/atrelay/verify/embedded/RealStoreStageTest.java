package net.atrelay.verify.embedded;

import static net.atrelay.verify.embedded.PoolFixture.HOST;
import static net.atrelay.verify.embedded.PoolFixture.did;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.atproto.syntax.Nsid;
import net.atrelay.store.StoreConfig;
import net.atrelay.store.StoreMetrics;
import net.atrelay.store.account.AccountState;
import net.atrelay.store.account.HostAccountCounts;
import net.atrelay.store.account.LocalStatus;
import net.atrelay.store.account.RepoHead;
import net.atrelay.store.bus.RawFrame;
import net.atrelay.store.rocks.RocksStore;
import net.atrelay.verify.Share;
import net.atrelay.verify.VerifyConfig;
import net.atrelay.verify.VerifyMetrics;
import net.atrelay.verify.core.HostStatusAnswer;
import net.atrelay.verify.core.IdentityAnswer;
import net.atrelay.verify.core.TestCommit;
import net.atrelay.verify.core.TestKey;
import net.atrelay.verify.core.TestProofs;
import net.atrelay.verify.core.TestRepo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Several shards on a real store: a host's limit is exact over all of them, and after each restart.
class RealStoreStageTest {
    private static final int ACCOUNTS = 300;

    @TempDir
    Path directory;

    private final AtomicLong accountsMax = new AtomicLong(100);
    private long hostSeq;

    @Test
    void aHostHasExactlyAsManyAccountsAsItsLimitHoweverItIsReached() throws Exception {
        try (RocksStore store = open();
                ShardPool pool = start(store)) {
            everyAccountComes(store, pool);
            assertEquals(counts(100, 0, 200), store.accountCounts().counts(HOST));
            assertEquals(200, store.accountIndex().waiting(HOST, ACCOUNTS).size());
        }
        accountsMax.set(150);
        try (RocksStore store = open();
                ShardPool pool = start(store)) {
            await(store, counts(150, 0, 150));
            everyAccountComes(store, pool);
            assertEquals(counts(150, 0, 150), store.accountCounts().counts(HOST));
            Did first = store.accountIndex().waiting(HOST, 1).getFirst();
            accountsMax.incrementAndGet();
            await(store, counts(151, 0, 149));
            assertEquals(
                    LocalStatus.ACTIVE,
                    Objects.requireNonNull(store.accounts().find(first)).local());
            pool.takedown(first, true).toCompletableFuture().get(30, TimeUnit.SECONDS);
            assertEquals(true, store.takedowns().isHidden(first));
            assertEquals(counts(150, 1, 149), store.accountCounts().counts(HOST));
        }
    }

    /// What is durable of a commit is so together with what it shows; accounts of did:web are accounts like others.
    @Test
    void anAccountIsListedUnderItsCollectionsFromTheSameMomentAsItsCommits() throws Exception {
        Did web = new Did("did:web:alice.example.com");
        TestRepo repo =
                new TestRepo(web.value(), Micros.of(InstantSource.system().instant()) - 60_000_000);
        try (RocksStore store = open();
                ShardPool pool = start(store)) {
            commit(store, pool, web, repo.put("3aaa", "one"));
            assertEquals(List.of(web), listed(store));
            commit(store, pool, web, repo.put("3aaa", null));
            assertEquals(List.of(), listed(store));
            commit(store, pool, web, repo.put("3bbb", "two"));
            assertEquals(List.of(web), listed(store));
            takeDown(pool, web, true);
            assertEquals(List.of(), listed(store));
        }
        try (RocksStore store = open();
                ShardPool pool = start(store)) {
            assertEquals(List.of(), listed(store));
            takeDown(pool, web, false);
            assertEquals(List.of(web), listed(store));
        }
    }

    private static List<Did> listed(RocksStore store) {
        return store.collections().accounts(new Nsid("com.example.note"), null, 10);
    }

    private static void takeDown(ShardPool pool, Did did, boolean holds) throws Exception {
        pool.takedown(did, holds).toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    /// Returns when the commit is durable.
    private void commit(RocksStore store, ShardPool pool, Did did, TestCommit commit) {
        long seq = ++hostSeq;
        long now = Micros.of(InstantSource.system().instant());
        pool.offer(new RawFrame(HOST, 1, seq, seq, did, commit.commitFrame(seq), now, System.nanoTime()));
        await("rev " + commit.rev, () -> {
            AccountState state = store.accounts().find(did);
            RepoHead head = state == null ? null : state.head();
            return head != null && head.rev().equals(commit.rev);
        });
    }

    private static HostAccountCounts counts(long active, long takendown, long throttled) {
        return new HostAccountCounts(active, 0, 0, takendown, 0, throttled, 0);
    }

    /// Each account says that it is active; returns when all that is durable.
    private void everyAccountComes(RocksStore store, ShardPool pool) throws InterruptedException {
        CountDownLatch settled = new CountDownLatch(ACCOUNTS);
        store.onSettled((host, frames, bytes) -> {
            for (int i = 0; i < frames; i++) {
                settled.countDown();
            }
        });
        long epoch = ++hostSeq;
        for (int i = 0; i < ACCOUNTS; i++) {
            byte[] frame = PoolFixture.account(did(i), true, null);
            long now = Micros.of(InstantSource.system().instant());
            pool.offer(new RawFrame(HOST, epoch, i + 1, i, did(i), frame, now, System.nanoTime()));
        }
        assertEquals(true, settled.await(60, TimeUnit.SECONDS));
        // What waited for its identity goes out after it is settled: one more through each shard ends it.
        for (int i = 0; i < 100; i++) {
            pool.rule(did(10_000 + i), LocalStatus.THROTTLED, true)
                    .toCompletableFuture()
                    .join();
        }
    }

    private static void await(RocksStore store, HostAccountCounts expected) {
        await(expected.toString(), () -> expected.equals(store.accountCounts().counts(HOST)));
    }

    private static void await(String what, BooleanSupplier holds) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not reached: " + what);
            }
            Thread.onSpinWait();
        }
    }

    private RocksStore open() {
        return RocksStore.open(
                directory, StoreConfig.defaults(), new StoreMetrics(new SimpleMeterRegistry()), (what, cause) -> {
                    throw new AssertionError(what, cause);
                });
    }

    private ShardPool start(RocksStore store) {
        return ShardPool.start(
                new VerifyConfig(
                        4,
                        100_000,
                        1_000,
                        16 << 20,
                        64 << 20,
                        256 << 20,
                        Duration.ofHours(6),
                        Duration.ofSeconds(1),
                        Duration.ofMinutes(1),
                        Duration.ofMinutes(1)),
                new ShardPool.Neighbours(
                        store.accounts(),
                        store.deferred(),
                        store.outcomes(),
                        (did, mode, host, notBefore) -> resolved(),
                        (did, host) -> CompletableFuture.completedFuture(new HostStatusAnswer.Failed()),
                        () -> new TestProofs(() -> {}),
                        InstantSource.system(),
                        new HostRooms(store.accountCounts(), store.accountIndex(), host -> accountsMax.get()),
                        RefusalListener.NONE,
                        _ -> true,
                        Share.WHOLE,
                        true),
                new VerifyMetrics(new SimpleMeterRegistry()),
                fault -> {
                    throw new AssertionError(fault);
                });
    }

    private static CompletionStage<IdentityAnswer> resolved() {
        return CompletableFuture.completedFuture(new IdentityAnswer.Resolved(
                TestKey.DID_KEY, HOST, Micros.of(InstantSource.system().instant())));
    }
}
