package net.atrelay.store.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import net.atrelay.store.kafka.broker.Brokers;
import net.atrelay.store.move.MoveFileException;
import net.atrelay.store.move.MoveFileWriter;
import net.atrelay.store.move.MovedRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/// Into which topics a file is imported, and into which not, on a real broker. Values are of no matter to it.
class ClusterImportTest {
    private static final long FIRST_SEQ = 7_000_000_000L;
    private static final int VALUE_BYTES = 64 << 10;
    /// Of many transactions.
    private static final int EVENTS = 2_000;

    @TempDir
    private static Path brokerFolder;

    private static Brokers brokers;

    @TempDir
    private Path folder;

    private KafkaClients clients;
    private ClusterTopics topics;
    private Path file;

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
    void name(TestInfo test) {
        KafkaConfig config = OwnTopics.of(brokers, test, 3, 2);
        topics = ClusterTopics.of(config.topics());
        clients = KafkaClients.of(config);
        file = folder.resolve("file");
    }

    @Test
    void anInterruptedImportIsNeverServedAndBeginsAgain() throws InterruptedException {
        writeFile("events", EVENTS);
        interruptImport();
        try (Topics made = Topics.of(clients)) {
            assertRefused(made::check, "topic " + topics.marks() + ": empty");
            assertRefused(() -> importFile(false), "topic " + topics.events() + ": not empty");
            assertEquals(EVENTS, importFile(true).of(Topic.EVENTS));
            made.check();
        }
        assertEquals(new SeqMark(0, FIRST_SEQ), firstMark());
        assertEquals(EVENTS, events());
    }

    @Test
    void aClusterThatHasBegunIsLeftAlone() throws InterruptedException {
        writeFile("events", 1);
        importFile(false);
        assertRefused(() -> importFile(false), "a cluster has begun on these topics");
        assertRefused(() -> importFile(true), "a cluster has begun on these topics");
        assertEquals(1, events());
        assertFalse(ClusterSeqs.begin(clients, 1), "the first seq is said");
    }

    @Test
    void topicsWithRecordsOfOthersAreRefused() throws Exception {
        writeFile("events", 1);
        try (Topics made = Topics.of(clients);
                Producer<byte[], byte[]> producer = clients.producer("test")) {
            var _ = made.create();
            var _ = producer.send(new ProducerRecord<>(topics.hosts(), 1, bytes("key"), bytes("another's")))
                    .get();
        }
        assertRefused(() -> importFile(false), "topic " + topics.hosts() + ": not empty");
        assertEquals(0, events());
    }

    @Test
    void aRecordOfATopicThatIsNotKnownStopsBeforeTopicsAreMade() throws InterruptedException {
        writeFile("tomorrow", 1);
        MoveFileException refused = assertThrows(MoveFileException.class, () -> importFile(false));
        assertTrue(String.valueOf(refused.getMessage()).contains("topic tomorrow"), refused.getMessage());
        try (Topics none = Topics.of(clients)) {
            assertEquals(Topic.values().length, none.faults().size(), "all are missing");
        }
    }

    @Test
    void theOlderOfTwoImportsIsShutOut() throws InterruptedException {
        writeFile("events", 1);
        try (Producer<byte[], byte[]> older =
                clients.transactionalProducer("older", clients.config().topics().prefix() + "-import")) {
            older.initTransactions();
            older.beginTransaction();
            importFile(false);
            assertThrows(KafkaException.class, () -> {
                var _ = older.send(new ProducerRecord<>(topics.events(), 0, bytes("key"), bytes("value")));
                older.commitTransaction();
            });
        }
        assertEquals(1, events());
    }

    /// Interrupts an import once something of it is in the topics.
    private void interruptImport() throws InterruptedException {
        CompletableFuture<MovedCounts> ended = new CompletableFuture<>();
        Thread importing = Thread.ofPlatform().start(() -> {
            try {
                ended.complete(importFile(false));
            } catch (RuntimeException | InterruptedException e) {
                ended.completeExceptionally(e);
            }
        });
        while (!ended.isDone() && !hasEvents()) {
            LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
        }
        importing.interrupt();
        importing.join();
        ClusterException refused = assertThrows(ClusterException.class, () -> {
            throw ended.exceptionNow();
        });
        assertTrue(String.valueOf(refused.getMessage()).contains("--again"), refused.getMessage());
    }

    private MovedCounts importFile(boolean again) throws InterruptedException {
        try (Topics made = Topics.of(clients)) {
            return ClusterImport.run(clients, made, file, again);
        }
    }

    private void writeFile(String topic, int records) {
        byte[] value = new byte[VALUE_BYTES];
        try (MoveFileWriter out = new MoveFileWriter(file, FIRST_SEQ)) {
            for (int i = 0; i < records; i++) {
                out.put(new MovedRecord(topic, bytes("did:plc:" + i), bytes("did:plc:" + i), value));
            }
            out.finish();
        }
    }

    private boolean hasEvents() throws InterruptedException {
        try (Topics made = Topics.of(clients);
                Admin admin = clients.admin("test")) {
            return made.faults().isEmpty() && end(admin) > 0;
        }
    }

    private long end(Admin admin) {
        TopicPartition events = new TopicPartition(topics.events(), 0);
        return TopicEnds.of(admin, List.of(events)).getOrDefault(events, 0L);
    }

    /// How many a reader of committed records sees.
    private int events() {
        TopicPartition partition = new TopicPartition(topics.events(), 0);
        try (Admin admin = clients.admin("test");
                Consumer<byte[], byte[]> consumer = clients.consumer("test")) {
            long end = end(admin);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            int count = 0;
            while (consumer.position(partition) < end) {
                count += consumer.poll(Duration.ofMillis(100)).count();
            }
            return count;
        }
    }

    private SeqMark firstMark() {
        try (Admin admin = clients.admin("test");
                Consumer<byte[], byte[]> consumer = clients.consumer("test")) {
            return Objects.requireNonNull(new SeqMarks(topics, admin).first(consumer));
        }
    }

    private interface Step {
        void take() throws InterruptedException;
    }

    private static void assertRefused(Step step, String words) {
        ClusterException refused = assertThrows(ClusterException.class, step::take);
        assertEquals(ClusterException.Reason.TOPICS, refused.reason(), refused.getMessage());
        assertTrue(String.valueOf(refused.getMessage()).contains(words), refused.getMessage());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
