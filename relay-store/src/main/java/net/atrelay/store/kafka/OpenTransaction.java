package net.atrelay.store.kafka;

import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/// What a partition has open of a producer.
///
/// @param epoch of the producer when it wrote there last: each transaction of a producer has one of its own
/// @param firstOffset behind which nothing is read while it is open
record OpenTransaction(TopicPartition partition, long producerId, int epoch, int coordinatorEpoch, long firstOffset) {
    static OpenTransaction of(TopicPartition partition, ProducerState producer, long firstOffset) {
        return new OpenTransaction(
                partition,
                producer.producerId(),
                producer.producerEpoch(),
                producer.coordinatorEpoch().orElse(0),
                firstOffset);
    }

    /// What became of a transaction, by what its coordinator knows.
    enum Fate {
        COMMITTED,
        GIVEN_UP,
        /// It may have been committed.
        UNKNOWN
    }

    /// Whether the coordinator has not told the partition the end yet, or there is none.
    boolean isUnderWay(TransactionDescription owner) {
        return owner.topicPartitions().contains(partition);
    }

    /// Whether it was ended by a producer that lives: which has committed it then.
    ///
    /// @param owner what is known of the producer now
    /// @param began what was known of it when it began, under another number perhaps; null if that is not known
    boolean isOfLiving(TransactionDescription owner, @Nullable TransactionDescription began) {
        if (owner.state() != TransactionState.ONGOING || isUnderWay(owner) || began == null) {
            return false;
        }
        boolean isOfBefore = owner.producerId() == began.producerId() && epoch < began.producerEpoch();
        return !isOfBefore && epoch < owner.producerEpoch();
    }

    /// What became of it, when the coordinator is done with it.
    ///
    /// Each end of a transaction, and each shutting out of a producer, makes the epoch one higher. Who is shut out
    /// with a transaction open goes on under an epoch that is two higher, after the coordinator has given that one
    /// up. So what is one epoch ahead and under way, or ended, follows a transaction which its own producer has
    /// ended; and that it does by a commit alone once there are records ([VerifyPublisher]).
    ///
    /// @param owner what is known of the producer, before something shut it out
    Fate fate(TransactionDescription owner) {
        int ends = owner.producerEpoch() - epoch;
        return switch (owner.state()) {
            case PREPARE_COMMIT, COMPLETE_COMMIT -> ends == 1 || ends == 2 ? Fate.COMMITTED : Fate.UNKNOWN;
            case PREPARE_ABORT, COMPLETE_ABORT ->
                switch (ends) {
                    case 1 -> Fate.GIVEN_UP;
                    case 2 -> Fate.COMMITTED;
                    default -> Fate.UNKNOWN;
                };
            case ONGOING -> ongoing(ends, owner);
            default -> Fate.UNKNOWN;
        };
    }

    /// What was under way itself was given up when the producer was shut out.
    private Fate ongoing(int ends, TransactionDescription owner) {
        return switch (ends) {
            case 0 -> isUnderWay(owner) ? Fate.GIVEN_UP : Fate.UNKNOWN;
            case 1 -> isUnderWay(owner) ? Fate.UNKNOWN : Fate.COMMITTED;
            default -> Fate.UNKNOWN;
        };
    }
}
