package net.atrelay.store.move;

import net.atrelay.store.record.RecordReader;
import net.atrelay.store.record.RecordWriter;
import net.atrelay.store.record.UnreadableRecord;

/// One entry of the file. Layouts, version 1:
///
///     start   [1, 0, firstSeq]
///     record  [1, 1, topic, route, key, value]
///     end     [1, 2, records]
sealed interface MoveEntry {
    int VERSION = 1;

    int START = 0;
    int START_FIELDS = 2;
    int RECORD = 1;
    int RECORD_FIELDS = 5;
    int END = 2;
    int END_FIELDS = 2;

    /// @param firstSeq public seq of the first event in the file, or of the next one when there is none
    record Start(long firstSeq) implements MoveEntry {}

    record One(MovedRecord record) implements MoveEntry {}

    /// @param records how many came before
    record End(long records) implements MoveEntry {}

    static byte[] encode(MoveEntry entry) {
        return switch (entry) {
            case Start(long firstSeq) -> encodeNumber(START, START_FIELDS, firstSeq);
            case One(MovedRecord record) ->
                RecordWriter.encode(VERSION, RECORD_FIELDS, cbor -> {
                    cbor.writeNumber(RECORD);
                    cbor.writeString(record.topic());
                    cbor.writeBinary(record.route());
                    cbor.writeBinary(record.key());
                    cbor.writeBinary(record.value());
                });
            case End(long records) -> encodeNumber(END, END_FIELDS, records);
        };
    }

    /// @throws UnreadableRecord when it is another's, or a newer version's
    static MoveEntry decode(byte[] bytes) {
        try (RecordReader in = new RecordReader("move file", VERSION, bytes)) {
            int kind = in.smallNumber();
            MoveEntry entry = switch (kind) {
                case START -> new Start(in.number());
                case RECORD -> new One(new MovedRecord(in.text(), in.bytes(), in.bytes(), in.bytes()));
                case END -> new End(in.number());
                default -> throw new UnreadableRecord("move file record: kind " + kind + " (expected: 0 to 2)");
            };
            in.end();
            return entry;
        }
    }

    private static byte[] encodeNumber(int kind, int fields, long number) {
        return RecordWriter.encode(VERSION, fields, cbor -> {
            cbor.writeNumber(kind);
            cbor.writeNumber(number);
        });
    }
}
