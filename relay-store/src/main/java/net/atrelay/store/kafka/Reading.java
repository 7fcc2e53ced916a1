package net.atrelay.store.kafka;

import net.atrelay.store.record.UnreadableRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/// Reads records of topics; a refusal says where the record stands.
final class Reading {
    private Reading() {}

    /// Reads key and value.
    @FunctionalInterface
    interface Decoder<T> {
        T decode(byte[] key, byte[] value);
    }

    /// @throws UnreadableRecord when it lacks key or value, or cannot be read
    static <T> T whole(ConsumerRecord<byte[], byte[]> record, Decoder<T> decoder) {
        try {
            return decoder.decode(present(record.key()), present(record.value()));
        } catch (UnreadableRecord e) {
            throw placed(record, e);
        }
    }

    /// @throws UnreadableRecord when it is missing
    static byte[] present(byte @Nullable [] part) {
        if (part == null) {
            throw new UnreadableRecord("record: empty (expected: key and value)");
        }
        return part;
    }

    /// The refusal with the record's place.
    static UnreadableRecord placed(ConsumerRecord<byte[], byte[]> record, UnreadableRecord refusal) {
        return new UnreadableRecord(
                record.topic() + "-" + record.partition() + " offset " + record.offset() + ": " + refusal.getMessage(),
                refusal);
    }
}
