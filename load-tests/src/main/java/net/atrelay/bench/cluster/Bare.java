package net.atrelay.bench.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.atrelay.bench.Floor;
import net.atrelay.store.kafka.ClusterTopics;
import net.atrelay.store.kafka.KafkaClients;
import net.atrelay.store.kafka.KafkaConfig;
import net.atrelay.store.record.Keyed;
import net.atrelay.store.record.RecordReader;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/// A bare consume-transform-produce, as a process of its own: the least that a verify node could be. A few threads
/// share `raw` as members of a group; each writes, for what one poll gave it, the frames to a topic of one partition, a
/// record
/// of the size of an account's state for each account among them, and its offsets; all in one transaction, and with the
/// clients that nodes have. It transforms nothing, or proves each frame by the least that this can cost.
///
/// Ends when its input does.
final class Bare {
    private static final Duration POLL = Duration.ofMillis(100);
    /// About what the state of an account of these runs has.
    private static final int STATE_BYTES = 700;

    /// Longer than a process is stopped while others have their turns.
    static final Duration SESSION = Duration.ofMinutes(4);

    /// What begins the names of the topics that are written.
    static final String PREFIX = "bare";

    private final Task task;
    private final KafkaClients clients;
    private final ClusterTopics from;
    private final ClusterTopics to;
    private final Map<String, String> didKeys;

    /// What to do.
    ///
    /// @param group that shares the records; begins the ids of transactions, too
    /// @param proves whether each frame is proven
    /// @param keys file with a line for each account, of its DID and its key
    record Task(String group, boolean proves, int threads, String servers, int partitions, Path keys) {
        List<String> words() {
            return List.of(
                    group,
                    Boolean.toString(proves),
                    Integer.toString(threads),
                    servers,
                    Integer.toString(partitions),
                    keys.toString());
        }

        static Task of(List<String> words) {
            Iterator<String> word = words.iterator();
            return new Task(
                    word.next(),
                    Boolean.parseBoolean(word.next()),
                    Integer.parseInt(word.next()),
                    word.next(),
                    Integer.parseInt(word.next()),
                    Path.of(word.next()));
        }
    }

    private Bare(Task task) throws IOException {
        this.task = task;
        KafkaConfig defaults = KafkaConfig.defaults();
        KafkaConfig.Layout layout = defaults.topics().withPartitions(task.partitions(), 1);
        clients = KafkaClients.of(new KafkaConfig(
                task.servers(),
                PREFIX,
                defaults.clientId(),
                defaults.clientFile(),
                defaults.commitInterval(),
                defaults.transactionTimeout(),
                SESSION,
                defaults.pollIntervalMax(),
                defaults.noticeEvery(),
                defaults.changeTimeout(),
                layout));
        from = ClusterTopics.of(layout);
        to = ClusterTopics.of(layout.withPrefix(PREFIX));
        didKeys = new HashMap<>();
        for (String line : Files.readAllLines(task.keys())) {
            String[] words = line.split(" ", 2);
            didKeys.put(words[0], words[1]);
        }
    }

    /// @param args the words of a [Task]
    public static void main(String[] args) throws IOException {
        Bare bare = new Bare(Task.of(List.of(args)));
        for (int i = 0; i < bare.task.threads(); i++) {
            int number = i;
            Thread.ofPlatform().daemon().name("bare-" + i).start(() -> bare.run(number));
        }
        while (System.in.read() >= 0) {
            // Nothing is ever said.
        }
        Runtime.getRuntime().halt(0);
    }

    private void run(int number) {
        Floor floor = new Floor();
        try (KafkaConsumer<byte[], byte[]> consumer = clients.groupConsumer(task.group() + number, task.group());
                Producer<byte[], byte[]> producer =
                        clients.transactionalProducer(task.group() + number, task.group() + "-" + number)) {
            producer.initTransactions();
            consumer.subscribe(List.of(from.raw()));
            while (true) {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
                if (!records.isEmpty()) {
                    transact(records, consumer, producer, floor);
                }
            }
        } catch (RuntimeException e) {
            e.printStackTrace();
            Runtime.getRuntime().halt(1);
        }
    }

    private void transact(
            ConsumerRecords<byte[], byte[]> records,
            KafkaConsumer<byte[], byte[]> consumer,
            Producer<byte[], byte[]> producer,
            Floor floor) {
        producer.beginTransaction();
        Set<String> accounts = new HashSet<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            if (accounts.add(Keyed.did(record.key()).value())) {
                producer.send(
                        new ProducerRecord<>(to.accounts(), record.partition(), record.key(), new byte[STATE_BYTES]));
            }
        }
        for (ConsumerRecord<byte[], byte[]> record : records) {
            producer.send(new ProducerRecord<>(to.events(), 0, record.key(), frameOf(record, floor)));
        }
        producer.flush();
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        records.partitions()
                .forEach(partition -> offsets.put(partition, new OffsetAndMetadata(consumer.position(partition))));
        producer.sendOffsetsToTransaction(offsets, consumer.groupMetadata());
        producer.commitTransaction();
    }

    /// The frame in a record of `raw`, proven if that is the task.
    private byte[] frameOf(ConsumerRecord<byte[], byte[]> record, Floor floor) {
        if (!task.proves()) {
            return record.value();
        }
        byte[] frame = frame(record.value());
        if (!floor.isSound(didKeys.getOrDefault(Keyed.did(record.key()).value(), ""), frame)) {
            throw new IllegalStateException(
                    record.topic() + " at " + record.offset() + ": refused (expected: sound frames)");
        }
        return frame;
    }

    private static byte[] frame(byte[] value) {
        try (RecordReader in = new RecordReader("raw", 1, value)) {
            in.number();
            in.text();
            in.number();
            in.number();
            in.number();
            byte[] frame = in.bytes();
            in.end();
            return frame;
        }
    }
}
