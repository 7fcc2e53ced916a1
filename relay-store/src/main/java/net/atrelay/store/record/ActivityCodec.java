package net.atrelay.store.record;

import net.atrelay.store.host.HostActivity;

/// What is said of a host by the process that reads it, as it is stored under the host's name. Layout, version 1:
///
///     [1, connected, heldBackBy|null, inFlightBytes, framesRead, failures, nextDialAt|null]
public final class ActivityCodec {
    public static final int VERSION = 1;

    private static final int FIELDS = 6;

    private ActivityCodec() {}

    public static byte[] encode(HostActivity activity) {
        return RecordWriter.encode(VERSION, FIELDS, cbor -> {
            cbor.writeBoolean(activity.connected());
            RecordWriter.writeText(cbor, activity.heldBackBy());
            cbor.writeNumber(activity.inFlightBytes());
            cbor.writeNumber(activity.framesRead());
            cbor.writeNumber(activity.failures());
            RecordWriter.writeNumber(cbor, activity.nextDialAtMicros());
        });
    }

    public static HostActivity decode(String hostname, byte[] bytes) {
        try (RecordReader in = new RecordReader("host activity", VERSION, bytes)) {
            HostActivity activity = new HostActivity(
                    hostname,
                    in.flag(),
                    in.textOrNull(),
                    in.number(),
                    in.number(),
                    in.smallNumber(),
                    in.numberOrNull());
            in.end();
            return activity;
        }
    }
}
