package net.atrelay.store.kafka;

import java.util.List;
import java.util.function.Consumer;
import net.atrelay.store.host.HostActivity;
import net.atrelay.store.host.HostJournal;
import net.atrelay.store.host.JournalTable;
import net.atrelay.store.log.WishAnswer;
import net.atrelay.store.record.ActivityCodec;
import net.atrelay.store.record.HostNotesCodec;
import net.atrelay.store.record.Keyed;
import net.atrelay.store.rocks.RocksStore;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/// Tells other nodes of hosts in topic `hosts`, beside their records: the newest of each kind is what counts, and the
/// producer repeats until it is acknowledged. Any thread.
///
/// @param onFatal told when a record will never be acknowledged
record HostTelling(Producer<byte[], byte[]> producer, ClusterTopics topics, Consumer<Throwable> onFatal) {
    void tell(HostActivity activity) {
        send(HostKey.ACTIVITY, activity.hostname(), "", ActivityCodec.encode(activity));
    }

    void tell(String hostname, String wish, WishAnswer answer) {
        send(HostKey.ANSWER, hostname, "", AnswerRecord.encode(wish, answer));
    }

    /// @param writer name of the node, where it judges the host's accounts; empty where it reads the host
    void tell(HostJournal journal, String writer) {
        String suffix = writer.isEmpty() ? "" : "\0" + writer;
        send(HostKey.JOURNAL, journal.hostname(), suffix, HostNotesCodec.encode(journal));
    }

    /// Journals that are told to others when they are stored.
    JournalTable journals(RocksStore store, String writer) {
        JournalTable own = store.journals(writer);
        return new JournalTable() {
            @Override
            public @Nullable HostJournal find(String hostname) {
                return own.find(hostname);
            }

            @Override
            public HostJournal all(String hostname) {
                return own.all(hostname);
            }

            @Override
            public void put(List<HostJournal> journals) {
                own.put(journals);
                journals.forEach(journal -> tell(journal, writer));
            }
        };
    }

    private void send(byte kind, String hostname, String suffix, byte[] value) {
        byte[] key = Keyed.host(kind, hostname + suffix);
        var _ = producer.send(
                new ProducerRecord<>(topics.hosts(), topics.partitionOf(hostname), key, value), (_, failure) -> {
                    if (failure != null) {
                        onFatal.accept(failure);
                    }
                });
    }
}
