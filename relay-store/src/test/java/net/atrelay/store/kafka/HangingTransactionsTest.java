package net.atrelay.store.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.store.StoreConfig;
import net.atrelay.store.StoreMetrics;
import net.atrelay.store.account.AccountState;
import net.atrelay.store.kafka.broker.Brokers;
import net.atrelay.store.record.AccountCodec;
import net.atrelay.store.record.Keyed;
import net.atrelay.store.rocks.RocksStore;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/// On a real broker that is killed with a transaction open, and comes back when that is too old: its coordinator gives
/// it up before the broker leads anything again.
class HangingTransactionsTest {
    private static final Did DID = new Did("did:plc:aaaaaaaaaaaaaaaaaaaaaaaa");
    /// Longer than a busy machine takes to write a transaction.
    private static final Duration TIMEOUT = Duration.ofSeconds(4);
    private static final Duration SOON = Duration.ofMillis(100);
    private static final int ATTEMPTS_MAX = 5;

    @TempDir
    private static Path brokerFolder;

    private static Brokers brokers;

    @TempDir
    private Path folder;

    private final List<Throwable> fatal = new CopyOnWriteArrayList<>();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private KafkaClients clients;
    private ClusterTopics topics;
    private Admin admin;
    private HangingTransactions hanging;
    private String node;
    private String group;

    @BeforeAll
    static void startBroker() {
        brokers = Brokers.start(brokerFolder, 1);
    }

    @AfterAll
    static void stopBroker() {
        brokers.close();
    }

    /// Each test has topics of its own.
    @BeforeEach
    void start(TestInfo test) throws InterruptedException {
        KafkaConfig config = OwnTopics.of(brokers, test, 1, 1);
        topics = ClusterTopics.of(config.topics());
        clients = KafkaClients.of(config);
        try (Topics made = Topics.of(clients)) {
            var _ = made.await(Duration.ofSeconds(30));
            var _ = made.create();
        }
        admin = clients.admin("test");
        group = VerifyNode.group(config);
        node = LeftTransactions.transactionalId(config, "node");
        hanging = new HangingTransactions(
                admin, clients, group, new StoreMetrics(meters).hangingTransactions(OpenTransaction.Fate.class));
    }

    @AfterEach
    void stop() {
        hanging.close();
        admin.close();
        assertEquals(List.of(), fatal);
    }

    @Test
    void whatHangsAndWasGivenUpIsEnded() throws ExecutionException, InterruptedException {
        leaveHanging();
        hanging.look();
        assertTrue(hangs(), "one look is not enough to tell");
        assertEquals(0, counted("given_up"));
        hanging.look();
        assertFalse(hangs());
        assertTrue(counted("given_up") > 0);
        assertEquals(0, counted("committed") + counted("unknown"));
        assertEquals(List.of(), read(topics.accounts()));
        try (Consumer<byte[], byte[]> places = clients.groupConsumer("test", group)) {
            TopicPartition raw = ClusterTopics.only(topics.raw());
            assertEquals(null, places.committed(Set.of(raw)).get(raw));
        }
    }

    /// Its first transaction would bring what hangs to light.
    @Test
    void whatHangsOfAnEarlierProcessIsEndedBeforeTheFirstTransaction() throws ExecutionException, InterruptedException {
        leaveHanging();
        Map<Long, TransactionDescription> before = hanging.known(List.of(node));
        try (Producer<byte[], byte[]> next = clients.transactionalProducer("test", node)) {
            next.initTransactions();
            assertTrue(hangs());
            hanging.endLeft(before);
            assertFalse(hangs());
            next.beginTransaction();
            send(next, topics.accounts(), "new");
            send(next, topics.events(), "new");
            next.commitTransaction();
        }
        assertEquals(List.of("new"), readCommitted(topics.accounts()));
        assertEquals(List.of("new"), readCommitted(topics.events()));
    }

    @Test
    void whatIsUnderWayIsLeftAlone() throws ExecutionException, InterruptedException {
        try (Producer<byte[], byte[]> producer = clients.transactionalProducer("test", node)) {
            producer.initTransactions();
            producer.beginTransaction();
            send(producer, topics.accounts(), "a");
            producer.flush();
            hanging.look();
            hanging.look();
            hanging.endLeft(hanging.known(List.of(node, node + "-unknown")));
            assertTrue(hangs());
            producer.commitTransaction();
        }
        assertEquals(List.of("a"), readCommitted(topics.accounts()));
    }

    @Test
    void whoWaitsForATransactionSaysForWhich() {
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        Logger log = (Logger) LoggerFactory.getLogger(TopicFollower.class);
        lines.start();
        log.addAppender(lines);
        try (RocksStore store = RocksStore.open(
                        folder,
                        StoreConfig.defaults(),
                        new StoreMetrics(new SimpleMeterRegistry()),
                        (_, cause) -> fatal.add(cause));
                TopicFollower follower = new TopicFollower(
                        "test",
                        clients.consumer("test"),
                        admin,
                        store.followed(),
                        new TableDecoder(topics),
                        1 << 20,
                        SOON,
                        fatal::add);
                Producer<byte[], byte[]> producer = clients.transactionalProducer("test", node)) {
            producer.initTransactions();
            producer.beginTransaction();
            sendState(producer);
            producer.flush();
            follower.start();
            follower.follow(List.of(ClusterTopics.only(topics.accounts())));
            CompletableFuture<Void> caughtUp = follower.caughtUp();
            String expected = "waiting for a topic; partition=" + topics.accounts()
                    + "-0 position=0 stableOffset=0 end=1 seconds=";
            await(() -> List.copyOf(lines.list).stream()
                    .anyMatch(line -> line.getFormattedMessage().startsWith(expected)));
            assertFalse(caughtUp.isDone());
            producer.commitTransaction();
            caughtUp.join();
        } finally {
            log.detachAppender(lines);
        }
    }

    private double counted(String fate) {
        return meters.get("relay_store_hanging_transactions_total")
                .tag("fate", fate)
                .counter()
                .count();
    }

    /// The fault: brokers are away for longer than a transaction may be open.
    private void leaveHanging() throws ExecutionException, InterruptedException {
        for (int attempts = 0; !hangs(); attempts++) {
            assertTrue(attempts < ATTEMPTS_MAX, "transactions of killed brokers hang no more");
            leaveOpen();
            await(() -> state() == TransactionState.COMPLETE_ABORT);
        }
        assertEquals(List.of(), read(topics.accounts()));
    }

    private void leaveOpen() {
        KafkaConfig d = clients.config();
        KafkaConfig hasty = new KafkaConfig(
                d.bootstrapServers(),
                d.node(),
                d.clientId(),
                d.clientFile(),
                d.commitInterval(),
                TIMEOUT,
                d.sessionTimeout(),
                d.pollIntervalMax(),
                d.noticeEvery(),
                d.changeTimeout(),
                d.topics());
        Producer<byte[], byte[]> producer = KafkaClients.of(hasty).transactionalProducer("test", node);
        producer.initTransactions();
        producer.beginTransaction();
        send(producer, topics.accounts(), "old");
        send(producer, topics.events(), "old");
        producer.flush();
        try (Consumer<byte[], byte[]> nobody = clients.groupConsumer("test", group)) {
            producer.sendOffsetsToTransaction(
                    Map.of(ClusterTopics.only(topics.raw()), new OffsetAndMetadata(1)), nobody.groupMetadata());
        }
        brokers.withId(1).kill();
        producer.close(Duration.ZERO);
        LockSupport.parkNanos(TIMEOUT.toNanos());
        brokers.restart(brokers.withId(1));
    }

    private TransactionState state() {
        try {
            return admin.describeTransactions(List.of(node))
                    .description(node)
                    .get()
                    .state();
        } catch (ExecutionException e) {
            return TransactionState.UNKNOWN;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Whether something is open in the partition of accounts.
    private boolean hangs() throws ExecutionException, InterruptedException {
        return isOpen(topics.accounts());
    }

    private boolean isOpen(String topic) throws ExecutionException, InterruptedException {
        TopicPartition partition = ClusterTopics.only(topic);
        return admin.describeProducers(List.of(partition)).partitionResult(partition).get().activeProducers().stream()
                .anyMatch(producer -> producer.currentTransactionStartOffset().isPresent());
    }

    /// All that can be read once nothing is open: a coordinator answers before it has told all partitions of the end.
    private List<String> readCommitted(String topic) throws ExecutionException, InterruptedException {
        while (isOpen(topic)) {
            LockSupport.parkNanos(SOON.toNanos());
        }
        return read(topic);
    }

    /// All that can be read now.
    private List<String> read(String topic) {
        TopicPartition partition = ClusterTopics.only(topic);
        List<String> values = new ArrayList<>();
        try (Consumer<byte[], byte[]> consumer = clients.consumer("test")) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = Objects.requireNonNull(
                    consumer.endOffsets(List.of(partition)).get(partition));
            while (consumer.position(partition) < end) {
                consumer.poll(SOON).forEach(record -> values.add(new String(record.value(), UTF_8)));
            }
        }
        return values;
    }

    private static void send(Producer<byte[], byte[]> producer, String topic, String value) {
        var _ = producer.send(new ProducerRecord<>(topic, 0, Keyed.did(DID), value.getBytes(UTF_8)));
    }

    private void sendState(Producer<byte[], byte[]> producer) {
        byte[] value = AccountCodec.encode(AccountState.unknown(DID));
        var _ = producer.send(new ProducerRecord<>(topics.accounts(), 0, Keyed.did(DID), value));
    }

    private static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            LockSupport.parkNanos(1_000_000);
        }
    }
}
