package net.atrelay.store.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import net.atrelay.atproto.syntax.Did;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CommitQueueTest {
    private static final int LARGE_BYTES = 1_000;
    private static final Did FLOOD = new Did("did:web:flood.test");
    private static final Did QUIET = new Did("did:web:quiet.test");

    private final CommitQueue queue = new CommitQueue(LARGE_BYTES);
    private final BatchBuilder batch = new BatchBuilder(new NothingWritten(), 100, 1 << 20);

    @Test
    void smallOutcomesGoFirstAndAfterEachLargeOne() {
        Outcome[] large = {large(FLOOD), large(FLOOD), large(FLOOD)};
        Outcome before = small(QUIET);
        Outcome between = small(QUIET);
        arrive(large[0], large[1], large[2], before);
        assertEquals(List.of(before), next());
        assertEquals(List.of(large[0]), next());
        arrive(between);
        assertEquals(List.of(between), next());
        assertEquals(List.of(large[1]), next());
        assertEquals(List.of(large[2]), next());
        assertTrue(queue.isEmpty());
        assertEquals(0, queue.heldBackBytes());
    }

    @Test
    void whatComesBehindALargeOneOfItsAccountGoesWithIt() {
        Outcome first = large(FLOOD);
        Outcome behind = small(FLOOD);
        Outcome second = large(FLOOD);
        arrive(first, behind, second, small(QUIET));
        next();
        assertEquals(first.weightBytes() + behind.weightBytes() + second.weightBytes(), queue.heldBackBytes());
        assertEquals(List.of(first, behind), next());
        assertEquals(List.of(second), next());
        assertTrue(queue.isEmpty());
    }

    @Test
    void workThatIsNoOutcomeIsNotOvertakenByWhatCameBefore() {
        Outcome first = large(FLOOD);
        Outcome later = small(QUIET);
        HostLeft left = new HostLeft("flood.test", new CompletableFuture<>());
        arrive(first, left, later);
        assertEquals(List.of(first), next());
        assertFalse(left.done().isDone());
        assertEquals(List.of(later), next());
        assertTrue(left.done().isDone());
    }

    @Test
    void whatIsDrainedIsAllThatWasNotCommitted() {
        Outcome held = large(FLOOD);
        Outcome small = small(QUIET);
        arrive(held, small, large(FLOOD), small(QUIET));
        next();
        arrive(small(QUIET));
        assertEquals(3, queue.drain().size());
        assertTrue(queue.isEmpty());
        assertEquals(0, queue.heldBackBytes());
    }

    @Test
    void eachAccountKeepsItsOrderAndNothingIsLostWhateverComes() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<Outcome> sent = new ArrayList<>();
        List<Outcome> committed = new ArrayList<>();
        int rounds = 2_000;
        for (int round = 0; round < rounds; round++) {
            for (int i = random.nextInt(4); i > 0; i--) {
                Did did = new Did("did:web:n" + random.nextInt(5));
                Outcome outcome = random.nextInt(3) == 0 ? large(did) : small(did);
                sent.add(outcome);
                arrive(outcome);
            }
            commitOne(committed, seed);
        }
        while (!queue.isEmpty()) {
            commitOne(committed, seed);
        }
        assertEquals(byAccount(sent), byAccount(committed), "seed: " + seed);
        assertEquals(0, queue.heldBackBytes(), "seed: " + seed);
    }

    private void commitOne(List<Outcome> committed, long seed) {
        boolean hasWork = !queue.isEmpty();
        List<Outcome> next = next();
        assertEquals(hasWork, !next.isEmpty(), "seed: " + seed);
        long large = next.stream()
                .filter(outcome -> outcome.weightBytes() >= LARGE_BYTES)
                .count();
        assertTrue(large <= 1, "seed: " + seed);
        committed.addAll(next);
    }

    private void arrive(Work... work) {
        Collections.addAll(queue.arrived(), work);
    }

    /// What the next batch holds.
    private List<Outcome> next() {
        queue.fill(batch);
        List<Outcome> outcomes = List.copyOf(batch.build(0).outcomes());
        batch.acknowledge((_, _, _) -> {}, _ -> {});
        batch.clear();
        return outcomes;
    }

    private static Map<Did, List<Outcome>> byAccount(List<Outcome> outcomes) {
        Map<Did, List<Outcome>> accounts = new HashMap<>();
        for (Outcome outcome : outcomes) {
            accounts.computeIfAbsent(outcome.did(), _ -> new ArrayList<>()).add(outcome);
        }
        return accounts;
    }

    private static Outcome small(Did did) {
        return new Outcome(did, null, List.of(), null, null, null, () -> {});
    }

    private static Outcome large(Did did) {
        PendingEvent event = new PendingEvent(new byte[LARGE_BYTES], 0, 9, did, 1);
        return new Outcome(did, null, List.of(event), null, null, null, null);
    }

    private static final class NothingWritten implements LogWriter {
        @Override
        public long nextSeq() {
            return 1;
        }

        @Override
        public @Nullable HostCursor cursor(String host) {
            return null;
        }

        @Override
        public void write(LogBatch batch) {
            throw new AssertionError("nothing is to be written");
        }
    }
}
