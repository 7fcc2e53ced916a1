package net.atrelay.store.kafka;

import net.atrelay.store.record.RecordReader;
import net.atrelay.store.record.RecordWriter;

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

    static SeqMark decode(byte[] value) {
        try (RecordReader in = new RecordReader("seq mark", VERSION, value)) {
            SeqMark mark = new SeqMark(in.number(), in.number());
            in.end();
            return mark;
        }
    }
}
