package net.atrelay.store.kafka;

import net.atrelay.atproto.syntax.Did;
import net.atrelay.store.log.PendingEvent;
import net.atrelay.store.record.RecordReader;
import net.atrelay.store.record.RecordWriter;
import net.atrelay.store.record.UnreadableRecord;

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
            long seqOffset = in.number();
            long seqLength = in.number();
            long receivedNanos = WallClock.nanosOf(in.number());
            byte[] frame = in.bytes();
            in.end();
            checkSeqLies(seqOffset, seqLength, frame);
            return new PendingEvent(frame, (int) seqOffset, (int) seqLength, did, receivedNanos);
        }
    }

    private static void checkSeqLies(long offset, long length, byte[] frame) {
        if (offset < 0 || length < 1 || length > frame.length || offset > frame.length - length) {
            throw new UnreadableRecord("event record: seq at " + offset + ", " + length
                    + " bytes (expected: within the " + frame.length + " bytes of the frame)");
        }
    }
}
