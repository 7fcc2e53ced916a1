package net.atrelay.store.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.store.host.HostRecord;
import net.atrelay.store.log.Followed;
import net.atrelay.store.log.HostCursor;
import net.atrelay.store.log.Note;
import net.atrelay.store.log.Outcome;
import net.atrelay.store.log.PendingEvent;
import net.atrelay.store.log.TopicPlace;
import net.atrelay.store.record.AccountCodec;
import net.atrelay.store.record.ActivityCodec;
import net.atrelay.store.record.DeferredCodec;
import net.atrelay.store.record.HostCodec;
import net.atrelay.store.record.HostNotesCodec;
import net.atrelay.store.record.Keyed;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/// Reads records of the topics that nodes follow into what the tables take over.
final class TableDecoder {
    private static final long RECORD_BYTES = 256;

    private final ClusterTopics topics;

    TableDecoder(ClusterTopics topics) {
        this.topics = topics;
    }

    /// Never takes over at once what lies on both sides of the end of a stretch ([EventCounter]).
    ///
    /// @param records of one partition, in order; at least one
    List<Followed> decode(TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> records) {
        List<Followed> parts = new ArrayList<>();
        int from = 0;
        for (int i = 1; i <= records.size(); i++) {
            boolean ends = i == records.size()
                    || EventCounter.stretchOf(records.get(i).offset())
                            > EventCounter.stretchOf(records.get(from).offset());
            if (ends) {
                parts.add(part(partition, records.subList(from, i)));
                from = i;
            }
        }
        return parts;
    }

    private Followed part(TopicPartition partition, List<ConsumerRecord<byte[], byte[]>> records) {
        List<Outcome> outcomes = new ArrayList<>();
        List<HostRecord> hosts = new ArrayList<>();
        List<HostCursor> cursors = new ArrayList<>();
        List<Note> notes = new ArrayList<>();
        long bytes = 0;
        for (ConsumerRecord<byte[], byte[]> record : records) {
            bytes += RECORD_BYTES + Math.max(0, record.serializedValueSize());
            var _ = Reading.placing(record, () -> {
                take(record, outcomes, hosts, cursors, notes);
                return record;
            });
        }
        TopicPlace place = new TopicPlace(
                partition.topic(), partition.partition(), records.getLast().offset() + 1);
        return new Followed(place, outcomes, hosts, cursors, notes, bytes, new CompletableFuture<>());
    }

    private void take(
            ConsumerRecord<byte[], byte[]> record,
            List<Outcome> outcomes,
            List<HostRecord> hosts,
            List<HostCursor> cursors,
            List<Note> notes) {
        String topic = record.topic();
        byte[] key = Reading.present(record.key());
        byte[] value = record.value();
        if (topic.equals(topics.waiting())) {
            outcomes.add(waiting(key, value));
        } else if (topic.equals(topics.events())) {
            outcomes.add(event(key, Reading.present(value)));
        } else if (topic.equals(topics.accounts())) {
            outcomes.add(account(key, Reading.present(value)));
        } else if (topic.equals(topics.admin())) {
            notes.add(AdminRecord.decode(key, Reading.present(value), record.offset()));
        } else {
            host(key, Reading.present(value), hosts, cursors, notes);
        }
    }

    private static Outcome event(byte[] key, byte[] value) {
        Did did = Keyed.did(key);
        PendingEvent event = EventRecordCodec.decode(did, value);
        return new Outcome(did, null, List.of(event), null, null, null, null);
    }

    private static Outcome account(byte[] key, byte[] value) {
        Did did = Keyed.did(key);
        return new Outcome(did, null, List.of(), AccountCodec.decode(did, value), null, null, null);
    }

    private static Outcome waiting(byte[] key, byte @Nullable [] value) {
        Did did = Keyed.waitingDid(key);
        long number = Keyed.waitingNumber(key);
        return value == null
                ? new Outcome(did, null, List.of(), null, null, number, null)
                : new Outcome(did, null, List.of(), null, DeferredCodec.decode(did, number, value), null, null);
    }

    private static void host(
            byte[] key, byte[] value, List<HostRecord> hosts, List<HostCursor> cursors, List<Note> notes) {
        String hostname = Keyed.hostname(key);
        switch (HostKey.kind(key)) {
            case HostKey.FACTS -> hosts.add(HostCodec.decode(hostname, value, null));
            case HostKey.CURSOR -> cursors.add(HostCodec.decodeCursor(hostname, value));
            case HostKey.ACTIVITY -> notes.add(new Note.Activity(ActivityCodec.decode(hostname, value)));
            case HostKey.ANSWER -> notes.add(AnswerRecord.decode(value));
            case HostKey.JOURNAL -> notes.add(journal(hostname, value));
            default -> throw AdminRecord.unknown(key);
        }
    }

    /// @param name hostname, or hostname `0x00` name of the node that writes
    private static Note journal(String name, byte[] value) {
        int end = name.indexOf(0);
        String hostname = end < 0 ? name : name.substring(0, end);
        return new Note.Journal(HostNotesCodec.decodeJournal(hostname, value), end < 0 ? "" : name.substring(end + 1));
    }
}
