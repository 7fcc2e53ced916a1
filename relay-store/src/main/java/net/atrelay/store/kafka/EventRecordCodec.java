package net.atrelay.store.kafka;

import net.atrelay.atproto.syntax.Did;
import net.atrelay.store.log.PendingEvent;
import net.atrelay.store.record.RecordReader;
import net.atrelay.store.record.RecordWriter;

/// Records of topic `events` under the account's DID: a wire frame that is complete but for its seq. Layout, version 1:
///
///     [1, seqOffset, seqLength, receivedAt, frame]
final class EventRecordCodec {
    static final int VERSION = 1;

    private static final int FIELDS = 4;

    private EventRecordCodec() {}

    static byte[] encode(PendingEvent event) {
        return RecordWriter.encode(VERSION, FIELDS, cbor -> {
            cbor.writeNumber(event.seqOffset());
            cbor.writeNumber(event.seqLength());
            cbor.writeNumber(WallClock.microsOf(event.receivedNanos()));
            cbor.writeBinary(event.frame());
        });
    }

    static PendingEvent decode(Did did, byte[] value) {
        try (RecordReader in = new RecordReader("event", VERSION, value)) {
            int seqOffset = (int) in.number();
            int seqLength = (int) in.number();
            long receivedNanos = WallClock.nanosOf(in.number());
            byte[] frame = in.bytes();
            in.end();
            return new PendingEvent(frame, seqOffset, seqLength, did, receivedNanos);
        }
    }
}
