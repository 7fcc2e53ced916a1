package net.atrelay.store.record;

import net.atrelay.atproto.syntax.Did;
import net.atrelay.store.bus.RawFrame;
import net.atrelay.store.log.DeferredFrame;

/// Waiting frames as they are stored under (DID, number). Layout, version 1:
///
///     [1, host, epoch, hostSeq, ordinal, receivedAt, deferredAt, bytes]
public final class DeferredCodec {
    public static final int VERSION = 1;

    private static final int FIELDS = 7;

    private DeferredCodec() {}

    public static byte[] encode(DeferredFrame deferred) {
        RawFrame frame = deferred.frame();
        return RecordWriter.encode(VERSION, FIELDS, cbor -> {
            cbor.writeString(frame.host());
            cbor.writeNumber(frame.epoch());
            cbor.writeNumber(frame.hostSeq());
            cbor.writeNumber(frame.ordinal());
            cbor.writeNumber(frame.receivedAtMicros());
            cbor.writeNumber(deferred.deferredAtMicros());
            cbor.writeBinary(frame.bytes());
        });
    }

    public static DeferredFrame decode(Did did, long number, byte[] record) {
        try (RecordReader in = new RecordReader("deferred frame", VERSION, record)) {
            String host = in.text();
            long epoch = in.number();
            long hostSeq = in.number();
            long ordinal = in.number();
            long receivedAtMicros = in.number();
            long deferredAtMicros = in.number();
            byte[] bytes = in.bytes();
            in.end();
            RawFrame frame = new RawFrame(host, epoch, hostSeq, ordinal, did, bytes, receivedAtMicros, 0);
            return new DeferredFrame(number, frame, deferredAtMicros);
        }
    }
}
