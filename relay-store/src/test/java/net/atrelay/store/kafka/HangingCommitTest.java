package net.atrelay.store.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.store.kafka.OpenTransaction.Fate;
import net.atrelay.store.kafka.broker.BrokerProcess;
import net.atrelay.store.kafka.broker.Brokers;
import net.atrelay.store.record.Keyed;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/// A transaction of a verify node is committed while the only broker that has its events is dead: its coordinator
/// passes over them. The next transaction is given up, one way or another.
class HangingCommitTest {
    private static final Duration SOON = Duration.ofMillis(100);
    private static final int BROKERS = 3;
    private static final int VICTIM = 3;
    private static final int ATTEMPTS_MAX = 5;
    private static final Set<TransactionState> ENDED =
            Set.of(TransactionState.COMPLETE_COMMIT, TransactionState.COMPLETE_ABORT, TransactionState.EMPTY);

    @TempDir
    private static Path brokerFolder;

    private static Brokers brokers;

    private final Tenure tenure = new Tenure();
    private final Judged.Tables tables = new Judged.Tables();
    private final List<String> committed = new ArrayList<>();
    private final Map<Fate, Integer> counts = new HashMap<>();
    private KafkaClients clients;
    private ClusterTopics topics;
    private Admin admin;
    private HangingTransactions hanging;
    private ConsumerGroupMetadata member;
    private String group;
    private String node;
    private int accounts;
    /// Of signs: of what happens only what a producer sees of brokers tells of an outage.
    private final AtomicLong nanoTime = new AtomicLong();

    @BeforeAll
    static void startBrokers() {
        brokers = Brokers.start(brokerFolder, BROKERS);
    }

    @AfterAll
    static void stopBrokers() {
        brokers.close();
    }

    /// Each test has topics of its own.
    @BeforeEach
    void start(TestInfo test) throws InterruptedException, ExecutionException {
        KafkaConfig config = OwnTopics.of(brokers, test, 1, 1);
        topics = ClusterTopics.of(config.topics());
        clients = KafkaClients.of(config);
        admin = clients.admin("test");
        Map<Integer, List<Integer>> atVictim = Map.of(0, List.of(VICTIM));
        admin.createTopics(List.of(new NewTopic(topics.events(), atVictim), new NewTopic(topics.accounts(), atVictim)))
                .all()
                .get();
        try (Topics made = Topics.of(clients)) {
            var _ = made.create();
        }
        group = VerifyNode.group(config);
        node = LeftTransactions.transactionalId(config, "node");
        hanging = new HangingTransactions(admin, clients, group, fate -> counts.merge(fate, 1, Integer::sum));
        try (Consumer<byte[], byte[]> nobody = clients.groupConsumer("test", group)) {
            member = nobody.groupMetadata();
        }
        tenure.speaksAs(member);
        tenure.begin(Map.of(0, 0L));
    }

    @AfterEach
    void stop() {
        hanging.close();
        admin.close();
    }

    @Test
    void aNodeThatTheGroupHasForgottenLosesNothing() throws InterruptedException, ExecutionException {
        try (Fragile producer = new Fragile()) {
            VerifyPublisher publisher = publisher(producer);
            leaveHanging(publisher, producer);
            writeAsStranger(publisher);
            hanging.look();
            hanging.look();
            assertEquals(committed, events());
            write(publisher);
            assertEquals(committed, events());
        }
    }

    @Test
    void aNodeThatTheGroupHasForgottenForLongLosesNothing() throws InterruptedException, ExecutionException {
        try (Fragile producer = new Fragile()) {
            VerifyPublisher publisher = publisher(producer);
            leaveHanging(publisher, producer);
            writeAsStranger(publisher);
            writeAsStranger(publisher);
            producer.failsAtFlush = true;
            assertThrows(IllegalStateException.class, () -> publisher.write(Judged.batch(account())));
        }
        try (Fragile next = new Fragile()) {
            write(publisher(next));
            assertEquals(committed, events());
        }
    }

    @Test
    void aNodeThatDiesInItsNextTransactionLosesNothing() throws InterruptedException, ExecutionException {
        try (Fragile producer = new Fragile()) {
            VerifyPublisher publisher = publisher(producer);
            leaveHanging(publisher, producer);
            producer.failsAtFlush = true;
            assertThrows(IllegalStateException.class, () -> publisher.write(Judged.batch(account())));
        }
        assertTrue(isOpen(), "the next transaction has records");
        assertEquals(Map.of(Fate.COMMITTED, 2), counts);
        try (Fragile next = new Fragile()) {
            VerifyPublisher publisher = publisher(next);
            assertEquals(committed, events());
            write(publisher);
            assertEquals(committed, events());
        }
    }

    @Test
    void aNodeThatDiesBeforeItsNextTransactionLosesNothing() throws InterruptedException, ExecutionException {
        try (Fragile producer = new Fragile()) {
            leaveHanging(publisher(producer), producer);
        }
        try (Fragile next = new Fragile()) {
            VerifyPublisher publisher = publisher(next);
            assertFalse(isOpen());
            assertEquals(committed, events());
            writeAsStranger(publisher);
            assertEquals(committed, events());
        }
    }

    @Test
    void aNodeThatDiesWithOffsetsAloneInItsNextTransactionLosesNothing()
            throws InterruptedException, ExecutionException {
        try (Fragile producer = new Fragile()) {
            leaveHanging(publisher(producer), producer);
            Transaction.begin(producer, Map.of(ClusterTopics.only(topics.raw()), Fragile.PLACE), member);
        }
        try (Fragile next = new Fragile()) {
            VerifyPublisher publisher = publisher(next);
            assertEquals(committed, events());
            write(publisher);
            assertEquals(committed, events());
        }
    }

    /// The fault. On return the partitions of events and accounts have a transaction open that was committed.
    private void leaveHanging(VerifyPublisher publisher, Fragile producer)
            throws InterruptedException, ExecutionException {
        nanoTime.addAndGet(OutageSigns.AFTER.toNanos());
        BrokerProcess victim = brokers.withId(VICTIM);
        for (int attempts = 0; !isOpen(); attempts++) {
            assertTrue(attempts < ATTEMPTS_MAX, "transactions hang no more where a broker is dead");
            producer.beforeCommit = victim::kill;
            write(publisher);
            awaitEnd();
            brokers.restart(victim);
        }
    }

    private void write(VerifyPublisher publisher) {
        Did did = account();
        publisher.write(Judged.batch(did));
        committed.add(did.value());
    }

    /// As a member that has left the group meanwhile.
    private void writeAsStranger(VerifyPublisher publisher) {
        try (Consumer<byte[], byte[]> left = clients.groupConsumer("left", group)) {
            left.subscribe(List.of(topics.raw()));
            while (left.assignment().isEmpty()) {
                left.poll(SOON);
            }
            tenure.speaksAs(left.groupMetadata());
        }
        assertThrows(IllegalStateException.class, () -> publisher.write(Judged.batch(account())));
        tenure.speaksAs(member);
    }

    private Did account() {
        return new Did("did:plc:" + "a".repeat(23) + (char) ('a' + accounts++));
    }

    /// As a verify node begins.
    private VerifyPublisher publisher(Fragile producer) {
        VerifyPublisher publisher =
                new VerifyPublisher(tables, topics, tenure, "node", Duration.ZERO, () -> hanging.endOwn(node));
        Map<Long, TransactionDescription> before = hanging.known(List.of(node));
        producer.initTransactions();
        hanging.endLeft(before);
        hanging.begins(node);
        publisher.use(producer, new OutageSigns(producer, nanoTime::get));
        return publisher;
    }

    /// Waits until the coordinator has told all partitions the end that it can tell.
    private void awaitEnd() throws InterruptedException {
        while (!ENDED.contains(state())) {
            LockSupport.parkNanos(SOON.toNanos());
        }
    }

    private TransactionState state() throws InterruptedException {
        try {
            return admin.describeTransactions(List.of(node))
                    .description(node)
                    .get()
                    .state();
        } catch (ExecutionException e) {
            return TransactionState.UNKNOWN;
        }
    }

    private boolean isOpen() throws ExecutionException, InterruptedException {
        TopicPartition events = ClusterTopics.only(topics.events());
        return admin.describeProducers(List.of(events)).partitionResult(events).get().activeProducers().stream()
                .anyMatch(producer -> producer.currentTransactionStartOffset().isPresent());
    }

    /// Accounts of all events that can be read when nothing is open.
    private List<String> events() throws ExecutionException, InterruptedException {
        awaitEnd();
        assertFalse(isOpen());
        TopicPartition partition = ClusterTopics.only(topics.events());
        List<String> accounts = new ArrayList<>();
        try (Consumer<byte[], byte[]> consumer = clients.consumer("test")) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = Objects.requireNonNull(
                    consumer.endOffsets(List.of(partition)).get(partition));
            while (consumer.position(partition) < end) {
                consumer.poll(SOON)
                        .forEach(record -> accounts.add(Keyed.did(record.key()).value()));
            }
        }
        return accounts;
    }

    /// A node's producer, with which things happen.
    private final class Fragile extends KafkaProducer<byte[], byte[]> {
        private static final OffsetAndMetadata PLACE = new OffsetAndMetadata(0, "node");

        private Runnable beforeCommit = () -> {};
        private boolean failsAtFlush;

        Fragile() {
            super(clients.transactionalProperties("test", node));
        }

        @Override
        public void flush() {
            super.flush();
            if (failsAtFlush) {
                throw new IllegalStateException("the node dies");
            }
        }

        @Override
        public void commitTransaction() {
            beforeCommit.run();
            beforeCommit = () -> {};
            super.commitTransaction();
        }

        /// Leaves open what is.
        @Override
        public void close() {
            super.close(Duration.ZERO);
        }
    }
}
