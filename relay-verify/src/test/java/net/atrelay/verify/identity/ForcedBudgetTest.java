package net.atrelay.verify.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.verify.Share;
import net.atrelay.verify.identity.ForcedBudget.Grant;
import org.junit.jupiter.api.Test;

class ForcedBudgetTest {
    private static final long SECOND_MICROS = 1_000_000;
    private static final long SECOND_NANOS = 1_000_000_000;
    private static final long NOW = 1_700_000_000L * SECOND_MICROS;

    private final ForcedBudget budget =
            new ForcedBudget(new IdentityConfig.Forced(Duration.ofSeconds(30), 3, 2, 1_000));

    @Test
    void ofOneDidAHostForcesOneInAWhile() {
        assertEquals(Grant.GRANTED, budget.take(did(1), "a", NOW, 0));
        assertEquals(Grant.DID_GAP, budget.take(did(1), "a", NOW + 28 * SECOND_MICROS, 0));
        assertEquals(Grant.GRANTED, budget.take(did(2), "a", NOW, 0));
        assertEquals(Grant.GRANTED, budget.take(did(1), "a", NOW + 30 * SECOND_MICROS, 0));
    }

    @Test
    void whatOneHostHasForcedDoesNotCountForAnother() {
        assertEquals(Grant.GRANTED, budget.take(did(1), "a", NOW, 0));
        assertEquals(Grant.GRANTED, budget.take(did(1), "b", NOW + SECOND_MICROS, 0));
        assertEquals(Grant.DID_GAP, budget.take(did(1), "a", NOW + 2 * SECOND_MICROS, 0));
        assertEquals(Grant.DID_GAP, budget.take(did(1), "b", NOW + 2 * SECOND_MICROS, 0));
    }

    @Test
    void whoeverCountsTheGapFromAMomentBeforeIsNotRefused() {
        assertEquals(Grant.GRANTED, budget.take(did(1), "a", NOW + 5_000, 0));
        assertEquals(Grant.GRANTED, budget.take(did(1), "a", NOW + 30 * SECOND_MICROS, 0));
    }

    @Test
    void oneThatIsToComeCountsAsWell() {
        assertEquals(Grant.GRANTED, budget.take(did(1), "a", NOW + 20 * SECOND_MICROS, 0));
        assertEquals(Grant.DID_GAP, budget.take(did(1), "a", NOW, 0));
    }

    @Test
    void aClockThatWasSetBackHoldsNothingUp() {
        assertEquals(Grant.GRANTED, budget.take(did(1), "a", NOW, 0));
        assertEquals(Grant.GRANTED, budget.take(did(1), "a", NOW - 3_600 * SECOND_MICROS, 0));
    }

    @Test
    void aFailureIsNotChargedToTheDid() {
        assertEquals(Grant.GRANTED, budget.take(did(1), "a", NOW, 0));
        budget.failed(did(1));
        assertEquals(Grant.GRANTED, budget.take(did(1), "a", NOW + SECOND_MICROS, 0));
    }

    @Test
    void aHostMayCauseABurstAndThenAFewASecond() {
        for (int i = 0; i < 3; i++) {
            assertEquals(Grant.GRANTED, budget.take(did(i), "a", NOW, 0));
        }
        assertEquals(Grant.HOST_BUDGET, budget.take(did(3), "a", NOW, 0));
        assertEquals(Grant.GRANTED, budget.take(did(3), "b", NOW, 0), "another host has its own");
        assertEquals(Grant.HOST_BUDGET, budget.take(did(4), "a", NOW, SECOND_NANOS / 4));
        assertEquals(Grant.GRANTED, budget.take(did(4), "a", NOW, SECOND_NANOS));
        assertEquals(Grant.GRANTED, budget.take(did(5), "a", NOW, SECOND_NANOS));
        assertEquals(Grant.HOST_BUDGET, budget.take(did(6), "a", NOW, SECOND_NANOS));
    }

    @Test
    void ofAShareAHostMayCauseItsPartOfTheBurstAndOfTheRate() {
        budget.shareIs(new Share(2, 3));
        assertEquals(Grant.GRANTED, budget.take(did(0), "a", NOW, 0));
        assertEquals(Grant.GRANTED, budget.take(did(1), "a", NOW, 0));
        assertEquals(Grant.HOST_BUDGET, budget.take(did(2), "a", NOW, 0));
        assertEquals(Grant.HOST_BUDGET, budget.take(did(2), "a", NOW, SECOND_NANOS / 2));
        assertEquals(Grant.GRANTED, budget.take(did(2), "a", NOW, SECOND_NANOS));
        budget.shareIs(new Share(1, 6));
        assertEquals(Grant.HOST_BUDGET, budget.take(did(3), "a", NOW, 2 * SECOND_NANOS));
        assertEquals(Grant.GRANTED, budget.take(did(3), "a", NOW, 4 * SECOND_NANOS));
        assertEquals(Grant.GRANTED, budget.take(did(4), "b", NOW, 0), "one at once in any case");
        assertEquals(Grant.HOST_BUDGET, budget.take(did(5), "b", NOW, 0));
        budget.shareIs(new Share(0, 6));
        assertEquals(Grant.HOST_BUDGET, budget.take(did(6), "c", NOW, 0), "of nothing nothing");
    }

    @Test
    void quietTimesSaveNoMoreThanTheBurst() {
        assertEquals(Grant.GRANTED, budget.take(did(9), "a", NOW, 0));
        for (int i = 0; i < 3; i++) {
            assertEquals(Grant.GRANTED, budget.take(did(i), "a", NOW, 3_600 * SECOND_NANOS));
        }
        assertEquals(Grant.HOST_BUDGET, budget.take(did(3), "a", NOW, 3_600 * SECOND_NANOS));
    }

    private static Did did(int number) {
        return new Did("did:web:d" + number + ".example.com");
    }
}
