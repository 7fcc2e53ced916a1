package net.atrelay.store.kafka;

import net.atrelay.store.record.RecordReader;
import net.atrelay.store.record.RecordWriter;

/// What is asked of the node that reads a host. Record of topic `control` under the hostname; layout, version 1:
///
///     [1, wish]
///
/// Wishes are numbers in the order of the constants, which is part of the format.
enum ControlRecord {
    /// The public asks for a crawl.
    CRAWL,
    /// An operator adds the host: neither probed nor counted.
    ADD;

    private static final int VERSION = 1;
    private static final ControlRecord[] ALL = values();

    byte[] encoded() {
        return RecordWriter.encode(VERSION, 1, cbor -> cbor.writeNumber(ordinal()));
    }

    static ControlRecord decode(byte[] value) {
        try (RecordReader in = new RecordReader("control", VERSION, value)) {
            ControlRecord record = in.oneOf(ALL);
            in.end();
            return record;
        }
    }
}
