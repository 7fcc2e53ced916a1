package net.atrelay.verify.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import net.atrelay.store.account.AccountState;
import net.atrelay.store.account.CountedStatus;
import net.atrelay.store.account.LocalStatus;
import net.atrelay.store.account.UpstreamStatus;
import net.atrelay.verify.core.Admission;
import org.junit.jupiter.api.Test;

class AdmissionsTest {
    private static final String HOST = "pds.example.com";
    private static final String OTHER = "other.example.com";
    private static final long NOW = 1_767_225_660_000_000L;
    private static final long DAY = 86_400_000_000L;

    private final MemoryStore store = new MemoryStore();
    private final AtomicLong max = new AtomicLong(3);
    private final AtomicLong perDay = new AtomicLong(Long.MAX_VALUE);
    private final HostLimits limits = new HostLimits() {
        @Override
        public long accountsMax(String host) {
            return max.get();
        }

        @Override
        public long newAccountsPerDayMax(String host) {
            return perDay.get();
        }
    };
    private final AtomicLong now = new AtomicLong(NOW);
    private final InstantSource clock = () -> Instant.ofEpochSecond(now.get() / 1_000_000);
    private final Admissions admissions = new Admissions(new HostRooms(store, store, limits), clock);

    @Test
    void theLimitIsReachedExactlyAndADeletionMakesRoom() {
        List<AccountEntry> entries = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            entries.add(entry(i));
            assertEquals(Admission.ADMITTED, comes(entries.getLast()));
        }
        assertEquals(Admission.THROTTLED, ask(entry(3)));
        becomes(entries.getFirst(), entries.getFirst().state.withUpstream(UpstreamStatus.DELETED));
        assertEquals(Admission.ADMITTED, comes(entry(4)));
        assertEquals(Admission.THROTTLED, ask(entry(5)));
    }

    @Test
    void whatIsOnDiskCountsFromTheStart() {
        for (int i = 0; i < 2; i++) {
            store.put(at(i, HOST));
        }
        store.put(at(2, HOST).withUpstream(UpstreamStatus.DELETED));
        assertEquals(Admission.ADMITTED, comes(entry(3)));
        assertEquals(Admission.THROTTLED, ask(entry(4)));
    }

    @Test
    void aPromiseThatIsNotUsedIsGivenBack() {
        max.set(1);
        AccountEntry refused = entry(0);
        assertEquals(Admission.ADMITTED, ask(refused));
        assertEquals(Admission.THROTTLED, ask(entry(1)));
        becomes(refused, refused.state);
        assertEquals(Admission.ADMITTED, comes(entry(2)));
    }

    @Test
    void whoeverComesDoesNotOvertakeThoseThatWait() {
        store.put(at(0, HOST).withLocal(LocalStatus.HOST_THROTTLED));
        assertEquals(Admission.THROTTLED, ask(entry(1)));
        assertEquals(3, admissions.take(HOST, 10));
        admissions.giveBack(HOST, 3);
        AccountEntry waiting = new AccountEntry(at(0, HOST).withLocal(LocalStatus.HOST_THROTTLED));
        assertEquals(1, admissions.take(HOST, 1));
        waiting.placeAt = HOST;
        becomes(waiting, waiting.state.withLocal(LocalStatus.ACTIVE));
        assertEquals(Admission.ADMITTED, comes(entry(2)));
    }

    @Test
    void aMoveFreesOnePlaceAndTakesTheOther() {
        max.set(1);
        AccountEntry moving = entry(0);
        comes(moving);
        assertEquals(Admission.ADMITTED, admissions.ask(moving, OTHER));
        becomes(moving, moving.state.entered(OTHER, LocalStatus.ACTIVE, NOW));
        assertEquals(Admission.THROTTLED, admissions.ask(entry(1), OTHER));
        assertEquals(Admission.ADMITTED, ask(entry(2)));
    }

    @Test
    void soManyADayAndTheNextDayGoesOn() {
        perDay.set(2);
        assertEquals(Admission.ADMITTED, comes(entry(0)));
        assertEquals(Admission.ADMITTED, comes(entry(1)));
        assertEquals(Admission.THROTTLED, ask(entry(2)));
        now.addAndGet(DAY);
        assertEquals(Admission.ADMITTED, comes(entry(3)));
    }

    @Test
    void manyShardsTogetherKeepTheLimit() throws InterruptedException {
        max.set(500);
        AtomicInteger admitted = new AtomicInteger();
        CountDownLatch start = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        for (int shard = 0; shard < 4; shard++) {
            int first = shard * 1_000;
            threads.add(Thread.ofPlatform().start(() -> {
                awaitStart(start);
                for (int i = 0; i < 400; i++) {
                    if (comes(entry(first + i)) == Admission.ADMITTED) {
                        admitted.incrementAndGet();
                    }
                }
            }));
        }
        start.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(500, admitted.get());
    }

    @Test
    void theNumbersAreThoseOfARecountWhateverHappens() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        max.set(Long.MAX_VALUE);
        List<AccountEntry> entries = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            entries.add(entry(i));
        }
        for (int round = 0; round < 2_000; round++) {
            AccountEntry entry = entries.get(random.nextInt(entries.size()));
            String host = random.nextBoolean() ? HOST : OTHER;
            if (random.nextBoolean()) {
                admissions.ask(entry, host);
            }
            becomes(entry, random.nextInt(3) == 0 ? entry.state : anyState(random, entry.state, host));
            long expected = entries.stream()
                    .filter(each -> HOST.equals(each.state.host()))
                    .filter(each -> CountedStatus.of(each.state).takesRoom())
                    .count();
            max.set(expected + 1);
            int places = admissions.take(HOST, 10);
            admissions.giveBack(HOST, places);
            max.set(Long.MAX_VALUE);
            assertEquals(1, places, "seed " + seed + " round " + round);
        }
    }

    private static AccountState anyState(Random random, AccountState state, String host) {
        LocalStatus[] locals = LocalStatus.values();
        return state.entered(host, locals[random.nextInt(locals.length)], NOW)
                .withUpstream(random.nextInt(4) == 0 ? UpstreamStatus.DELETED : UpstreamStatus.ACTIVE);
    }

    private Admission ask(AccountEntry entry) {
        return admissions.ask(entry, HOST);
    }

    private Admission comes(AccountEntry entry) {
        Admission admission = ask(entry);
        LocalStatus local = admission == Admission.ADMITTED ? LocalStatus.ACTIVE : LocalStatus.HOST_THROTTLED;
        becomes(entry, entry.state.entered(HOST, local, NOW));
        return admission;
    }

    private void becomes(AccountEntry entry, AccountState next) {
        String placeAt = entry.placeAt;
        entry.placeAt = null;
        admissions.settled(entry.state, next, placeAt);
        entry.state = next;
    }

    private static AccountEntry entry(int number) {
        return new AccountEntry(AccountState.unknown(PoolFixture.did(number)));
    }

    private static AccountState at(int number, String host) {
        return AccountState.unknown(PoolFixture.did(number)).entered(host, LocalStatus.ACTIVE, number);
    }

    private static void awaitStart(CountDownLatch start) {
        try {
            start.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
