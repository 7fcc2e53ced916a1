package net.atrelay.store.kafka;

import net.atrelay.atproto.cid.Cid;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.store.account.LocalStatus;
import net.atrelay.store.account.UpstreamStatus;
import net.atrelay.store.bus.ListedAccount;
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
///     listed  [1, 2, host, askedAt, rev, commit, null | [active, status|null]]
///
/// A commit is the 36 bytes of its CID.
final class RawRecordCodec {
    static final int VERSION = 1;

    private static final int FRAME = 0;
    private static final int FRAME_FIELDS = 6;
    private static final int RULING = 1;
    private static final int RULING_FIELDS = 3;
    private static final int LISTED = 2;
    private static final int LISTED_FIELDS = 6;
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

    static byte[] encode(ListedAccount listed) {
        UpstreamStatus status = listed.status();
        return RecordWriter.encode(VERSION, LISTED_FIELDS, cbor -> {
            cbor.writeNumber(LISTED);
            cbor.writeString(listed.host());
            cbor.writeNumber(listed.askedAtMicros());
            cbor.writeString(listed.rev());
            cbor.writeBinary(listed.commit().toBytes());
            if (status == null) {
                cbor.writeNull();
            } else {
                cbor.writeStartArray(null, 2);
                cbor.writeBoolean(status.active());
                RecordWriter.writeText(cbor, status.status());
                cbor.writeEndArray();
            }
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
                case LISTED -> listed(did, in);
                default -> throw new UnreadableRecord("raw record: kind " + kind + " (expected: 0 to 2)");
            };
            in.end();
            return record;
        }
    }

    private static RawRecord listed(Did did, RecordReader in) {
        String host = in.text();
        long askedAtMicros = in.number();
        String rev = in.text();
        Cid commit = Cid.fromBytes(in.bytes());
        if (commit == null) {
            throw new UnreadableRecord("raw record: other bytes (expected: a CID)");
        }
        UpstreamStatus status = null;
        if (in.enterOrNull()) {
            status = new UpstreamStatus(in.flag(), in.textOrNull());
            in.leave();
        }
        return new RawRecord.Listed(new ListedAccount(did, host, askedAtMicros, rev, commit, status));
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
