package net.atrelay.store.kafka;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import net.atrelay.store.kafka.ClusterException.Reason;
import net.atrelay.store.move.MoveFileException;
import net.atrelay.store.move.MoveFileReader;
import net.atrelay.store.move.MovedRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ProducerFencedException;

/// Begins a cluster with the records of a file ([StoreExport]).
///
/// 1. The whole file is read and checked; nothing is written when it is damaged.
/// 2. Topics that are missing are made. Any that has a record is refused: a cluster that runs has seqs of its own.
/// 3. Records are written in transactions of an id that shuts out any other import into these topics.
/// 4. The mark that says which seq the first event has is written last. No node takes part before there is one, so
///    what an import that did not end has left is never served; the next one may delete it and begin again.
///
/// Owned by one thread.
public final class ClusterImport {
    /// Small enough for the time-out of a transaction on a slow network.
    private static final int TRANSACTION_BYTES = 4 << 20;

    private final KafkaClients clients;
    private final ClusterTopics names;
    private final Topics topics;
    private final Path file;

    private ClusterImport(KafkaClients clients, Topics topics, Path file) {
        this.clients = clients;
        this.topics = topics;
        this.file = file;
        names = ClusterTopics.of(clients.config().topics());
    }

    /// @param topics of a Kafka that answers
    /// @param again delete first what an import that did not end has left
    /// @throws MoveFileException when the file is damaged or of a newer version
    /// @throws ClusterException when a cluster has begun on these topics, or something is in them
    public static MovedCounts run(KafkaClients clients, Topics topics, Path file, boolean again)
            throws InterruptedException {
        return new ClusterImport(clients, topics, file).run(again);
    }

    private MovedCounts run(boolean again) throws InterruptedException {
        MovedCounts expected = read((_, _) -> {});
        var _ = topics.create();
        topics.checkSettings();
        try (Admin admin = clients.admin("import");
                Producer<byte[], byte[]> producer = clients.transactionalProducer(
                        "import", clients.config().topics().prefix() + "-import")) {
            producer.initTransactions();
            checkNotBegun(admin);
            if (again) {
                topics.remake();
            }
            checkEmpty(admin);
            write(producer);
            mark(admin, producer, expected.firstSeq());
            return expected;
        } catch (ProducerFencedException e) {
            throw new ClusterException(Reason.TOPICS, "another import into these topics has begun after this one", e);
        } catch (KafkaException e) {
            throw Failure.refusal("the import did not end; begin again with --again", e);
        }
    }

    /// What is done with each record.
    private interface Taker {
        void take(Topic topic, MovedRecord record);
    }

    private MovedCounts read(Taker each) {
        Map<Topic, Long> records = new EnumMap<>(Topic.class);
        try (MoveFileReader in = new MoveFileReader(file)) {
            for (MovedRecord record = in.next(); record != null; record = in.next()) {
                Topic topic = Topic.ofWord(record.topic());
                if (topic == null) {
                    throw new MoveFileException(file + ": a record of topic " + record.topic()
                            + " (expected: one that this version knows)");
                }
                each.take(topic, record);
                records.merge(topic, 1L, Long::sum);
            }
            return new MovedCounts(in.firstSeq(), records);
        }
    }

    private void checkNotBegun(Admin admin) {
        if (!new SeqMarks(names, admin).isEmpty()) {
            throw new ClusterException(
                    Reason.TOPICS,
                    "topic " + names.marks() + ": a cluster has begun on these topics (expected: none; delete them,"
                            + " or choose another RELAY_CLUSTER_TOPICS_PREFIX)");
        }
    }

    private void checkEmpty(Admin admin) {
        List<String> lines = new ArrayList<>();
        for (Topic topic : Topic.values()) {
            long records =
                    TopicEnds.of(admin, ClusterTopics.all(topic.partitions(layout()), nameOf(topic))).values().stream()
                            .mapToLong(Long::longValue)
                            .sum();
            if (records > 0) {
                lines.add("topic " + nameOf(topic)
                        + ": not empty (expected: empty; what an import that did not end has left is deleted by"
                        + " --again)");
            }
        }
        if (!lines.isEmpty()) {
            throw new ClusterException(Reason.TOPICS, lines, null);
        }
    }

    private void write(Producer<byte[], byte[]> producer) {
        long[] open = {-1};
        var _ = read((topic, record) -> {
            if (open[0] < 0) {
                producer.beginTransaction();
                open[0] = 0;
            }
            int partition = ClusterTopics.partitionOf(record.route(), topic.partitions(layout()));
            var _ = producer.send(new ProducerRecord<>(nameOf(topic), partition, record.key(), record.value()));
            open[0] += record.key().length + record.value().length;
            if (open[0] >= TRANSACTION_BYTES) {
                Transaction.commit(producer);
                open[0] = -1;
            }
        });
        if (open[0] >= 0) {
            Transaction.commit(producer);
        }
    }

    private void mark(Admin admin, Producer<byte[], byte[]> producer, long firstSeq) {
        producer.beginTransaction();
        new SeqMarks(names, admin).put(producer, new SeqMark(0, firstSeq));
        Transaction.commit(producer);
    }

    private String nameOf(Topic topic) {
        return topic.name(layout());
    }

    private KafkaConfig.Layout layout() {
        return clients.config().topics();
    }
}
