package net.atrelay.store.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalLong;
import java.util.Set;
import net.atrelay.store.kafka.OpenTransaction.Fate;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// What became of a transaction, by state and epoch of its producer.
class OpenTransactionTest {
    private static final int EPOCH = 7;
    private static final TopicPartition EVENTS = new TopicPartition("events", 0);
    private static final OpenTransaction OPEN = new OpenTransaction(EVENTS, 1, EPOCH, 0, 100);

    @ParameterizedTest
    @CsvSource({
        "PREPARE_COMMIT, 1, COMMITTED",
        "COMPLETE_COMMIT, 1, COMMITTED",
        "COMPLETE_COMMIT, 2, COMMITTED",
        "PREPARE_ABORT, 1, GIVEN_UP",
        "COMPLETE_ABORT, 1, GIVEN_UP",
        "PREPARE_ABORT, 2, COMMITTED",
        "COMPLETE_ABORT, 2, COMMITTED",
        "ONGOING, 1, COMMITTED",
        "ONGOING, 0, UNKNOWN",
        "ONGOING, 2, UNKNOWN",
        "EMPTY, 1, UNKNOWN",
        "EMPTY, 2, UNKNOWN"
    })
    void aCoordinatorThatIsDoneTellsTheFate(TransactionState state, int ends, Fate fate) {
        TransactionDescription owner = owner(state, EPOCH + ends, Set.of());
        assertFalse(OPEN.isUnderWay(owner));
        assertEquals(fate, OPEN.fate(owner));
    }

    @ParameterizedTest
    @EnumSource
    void ofOtherEpochsNothingIsKnown(TransactionState state) {
        assertEquals(Fate.UNKNOWN, OPEN.fate(owner(state, EPOCH, Set.of())));
        assertEquals(Fate.UNKNOWN, OPEN.fate(owner(state, EPOCH + 3, Set.of())));
        assertEquals(Fate.UNKNOWN, OPEN.fate(owner(state, EPOCH - 1, Set.of())));
    }

    @Test
    void whatWasUnderWayIsGivenUpWithItsProducer() {
        TransactionDescription owner = owner(TransactionState.ONGOING, EPOCH, Set.of(EVENTS));
        assertTrue(OPEN.isUnderWay(owner));
        assertEquals(Fate.GIVEN_UP, OPEN.fate(owner));
        assertEquals(Fate.UNKNOWN, OPEN.fate(owner(TransactionState.ONGOING, EPOCH + 1, Set.of(EVENTS))));
    }

    @ParameterizedTest
    @EnumSource
    void whatALivingProducerHasEndedIsCommitted(TransactionState state) {
        boolean goesOn = state == TransactionState.ONGOING;
        TransactionDescription began = owner(TransactionState.EMPTY, EPOCH, Set.of());
        assertEquals(goesOn, OPEN.isOfLiving(owner(state, EPOCH + 3, Set.of()), began));
        assertFalse(OPEN.isOfLiving(owner(state, EPOCH + 3, Set.of(EVENTS)), began), "under way");
        assertFalse(OPEN.isOfLiving(owner(state, EPOCH, Set.of()), began), "its newest");
        TransactionDescription underOtherNumber =
                new TransactionDescription(1, TransactionState.EMPTY, 2, EPOCH + 1, 1, OptionalLong.empty(), Set.of());
        assertEquals(goesOn, OPEN.isOfLiving(owner(state, EPOCH + 3, Set.of()), underOtherNumber));
        assertFalse(OPEN.isOfLiving(owner(state, EPOCH + 3, Set.of()), null), "not known");
        TransactionDescription later = owner(TransactionState.EMPTY, EPOCH + 1, Set.of());
        assertFalse(OPEN.isOfLiving(owner(state, EPOCH + 3, Set.of()), later), "of an earlier process");
    }

    private static TransactionDescription owner(TransactionState state, int epoch, Set<TopicPartition> partitions) {
        return new TransactionDescription(1, state, 1, epoch, 1, OptionalLong.empty(), partitions);
    }
}
