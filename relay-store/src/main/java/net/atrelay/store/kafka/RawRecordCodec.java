package net.atrelay.store.kafka;

import net.atrelay.atproto.syntax.Did;
import net.atrelay.store.account.LocalStatus;
import net.atrelay.store.bus.RawFrame;
import net.atrelay.store.record.Keyed;
import net.atrelay.store.record.RecordReader;
import net.atrelay.store.record.RecordWriter;
import net.atrelay.store.record.UnreadableRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// Records of topic `raw` under the account's DID. Layouts, version 1:
///
///     frame   [1, 0, host, epoch, hostSeq, receivedAt, bytes]
///     ruling  [1, 1, restriction, holds]
final class RawRecordCodec {
    static final int VERSION = 1;

    private static final int FRAME = 0;
    private static final int FRAME_FIELDS = 6;
    private static final int RULING = 1;
    private static final int RULING_FIELDS = 3;
    private static final LocalStatus[] RESTRICTIONS = LocalStatus.values();

    private RawRecordCodec() {}

    static byte[] encode(RawFrame frame) {
        return RecordWriter.encode(VERSION, FRAME_FIELDS, cbor -> {
            cbor.writeNumber(FRAME);
            cbor.writeString(frame.host());
            cbor.writeNumber(frame.epoch());
            cbor.writeNumber(frame.hostSeq());
            cbor.writeNumber(frame.receivedAtMicros());
            cbor.writeBinary(frame.bytes());
        });
    }

    static byte[] encode(RawRecord.Ruling ruling) {
        return RecordWriter.encode(VERSION, RULING_FIELDS, cbor -> {
            cbor.writeNumber(RULING);
            cbor.writeNumber(ruling.restriction().ordinal());
            cbor.writeBoolean(ruling.holds());
        });
    }

    /// @throws UnreadableRecord with its place when it is another's, or of a newer version
    static RawRecord read(ConsumerRecord<byte[], byte[]> record) {
        return Reading.whole(record, (key, value) -> decode(Keyed.did(key), value));
    }

    static RawRecord decode(Did did, byte[] value) {
        try (RecordReader in = new RecordReader("raw", VERSION, value)) {
            int kind = in.smallNumber();
            RawRecord record = switch (kind) {
                case FRAME -> frame(did, in);
                case RULING -> new RawRecord.Ruling(did, in.oneOf(RESTRICTIONS), in.flag());
                default -> throw new UnreadableRecord("raw record: kind " + kind + " (expected: 0 or 1)");
            };
            in.end();
            return record;
        }
    }

    private static RawRecord frame(Did did, RecordReader in) {
        String host = in.text();
        long epoch = in.number();
        long hostSeq = in.number();
        long receivedAtMicros = in.number();
        byte[] bytes = in.bytes();
        return new RawRecord.FromHost(new RawFrame(
                host, epoch, hostSeq, 0, did, bytes, receivedAtMicros, WallClock.nanosOf(receivedAtMicros)));
    }
}
