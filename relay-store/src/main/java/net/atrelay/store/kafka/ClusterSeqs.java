package net.atrelay.store.kafka;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;

/// The first public seq of a cluster, which is a fact of its topics and not of any node.
public final class ClusterSeqs {
    private ClusterSeqs() {}

    /// Says which seq the cluster's first event has, unless that has been said.
    ///
    /// @return false when it had been
    public static boolean begin(KafkaClients clients, long seqBase) {
        ClusterTopics topics = ClusterTopics.of(clients.config().topics());
        try (Admin admin = clients.admin("seqs");
                Producer<byte[], byte[]> producer = clients.producer("seqs")) {
            SeqMarks marks = new SeqMarks(topics, admin);
            if (!marks.isEmpty()) {
                return false;
            }
            marks.put(producer, new SeqMark(0, seqBase));
            producer.flush();
            return true;
        }
    }
}
