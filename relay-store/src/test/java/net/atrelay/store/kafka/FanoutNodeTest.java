package net.atrelay.store.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import net.atrelay.atproto.stream.EncodedFrame;
import net.atrelay.atproto.stream.FrameEncoder;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.store.StoreConfig;
import net.atrelay.store.StoreMetrics;
import net.atrelay.store.account.AccountState;
import net.atrelay.store.account.LocalStatus;
import net.atrelay.store.kafka.broker.Brokers;
import net.atrelay.store.log.Followed;
import net.atrelay.store.log.LogWriter;
import net.atrelay.store.log.PendingEvent;
import net.atrelay.store.record.AccountCodec;
import net.atrelay.store.record.Keyed;
import net.atrelay.store.record.UnreadableRecord;
import net.atrelay.store.rocks.RocksStore;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/// A fan-out node on a real broker whose table of accounts comes later than its log: another's transaction is open in
/// the partition of `accounts`, so that nothing behind it can be read.
class FanoutNodeTest {
    private static final Did RULED = new Did("did:plc:aaaaaaaaaaaaaaaaaaaaaaaa");
    private static final Did OTHER = new Did("did:plc:bbbbbbbbbbbbbbbbbbbbbbbb");
    private static final String TIME = "2026-01-01T00:00:00.000Z";

    @TempDir
    private static Path brokerFolder;

    private static Brokers brokers;

    @TempDir
    private Path folder;

    private final AtomicReference<@Nullable Throwable> fatal = new AtomicReference<>();
    /// Of each event, whether its account was hidden when consumers could read it.
    private final List<Boolean> hidden = new CopyOnWriteArrayList<>();

    private KafkaClients clients;
    private ClusterTopics topics;
    private FanoutNode node;
    private Producer<byte[], byte[]> verify;
    private Producer<byte[], byte[]> late;

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
        String name = test.getTestMethod().orElseThrow().getName();
        KafkaConfig.Layout layout = KafkaConfig.Layout.DEFAULTS
                .withReplicas(1, 1)
                .withPartitions(1, 1)
                .withPrefix(name);
        topics = ClusterTopics.of(layout);
        clients = KafkaClients.of(
                KafkaConfig.defaults().withBootstrapServers(brokers.addresses()).withTopics(layout));
        try (Topics made = Topics.of(clients)) {
            var _ = made.await(Duration.ofSeconds(30));
            var _ = made.create();
        }
        assertTrue(ClusterSeqs.begin(clients, 1));
        verify = transactional(name + "-verify");
        late = transactional(name + "-late");
        node = new FanoutNode(clients, this::open, fatal::set);
        node.onFollowed(this::onFollowed);
        node.catchUp();
    }

    @AfterEach
    void stop() {
        node.close();
        verify.close(Duration.ZERO);
        late.close(Duration.ZERO);
        assertEquals(null, fatal.get());
    }

    @Test
    void whatTellsOfALiftedRulingIsNotShownByTheRulingThatWas() {
        rule(LocalStatus.TAKENDOWN, "takendown");
        await(() -> hidden.size() == 1);
        assertEquals(List.of(true), hidden);

        holdTable();
        rule(LocalStatus.ACTIVE, null);
        await(() -> node.holdsBack() || hidden.size() > 1);
        letTableGo();
        await(() -> hidden.size() == 2);
        assertEquals(List.of(true, false), hidden);
    }

    /// So the table knows each ruling when the event comes that tells of its end.
    @Test
    void whatTellsOfARulingIsShownOnceTheTableRules() {
        holdTable();
        rule(LocalStatus.SUSPENDED, "suspended");
        await(() -> node.holdsBack() || !hidden.isEmpty());
        letTableGo();
        await(() -> !hidden.isEmpty());
        assertEquals(List.of(true), hidden);
    }

    @Test
    void aRecordOfAnotherEndsTheNodeWhichSaysWhereItStands() {
        rule(LocalStatus.ACTIVE, null);
        await(() -> hidden.size() == 1);
        verify.beginTransaction();
        send(verify, topics.events(), RULED, new byte[] {1, 2, 3});
        verify.commitTransaction();
        await(() -> fatal.get() != null);
        Throwable refused = fatal.getAndSet(null);
        assertInstanceOf(UnreadableRecord.class, refused);
        // Between the two stands the end of the first transaction.
        assertEquals(
                topics.events() + "-0 offset 2: event record: VALUE_NUMBER_INT (expected: START_ARRAY)",
                refused.getMessage());
        assertEquals(1, hidden.size());
    }

    private void onFollowed(Followed taken) {
        if (taken.place().topic().equals(topics.events())) {
            taken.outcomes()
                    .forEach(event -> hidden.add(node.store().takedowns().isHidden(event.did())));
        }
    }

    private RocksStore open(long seqBase, UnaryOperator<LogWriter> publisher) {
        return RocksStore.open(
                folder,
                StoreConfig.defaults().withSeqBase(seqBase),
                new StoreMetrics(new SimpleMeterRegistry()),
                (_, cause) -> fatal.set(cause),
                publisher);
    }

    private Producer<byte[], byte[]> transactional(String id) {
        Producer<byte[], byte[]> producer = clients.transactionalProducer("test", id);
        producer.initTransactions();
        return producer;
    }

    /// As the fold rules: state and event in one transaction.
    private void rule(LocalStatus local, @Nullable String word) {
        EncodedFrame frame = FrameEncoder.account(RULED, TIME, word == null, word);
        PendingEvent event =
                new PendingEvent(frame.bytes(), frame.seqOffset(), frame.seqLength(), RULED, System.nanoTime());
        verify.beginTransaction();
        sendState(verify, AccountState.unknown(RULED).withLocal(local));
        send(verify, topics.events(), RULED, EventRecordCodec.encode(event));
        verify.commitTransaction();
    }

    private void holdTable() {
        late.beginTransaction();
        sendState(late, AccountState.unknown(OTHER));
        late.flush();
    }

    private void letTableGo() {
        late.commitTransaction();
    }

    private void sendState(Producer<byte[], byte[]> producer, AccountState state) {
        send(producer, topics.accounts(), state.did(), AccountCodec.encode(state));
    }

    private static void send(Producer<byte[], byte[]> producer, String topic, Did did, byte[] value) {
        var _ = producer.send(new ProducerRecord<>(topic, 0, Keyed.did(did), value));
    }

    private static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
        }
    }
}
