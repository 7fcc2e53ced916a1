package net.atrelay.verify.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.verify.core.IdentityAnswer;
import net.atrelay.verify.identity.http.RequestClock;
import net.atrelay.verify.identity.http.Until;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Many threads ask about few DIDs at once, of past and future: each is answered by a look-up that began late enough,
/// and no DID has two at a time.
class LookupsFuzzTest {
    private static final int THREADS = 8;
    private static final int QUESTIONS_PER_THREAD = 2_000;
    private static final int DIDS = 5;
    private static final int SPREAD_MICROS = 3_000;
    private static final IdentityConfig.Answers LIMITS = new IdentityConfig.Answers(
            3, Duration.ofMillis(2), Duration.ofMillis(1), Duration.ZERO, Duration.ofMillis(1), 1_000_000);

    private final RequestClock clock = RequestClock.ofSystem(InstantSource.system());
    private final Map<Did, AtomicInteger> running = new ConcurrentHashMap<>();
    private final AtomicInteger twice = new AtomicInteger();
    private final AtomicInteger made = new AtomicInteger();
    private final Lookups lookups = new Lookups(new Remembered(LIMITS), LIMITS.pendingMax(), clock, this::queue);

    private record Asked(long notBeforeMicros, CompletableFuture<IdentityAnswer> answer) {}

    @AfterEach
    void close() {
        clock.close();
    }

    @Test
    void everyQuestionIsAnsweredByALookupThatBeganLateEnough() throws InterruptedException {
        long seed = System.nanoTime();
        List<List<Asked>> asked = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            Random random = new Random(seed + i);
            List<Asked> mine = new ArrayList<>();
            asked.add(mine);
            threads.add(Thread.startVirtualThread(() -> askMany(random, mine)));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        asked.forEach(questions -> questions.forEach(question -> check(question, seed)));
        assertEquals(0, twice.get(), "seed: " + seed);
        assertEquals(0, lookups.pending(), "seed: " + seed);
        assertTrue(made.get() < THREADS * QUESTIONS_PER_THREAD, "seed: " + seed);
    }

    private void askMany(Random random, List<Asked> asked) {
        for (int i = 0; i < QUESTIONS_PER_THREAD; i++) {
            long notBefore = clock.micros() + random.nextInt(2 * SPREAD_MICROS) - SPREAD_MICROS;
            Did did = new Did("did:web:d" + random.nextInt(DIDS) + ".example.com");
            asked.add(new Asked(
                    notBefore,
                    lookups.ask(did, notBefore, random.nextInt(4) > 0).toCompletableFuture()));
            if (random.nextInt(16) == 0) {
                LockSupport.parkNanos(100_000);
            }
        }
    }

    private static void check(Asked asked, long seed) {
        if (Until.answered(asked.answer()) instanceof IdentityAnswer.Definite definite) {
            assertTrue(definite.startedAtMicros() >= asked.notBeforeMicros(), "seed: " + seed);
        }
    }

    private void queue(Did did) {
        Thread.startVirtualThread(() -> lookUp(did));
    }

    private void lookUp(Did did) {
        AtomicInteger atOnce = running.computeIfAbsent(did, _ -> new AtomicInteger());
        long began = lookups.begin(did);
        if (atOnce.incrementAndGet() > 1) {
            twice.incrementAndGet();
        }
        boolean fails = made.incrementAndGet() % 5 == 0;
        LockSupport.parkNanos(200_000);
        atOnce.decrementAndGet();
        lookups.finish(did, fails ? new IdentityAnswer.Failed() : new IdentityAnswer.NotFound(began));
    }
}
