package net.atrelay.bench.cluster;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.atrelay.bench.Floor;
import net.atrelay.store.kafka.KafkaClients;
import net.atrelay.store.record.Keyed;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/// A bare consume-transform-produce, as a process of its own: the least that a verify node could be. A few threads
/// share `raw` as members of a group; each writes, for what one poll gave it, the frames to a topic of one partition, a
/// record of the size of an account's state for each account among them, and its offsets; all in one transaction, and
/// with the clients that nodes have. It transforms nothing, or proves each frame by the least that this can cost.
///
/// Ends when its input does.
final class Bare {
    private static final Duration POLL = Duration.ofMillis(100);

    private final BareWork work;
    private final KafkaClients clients;
    private final String from;
    private final String toAccounts;
    private final String toEvents;

    private Bare(BareWork work) {
        this.work = work;
        clients = KafkaClients.of(work.config());
        from = work.from().raw();
        toAccounts = work.to().accounts();
        toEvents = work.to().events();
    }

    /// @param args the words of a [BareWork.Task]
    public static void main(String[] args) throws IOException {
        Bare bare = new Bare(new BareWork(BareWork.Task.of(List.of(args))));
        for (int i = 0; i < bare.work.task().threads(); i++) {
            int number = i;
            Thread.ofPlatform().daemon().name("bare-" + i).start(() -> bare.run(number));
        }
        BareWork.awaitEndOfInput();
        Runtime.getRuntime().halt(0);
    }

    private void run(int number) {
        Floor floor = new Floor();
        String group = work.task().group();
        try (KafkaConsumer<byte[], byte[]> consumer = clients.groupConsumer(group + number, group);
                Producer<byte[], byte[]> producer =
                        clients.transactionalProducer(group + number, group + "-" + number)) {
            producer.initTransactions();
            consumer.subscribe(List.of(from));
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
                producer.send(new ProducerRecord<>(toAccounts, record.partition(), record.key(), work.state()));
            }
        }
        for (ConsumerRecord<byte[], byte[]> record : records) {
            byte[] event = work.transformed(record.key(), record.value(), floor);
            producer.send(new ProducerRecord<>(toEvents, 0, record.key(), event));
        }
        producer.flush();
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        records.partitions()
                .forEach(partition -> offsets.put(partition, new OffsetAndMetadata(consumer.position(partition))));
        producer.sendOffsetsToTransaction(offsets, consumer.groupMetadata());
        producer.commitTransaction();
    }
}
