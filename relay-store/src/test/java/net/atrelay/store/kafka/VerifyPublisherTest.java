package net.atrelay.store.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.atrelay.atproto.stream.EncodedFrame;
import net.atrelay.atproto.stream.FrameEncoder;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.store.account.AccountState;
import net.atrelay.store.log.HostCursor;
import net.atrelay.store.log.LogBatch;
import net.atrelay.store.log.LogWriter;
import net.atrelay.store.log.Outcome;
import net.atrelay.store.log.PendingEvent;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The order within a transaction.
class VerifyPublisherTest {
    private static final Did DID = new Did("did:plc:aaaaaaaaaaaaaaaaaaaaaaaa");
    private static final String TIME = "2026-01-01T00:00:00.000Z";

    private final ClusterTopics topics =
            ClusterTopics.of(KafkaConfig.Layout.DEFAULTS.withPartitions(1, 1).withPrefix("test"));
    private final Tenure tenure = new Tenure();
    private final Transactions transactions = new Transactions();
    private final List<LogBatch> written = new ArrayList<>();
    private final VerifyPublisher publisher = new VerifyPublisher(new Tables(), topics, tenure, "node", Duration.ZERO);

    @BeforeEach
    void begin() {
        transactions.initTransactions();
        publisher.use(transactions);
        try (MockConsumer<byte[], byte[]> member = new MockConsumer<>("earliest")) {
            tenure.speaksAs(member.groupMetadata());
        }
        tenure.begin(Map.of(0, 7L));
    }

    /// What hangs in the partitions of the others would be given up, too.
    @Test
    void whenTheGroupHasChangedNothingButOffsetsIsGivenUp() {
        transactions.sendOffsetsToTransactionException = new CommitFailedException("the group has changed");
        LogBatch batch = batch();
        assertThrows(IllegalStateException.class, () -> publisher.write(batch));
        assertEquals(List.of(List.of()), transactions.givenUp);
        assertEquals(List.of(), written);
    }

    @Test
    void aTransactionHasTheOffsetsOfWhatItChanges() {
        publisher.write(batch());
        assertEquals(
                List.of(topics.accounts(), topics.events()),
                transactions.history().stream().map(ProducerRecord::topic).toList());
        assertEquals(
                7L,
                transactions
                        .consumerGroupOffsetsHistory()
                        .getFirst()
                        .values()
                        .iterator()
                        .next()
                        .get(ClusterTopics.only(topics.raw()))
                        .offset());
        assertEquals(1, written.size());
        assertTrue(transactions.givenUp.isEmpty());
    }

    private static LogBatch batch() {
        EncodedFrame frame = FrameEncoder.account(DID, TIME, true, null);
        PendingEvent event =
                new PendingEvent(frame.bytes(), frame.seqOffset(), frame.seqLength(), DID, System.nanoTime());
        AccountState state = AccountState.unknown(DID);
        Outcome outcome = new Outcome(DID, null, List.of(event), state, null, null, null);
        return new LogBatch(
                1, new byte[1][], List.of(outcome), List.of(state), List.of(), List.of(), List.of(), List.of(), 0);
    }

    /// Keeps what was in each transaction when that was given up.
    private static final class Transactions extends MockProducer<byte[], byte[]> {
        private final List<List<ProducerRecord<byte[], byte[]>>> givenUp = new ArrayList<>();

        Transactions() {
            super(true, null, new ByteArraySerializer(), new ByteArraySerializer());
        }

        @Override
        public void abortTransaction() {
            givenUp.add(uncommittedRecords());
            super.abortTransaction();
        }
    }

    private final class Tables implements LogWriter {
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
            written.add(batch);
        }
    }
}
