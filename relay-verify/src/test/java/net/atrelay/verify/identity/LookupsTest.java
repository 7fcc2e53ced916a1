package net.atrelay.verify.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.verify.core.IdentityAnswer;
import net.atrelay.verify.core.IdentityAnswer.Failed;
import net.atrelay.verify.core.IdentityAnswer.NotFound;
import net.atrelay.verify.core.IdentityAnswer.Resolved;
import net.atrelay.verify.identity.http.ManualClock;
import org.junit.jupiter.api.Test;

class LookupsTest {
    private static final Did DID = new Did("did:plc:ewvi7nxzyoun6zhxrhs64oiz");
    private static final Did OTHER = new Did("did:plc:z72i7hdynmk6r22z27h6tvur");
    private static final IdentityConfig.Answers LIMITS = new IdentityConfig.Answers(
            100, Duration.ofHours(1), Duration.ofMinutes(2), Duration.ofSeconds(10), Duration.ofSeconds(30), 3);

    private final ManualClock clock = new ManualClock();
    private final Remembered remembered = new Remembered(LIMITS);
    private final List<Did> queued = new ArrayList<>();
    private final Lookups lookups = new Lookups(remembered, LIMITS.pendingMax(), clock, queued::add);

    @Test
    void questionsThatComeTogetherShareOneLookup() {
        var first = ask(0);
        var second = ask(0);
        long began = lookups.begin(DID);
        var third = ask(began);
        lookups.finish(DID, resolved(began));
        assertEquals(List.of(DID), queued);
        assertEquals(
                List.of(resolved(began), resolved(began), resolved(began)),
                List.of(now(first), now(second), now(third)));
        assertEquals(0, lookups.pending());
    }

    @Test
    void anAnswerIsRememberedForAWhile() {
        long began = lookedUp(DID);
        clock.advance(Duration.ofMinutes(60));
        assertEquals(resolved(began), now(ask(0)));
        clock.advance(Duration.ofMillis(1));
        assertFalse(ask(0).isDone());
    }

    @Test
    void thatThereIsNoneIsRememberedForLess() {
        someoneAsks(0);
        lookups.finish(DID, new NotFound(lookups.begin(DID)));
        clock.advance(Duration.ofMinutes(2));
        assertTrue(ask(0).isDone());
        clock.advance(Duration.ofMillis(1));
        assertFalse(ask(0).isDone());
    }

    @Test
    void aDidThatFailedIsNotAskedForAgainAtOnce() {
        someoneAsks(0);
        long began = lookups.begin(DID);
        lookups.finish(DID, new Failed());
        clock.advance(Duration.ofSeconds(10));
        assertEquals(new Failed(), now(ask(0)));
        assertEquals(new Failed(), now(ask(began)));
        assertFalse(ask(began + 1).isDone(), "what failed before says nothing");
    }

    @Test
    void aDidThatFailedIsAskedForAgainAfterAWhile() {
        someoneAsks(0);
        lookups.begin(DID);
        lookups.finish(DID, new Failed());
        clock.advance(Duration.ofSeconds(31));
        assertFalse(ask(0).isDone());
    }

    @Test
    void aFailureDoesNotCoverUpWhatIsKnown() {
        long began = lookedUp(DID);
        lookups.ask(DID, clock.micros(), false);
        lookups.begin(DID);
        lookups.finish(DID, new Failed());
        assertEquals(resolved(began), now(ask(0)));
    }

    ///
    @Test
    void aLookupThatBeganBeforeAPurgeDoesNotAnswerForAfterIt() {
        var before = ask(0);
        long began = lookups.begin(DID);
        clock.advance(Duration.ofMillis(5));
        var after = ask(clock.micros());
        lookups.finish(DID, resolved(began));
        assertEquals(resolved(began), now(before));
        assertFalse(after.isDone());
        assertEquals(List.of(DID, DID), queued, "and another one is made");
        long again = lookups.begin(DID);
        lookups.finish(DID, resolved(again));
        assertEquals(resolved(again), now(after));
    }

    ///
    @Test
    void whatALookupFromBeforeAPurgeFoundIsNotRemembered() {
        someoneAsks(0);
        long began = lookups.begin(DID);
        clock.advance(Duration.ofMillis(5));
        someoneAsks(clock.micros());
        lookups.finish(DID, resolved(began));
        assertFalse(ask(0).isDone());
    }

    ///
    @Test
    void whatIsRememberedFromBeforeAPurgeIsForgotten() {
        lookedUp(DID);
        clock.advance(Duration.ofMillis(5));
        assertFalse(ask(clock.micros()).isDone());
        assertFalse(ask(0).isDone());
    }

    @Test
    void aForcedLookupReliesOnNothing() {
        lookedUp(DID);
        assertFalse(
                lookups.ask(DID, clock.micros(), false).toCompletableFuture().isDone());
        assertEquals(2, queued.size());
    }

    @Test
    void aQuestionOfTheFutureWaitsForIt() {
        var later = ask(clock.micros() + 2_000_000);
        clock.advance(Duration.ofMillis(1_999));
        assertEquals(List.of(), queued);
        clock.advance(Duration.ofMillis(1));
        assertEquals(List.of(DID), queued);
        long began = lookups.begin(DID);
        lookups.finish(DID, resolved(began));
        assertEquals(resolved(began), now(later));
    }

    @Test
    void aQuestionOfNowIsNotHeldUpByOneOfTheFuture() {
        var later = ask(clock.micros() + 30_000_000);
        var soon = ask(0);
        long began = lookups.begin(DID);
        lookups.finish(DID, resolved(began));
        assertTrue(soon.isDone());
        assertFalse(later.isDone());
        assertEquals(1, clock.alarms());
        clock.advance(Duration.ofSeconds(30));
        assertEquals(List.of(DID, DID), queued);
    }

    @Test
    void onlySoManyQuestionsWait() {
        someoneAsks(0);
        someoneAsks(0);
        lookups.ask(OTHER, 0, true);
        assertEquals(new Failed(), now(ask(0)));
        lookups.begin(DID);
        lookups.finish(DID, new Failed());
        assertEquals(1, lookups.pending());
    }

    @Test
    void aLookupThatFoundNoRoomFailsWithoutBeingRemembered() {
        var first = ask(0);
        lookups.finish(DID, new Failed());
        assertEquals(new Failed(), now(first));
        assertFalse(ask(0).isDone());
    }

    @Test
    void closingAnswersEverything() {
        var running = ask(0);
        lookups.begin(DID);
        var waiting = lookups.ask(OTHER, clock.micros() + 1_000_000, true).toCompletableFuture();
        lookups.close();
        assertEquals(new Failed(), now(running));
        assertEquals(new Failed(), now(waiting));
        assertEquals(new Failed(), now(ask(0)));
        assertEquals(0, clock.alarms());
        lookups.finish(DID, new Failed());
    }

    private long lookedUp(Did did) {
        lookups.ask(did, 0, true);
        long began = lookups.begin(did);
        lookups.finish(did, resolved(began));
        return began;
    }

    private void someoneAsks(long notBeforeMicros) {
        assertFalse(ask(notBeforeMicros).isDone());
    }

    private CompletableFuture<IdentityAnswer> ask(long notBeforeMicros) {
        return lookups.ask(DID, notBeforeMicros, true).toCompletableFuture();
    }

    private static IdentityAnswer now(CompletableFuture<IdentityAnswer> answer) {
        assertTrue(answer.isDone());
        return answer.join();
    }

    private static IdentityAnswer resolved(long startedAtMicros) {
        return new Resolved("did:key:" + Documents.K256, "pds.example.com", startedAtMicros);
    }
}
