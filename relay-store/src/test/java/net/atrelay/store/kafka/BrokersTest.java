package net.atrelay.store.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import net.atrelay.store.kafka.broker.Brokers;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokersTest {
    private static final TopicPartition LETTERS = new TopicPartition("letters", 0);
    private static final Duration SOON = Duration.ofMillis(100);

    @TempDir
    private Path folder;

    @Test
    void aKilledBrokerHasItsRecordsAgain() throws InterruptedException, ExecutionException {
        try (Brokers brokers = Brokers.start(folder, 1)) {
            KafkaClients clients = clientsOf(brokers);
            makeLetters(clients, 1);
            write(clients, "a", "b");
            brokers.withId(1).kill();
            brokers.restart(brokers.withId(1));
            write(clients, "c");
            brokers.withId(1).stop();
            brokers.restart(brokers.withId(1));
            assertEquals(List.of("a", "b", "c"), read(clients, 3));
        }
    }

    @Test
    void ofThreeBrokersOneMayBeKilled() throws InterruptedException, ExecutionException {
        try (Brokers brokers = Brokers.start(folder, 3)) {
            KafkaClients clients = clientsOf(brokers);
            makeLetters(clients, 3);
            write(clients, "a");
            int leader = leader(clients);
            brokers.withId(leader).kill();
            write(clients, "b");
            assertEquals(List.of("a", "b"), read(clients, 2));
            assertNotEquals(leader, leader(clients));
            brokers.restart(brokers.withId(leader));
        }
    }

    private static KafkaClients clientsOf(Brokers brokers) {
        return KafkaClients.of(KafkaConfig.defaults().withBootstrapServers(brokers.addresses()));
    }

    private static void makeLetters(KafkaClients clients, int replicas)
            throws InterruptedException, ExecutionException {
        try (Admin admin = clients.admin("test")) {
            admin.createTopics(List.of(new NewTopic(LETTERS.topic(), 1, (short) replicas)))
                    .all()
                    .get();
        }
    }

    private static int leader(KafkaClients clients) throws InterruptedException, ExecutionException {
        try (Admin admin = clients.admin("test")) {
            return admin.describeTopics(List.of(LETTERS.topic())).allTopicNames().get().values().stream()
                    .findFirst()
                    .orElseThrow()
                    .partitions()
                    .getFirst()
                    .leader()
                    .id();
        }
    }

    private static void write(KafkaClients clients, String... letters) throws InterruptedException, ExecutionException {
        try (KafkaProducer<byte[], byte[]> producer = clients.producer("test")) {
            for (String letter : letters) {
                byte[] value = letter.getBytes(StandardCharsets.UTF_8);
                producer.send(new ProducerRecord<>(LETTERS.topic(), 0, null, value))
                        .get();
            }
        }
    }

    private static List<String> read(KafkaClients clients, int count) {
        List<String> letters = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = clients.consumer("test")) {
            consumer.assign(List.of(LETTERS));
            consumer.seekToBeginning(List.of(LETTERS));
            while (letters.size() < count) {
                consumer.poll(SOON).forEach(record -> letters.add(new String(record.value(), StandardCharsets.UTF_8)));
            }
        }
        return letters;
    }
}
