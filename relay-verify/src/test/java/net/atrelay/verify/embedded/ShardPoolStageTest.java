package net.atrelay.verify.embedded;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.store.account.AccountState;
import net.atrelay.store.account.IdentityRecord;
import net.atrelay.store.account.UpstreamStatus;
import net.atrelay.store.bus.RawFrame;
import net.atrelay.store.log.Outcome;
import net.atrelay.verify.VerifyConfig;
import net.atrelay.verify.VerifyMetrics;
import net.atrelay.verify.core.HostStatusAnswer;
import net.atrelay.verify.core.IdentityAnswer;
import net.atrelay.verify.core.TestKey;
import net.atrelay.verify.core.TestProofs;
import net.atrelay.verify.core.TestRepo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The shards with a store in memory and answers that come when the test gives them.
class ShardPoolStageTest {
    private static final String HOST = "pds.example.com";
    private static final Did STRANGER = new Did("did:plc:aaaaaaaaaaaaaaaaaaaaaaaa");
    private static final Did FRIEND = new Did("did:plc:bbbbbbbbbbbbbbbbbbbbbbbb");
    private static final long START_MICROS = 1_767_225_660_000_000L;

    private final AtomicLong now = new AtomicLong(START_MICROS);
    private final InstantSource clock =
            () -> Instant.ofEpochSecond(now.get() / 1_000_000, now.get() % 1_000_000 * 1_000);
    private final MemoryStore store = new MemoryStore();
    private final Questions questions = new Questions();
    private final ConcurrentLinkedQueue<Throwable> faults = new ConcurrentLinkedQueue<>();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final TestRepo strangersRepo = new TestRepo(STRANGER.value(), START_MICROS - 60_000_000);
    private final TestRepo friendsRepo = new TestRepo(FRIEND.value(), START_MICROS - 60_000_000);
    private ShardPool pool = start(config(1_000, 500_000));
    private long hostSeq;

    @AfterEach
    void stop() {
        pool.close();
        assertEquals(List.of(), new ArrayList<>(faults));
    }

    @Test
    void aDeferralHoldsUpOnlyItsAccount() throws InterruptedException {
        store.put(known(FRIEND));
        RawFrame held = offer(STRANGER, strangersRepo.put("3aaa", "one").commitFrame(1));
        RawFrame free = offer(FRIEND, friendsRepo.put("3aaa", "one").commitFrame(1));
        Outcome deferred = store.next();
        assertEquals(held, deferred.settles());
        assertNotNull(deferred.defers());
        Outcome passed = store.next();
        assertEquals(free, passed.settles());
        assertEquals(1, passed.events().size());
        assertEquals(HOST, questions.nextIdentity().host());
    }

    @Test
    void waitingFramesGoOutInTheirOrder() throws InterruptedException {
        List<byte[]> frames = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            frames.add(strangersRepo.put("3aa" + (char) ('a' + i), "n").commitFrame(1));
            offer(STRANGER, frames.getLast());
            assertEquals(i, assertDeferred(store.next()));
        }
        answer(resolved());
        for (int i = 0; i < 5; i++) {
            Outcome released = store.next();
            assertEquals(i, released.released());
            assertNull(released.settles());
            assertArrayEquals(frames.get(i), released.events().getFirst().frame());
        }
        store.sync();
        assertEquals(0, store.waitingFrames());
        offer(STRANGER, strangersRepo.put("3bbb", "n").commitFrame(1));
        assertEquals(1, store.next().events().size());
        assertTrue(questions.nothingAsked());
    }

    @Test
    void whatWaitedWaitsAgainAfterARestart() throws InterruptedException {
        offer(STRANGER, strangersRepo.put("3aaa", "one").commitFrame(1));
        offer(STRANGER, strangersRepo.put("3bbb", "two").commitFrame(1));
        store.next();
        store.next();
        questions.nextIdentity();
        store.sync();
        pool.close();

        pool = start(config(1_000, 500_000));
        var asked = questions.nextIdentity();
        assertEquals(STRANGER, asked.did());
        offer(STRANGER, strangersRepo.put("3ccc", "three").commitFrame(1));
        assertEquals(2, assertDeferred(store.next()));
        asked.answer().complete(resolved());
        for (long number = 0; number < 3; number++) {
            Outcome released = store.next();
            assertEquals(number, released.released());
            assertEquals(1, released.events().size());
        }
    }

    @Test
    void aFrameThatWaitsAlreadyIsNotTakenTwice() throws InterruptedException {
        RawFrame raw = offer(STRANGER, strangersRepo.put("3aaa", "one").commitFrame(1));
        assertDeferred(store.next());
        pool.offer(raw);
        Outcome again = store.next();
        assertEquals(raw, again.settles());
        assertNull(again.defers());
        assertEquals(1, count("ignored", "duplicate"));
    }

    @Test
    void aFullLineDropsWhatComesAfterALookUpThatFailed() throws InterruptedException {
        pool.close();
        pool = start(config(2, 500_000));
        for (int i = 0; i < 2; i++) {
            offer(STRANGER, strangersRepo.put("3aa" + (char) ('a' + i), "n").commitFrame(1));
            assertDeferred(store.next());
        }
        answer(new IdentityAnswer.Failed());
        sent(FRIEND);
        RawFrame surplus = offer(STRANGER, strangersRepo.put("3zzz", "n").commitFrame(1));
        Outcome dropped = store.next();
        assertEquals(surplus, dropped.settles());
        assertNull(dropped.defers());
        assertEquals(List.of(), dropped.events());
        assertEquals(1, count("dropped", "waiting_line_full"));
    }

    @Test
    void aFailedLookUpIsTriedAgainAfterAPause() throws InterruptedException {
        offer(STRANGER, strangersRepo.put("3aaa", "one").commitFrame(1));
        assertDeferred(store.next());
        answer(new IdentityAnswer.Failed());
        sent(FRIEND);
        pool.tick();
        sent(FRIEND);
        assertTrue(questions.nothingAsked(), "not before the pause is over");
        now.addAndGet(2_000_000);
        pool.tick();
        answer(resolved());
        assertEquals(1, store.next().events().size());
    }

    @Test
    void afterSixHoursAWaitingFrameIsDropped() throws InterruptedException {
        offer(STRANGER, strangersRepo.put("3aaa", "one").commitFrame(1));
        assertDeferred(store.next());
        now.addAndGet(Duration.ofHours(6).toNanos() / 1_000);
        pool.tick();
        sent(FRIEND);
        now.addAndGet(1);
        pool.tick();
        Outcome dropped = store.next();
        assertEquals(0L, dropped.released());
        assertEquals(List.of(), dropped.events());
        assertEquals(1, count("dropped", "wait_expired"));
    }

    @Test
    void aStateThatIsNotDurableYetIsReadAllTheSame() throws InterruptedException {
        pool.close();
        pool = start(config(1_000, 1));
        store.put(known(FRIEND));
        offer(FRIEND, friendsRepo.put("3aaa", "one").commitFrame(1));
        assertEquals(1, store.next().events().size());
        for (int round = 0; round < 3; round++) {
            evict(round);
            offer(FRIEND, friendsRepo.put("3bb" + (char) ('a' + round), "two").commitFrame(1));
            assertEquals(1, store.next().events().size());
            if (round == 1) {
                store.sync();
            }
        }
        assertEquals(
                0,
                registry.counter("relay.verify.notices", "reason", "chain_broken")
                        .count());
        assertEquals(
                0,
                registry.counter("relay.verify.notices", "reason", "since_differs")
                        .count());
        store.sync();
        AccountState durable = store.find(FRIEND);
        assertNotNull(durable);
        assertNotNull(durable.head());
    }

    @Test
    void whatIsNoFrameIsSettledToo() throws InterruptedException {
        RawFrame raw = offer(FRIEND, new byte[] {0, 1, 2});
        Outcome outcome = store.next();
        assertEquals(raw, outcome.settles());
        assertEquals(List.of(), outcome.events());
        assertEquals(1, count("dropped", "malformed"));
    }

    @Test
    void theHostIsAskedOnceAboutAnAccountItCalledInactive() throws InterruptedException {
        store.put(known(FRIEND).withUpstream(new UpstreamStatus(false, "deactivated")));
        offer(FRIEND, friendsRepo.put("3aaa", "one").commitFrame(1));
        store.next();
        questions.nextStatus().answer().complete(new HostStatusAnswer.Stated(false, "deactivated"));
        assertEquals(0L, store.next().released());
        offer(FRIEND, friendsRepo.put("3bbb", "one").commitFrame(1));
        assertNull(store.next().defers());
        assertEquals(2, count("dropped", "upstream_inactive"));
        assertTrue(questions.nothingAsked());
    }

    @Test
    void aTakedownIsTold() throws InterruptedException {
        store.put(known(FRIEND));
        pool.takedown(FRIEND, true);
        Outcome told = store.next();
        assertEquals(1, told.events().size());
        assertNotNull(told.state());
        assertNull(told.settles());
    }

    @Test
    void aFaultOfOursLosesOneFrameAndStopsNothing() throws InterruptedException {
        pool.close();
        pool = start(config(1_000, 500_000), () -> {
            throw new IllegalStateException("a fault");
        });
        store.put(known(FRIEND));
        RawFrame raw = offer(FRIEND, friendsRepo.put("3aaa", "one").commitFrame(1));
        assertEquals(raw, store.next().settles());
        assertEquals(1, count("dropped", "fault"));
        sent(FRIEND);
    }

    /// Fills the cache of one entry with others.
    private void evict(int round) throws InterruptedException {
        for (int i = 0; i < 20; i++) {
            sent(new Did("did:plc:" + "c".repeat(21) + (char) ('a' + round) + "a" + (char) ('a' + i)));
        }
    }

    /// Has the shard judge one frame of that account to its end.
    private void sent(Did did) throws InterruptedException {
        RawFrame raw = offer(did, new byte[] {1});
        assertEquals(raw, store.next().settles());
    }

    private RawFrame offer(Did did, byte[] frame) {
        hostSeq++;
        RawFrame raw = new RawFrame(HOST, 0, hostSeq, hostSeq, did, frame, now.get(), System.nanoTime());
        pool.offer(raw);
        return raw;
    }

    private void answer(IdentityAnswer answer) throws InterruptedException {
        questions.nextIdentity().answer().complete(answer);
    }

    private IdentityAnswer resolved() {
        return new IdentityAnswer.Resolved(TestKey.DID_KEY, HOST, now.get());
    }

    private AccountState known(Did did) {
        return AccountState.unknown(did)
                .withHost(HOST)
                .withIdentity(new IdentityRecord(
                        IdentityRecord.Kind.RESOLVED, TestKey.DID_KEY, HOST, START_MICROS - 1_000_000, 0));
    }

    private static long assertDeferred(Outcome outcome) {
        assertNotNull(outcome.settles());
        assertNotNull(outcome.defers());
        return outcome.defers().number();
    }

    private double count(String verdict, String reason) {
        return registry.counter("relay.verify.frames", "verdict", verdict, "reason", reason)
                .count();
    }

    private ShardPool start(VerifyConfig config) {
        return start(config, () -> {});
    }

    private ShardPool start(VerifyConfig config, Runnable beforeEachProof) {
        return ShardPool.start(
                config,
                new ShardPool.Neighbours(
                        store, store, store, questions, questions, () -> new TestProofs(beforeEachProof), clock),
                new VerifyMetrics(registry),
                faults::add);
    }

    private static VerifyConfig config(int waitingFramesMax, long cachedAccounts) {
        return new VerifyConfig(
                1,
                cachedAccounts,
                waitingFramesMax,
                16 << 20,
                64 << 20,
                256 << 20,
                Duration.ofHours(6),
                Duration.ofSeconds(1),
                Duration.ofMinutes(1),
                Duration.ofMinutes(1));
    }
}
