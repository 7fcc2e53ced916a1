package net.atrelay.store.kafka;

import java.util.function.Supplier;
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
        return placing(record, () -> decoder.decode(present(record.key()), present(record.value())));
    }

    /// What another has written may fail in any way: whatever does is a refusal of the record.
    ///
    /// @throws UnreadableRecord when the record cannot be read
    static <T> T placing(ConsumerRecord<byte[], byte[]> record, Supplier<T> read) {
        try {
            return read.get();
        } catch (UnreadableRecord e) {
            throw placed(record, String.valueOf(e.getMessage()), e);
        } catch (RuntimeException e) {
            throw placed(record, "record: not readable (" + e + ")", e);
        }
    }

    /// @throws UnreadableRecord when it is missing
    static byte[] present(byte @Nullable [] part) {
        if (part == null) {
            throw new UnreadableRecord("record: empty (expected: key and value)");
        }
        return part;
    }

    private static UnreadableRecord placed(ConsumerRecord<byte[], byte[]> record, String why, RuntimeException cause) {
        return new UnreadableRecord(
                record.topic() + "-" + record.partition() + " offset " + record.offset() + ": " + why, cause);
    }
}
