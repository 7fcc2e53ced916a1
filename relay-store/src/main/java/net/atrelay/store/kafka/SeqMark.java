package net.atrelay.store.kafka;

import net.atrelay.store.record.RecordReader;
import net.atrelay.store.record.RecordWriter;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// A fact about `events`: the first event at this offset or behind it has this seq. Every node that counts comes to the
/// same. Record of topic `marks`, version 1:
///
///     [1, offset, seq]
///
/// @param offset of `events`, from 0
/// @param seq public seq
record SeqMark(long offset, long seq) {
    static final int VERSION = 1;

    private static final int FIELDS = 2;

    byte[] encoded() {
        return RecordWriter.encode(VERSION, FIELDS, cbor -> {
            cbor.writeNumber(offset);
            cbor.writeNumber(seq);
        });
    }

    /// Marks have no key.
    ///
    /// @throws net.atrelay.store.record.UnreadableRecord with its place when it is another's, or of a newer version
    static SeqMark read(ConsumerRecord<byte[], byte[]> record) {
        return Reading.placing(record, () -> decode(Reading.present(record.value())));
    }

    static SeqMark decode(byte[] value) {
        try (RecordReader in = new RecordReader("seq mark", VERSION, value)) {
            SeqMark mark = new SeqMark(in.number(), in.number());
            in.end();
            return mark;
        }
    }
}
