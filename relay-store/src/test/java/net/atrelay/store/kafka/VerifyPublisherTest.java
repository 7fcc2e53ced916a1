package net.atrelay.store.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.store.log.LogBatch;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The order within a transaction.
class VerifyPublisherTest {
    private static final Did DID = new Did("did:plc:aaaaaaaaaaaaaaaaaaaaaaaa");
    private static final String BEGUN = "begun";
    private static final String OFFSETS = "offsets";
    private static final String ASKED = "asked";
    private static final String COMMITTED = "committed";
    private static final String GIVEN_UP = "given up";

    private final ClusterTopics topics =
            ClusterTopics.of(KafkaConfig.Layout.DEFAULTS.withPartitions(1, 1).withPrefix("test"));
    private final Tenure tenure = new Tenure();
    private final List<String> steps = new ArrayList<>();
    private final Transactions transactions = new Transactions();
    private final Judged.Tables tables = new Judged.Tables();
    private final VerifyPublisher publisher =
            new VerifyPublisher(tables, topics, tenure, "node", Duration.ZERO, () -> steps.add(ASKED));
    private long now;

    @BeforeEach
    void begin() {
        transactions.initTransactions();
        publisher.use(transactions, new OutageSigns(transactions, () -> now));
        try (MockConsumer<byte[], byte[]> member = new MockConsumer<>("earliest")) {
            tenure.speaksAs(member.groupMetadata());
        }
        tenure.begin(Map.of(0, 7L));
    }

    /// What hangs in the partitions of the others would be given up, too.
    @Test
    void whenTheGroupHasChangedNothingButOffsetsIsGivenUp() {
        transactions.sendOffsetsToTransactionException = new CommitFailedException("the group has changed");
        LogBatch batch = Judged.batch(DID);
        assertThrows(IllegalStateException.class, () -> publisher.write(batch));
        assertEquals(List.of(BEGUN, OFFSETS, GIVEN_UP), steps);
        assertEquals(List.of(), tables.written());
    }

    @Test
    void afterAnOutageRecordsComeWhenNothingHangs() {
        publisher.write(Judged.batch(DID));
        assertEquals(List.of(BEGUN, OFFSETS, ASKED, topics.accounts(), topics.events(), COMMITTED), steps);
        assertEquals(1, tables.written().size());
    }

    @Test
    void inTheNormalCourseNobodyIsAsked() {
        publisher.write(Judged.batch(DID));
        now += OutageSigns.AFTER.toNanos();
        publisher.write(Judged.batch(DID));
        steps.clear();
        publisher.write(Judged.batch(DID));
        assertEquals(List.of(BEGUN, OFFSETS, topics.accounts(), topics.events(), COMMITTED), steps);
    }

    @Test
    void aTransactionHasTheOffsetsOfWhatItChanges() {
        publisher.write(Judged.batch(DID));
        assertEquals(Map.of(ClusterTopics.only(topics.raw()), new OffsetAndMetadata(7, "node")), transactions.offsets);
    }

    @Test
    void whileBrokersAreAwayItIsBegunAgain() {
        transactions.timeouts = 2;
        publisher.write(Judged.batch(DID));
        assertEquals(List.of(BEGUN, OFFSETS, OFFSETS, OFFSETS, ASKED), steps.subList(0, 5));
        assertTrue(steps.contains(COMMITTED));
    }

    private final class Transactions extends MockProducer<byte[], byte[]> {
        private Map<TopicPartition, OffsetAndMetadata> offsets = Map.of();
        private int timeouts;

        Transactions() {
            super(true, null, new ByteArraySerializer(), new ByteArraySerializer());
        }

        @Override
        public void beginTransaction() {
            steps.add(BEGUN);
            super.beginTransaction();
        }

        @Override
        public void sendOffsetsToTransaction(
                Map<TopicPartition, OffsetAndMetadata> places, ConsumerGroupMetadata member) {
            steps.add(OFFSETS);
            if (timeouts-- > 0) {
                throw new TimeoutException("brokers are away");
            }
            offsets = places;
            super.sendOffsetsToTransaction(places, member);
        }

        @Override
        public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) {
            steps.add(record.topic());
            return super.send(record);
        }

        @Override
        public void commitTransaction() {
            steps.add(COMMITTED);
            super.commitTransaction();
        }

        @Override
        public void abortTransaction() {
            steps.add(GIVEN_UP);
            super.abortTransaction();
        }
    }
}
