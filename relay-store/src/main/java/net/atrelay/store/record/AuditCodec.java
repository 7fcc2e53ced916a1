package net.atrelay.store.record;

import net.atrelay.store.audit.AuditOutcome;
import net.atrelay.store.audit.AuditRecord;

/// Audit records as they are stored. Layout, version 1:
///
///     [1, at, actor, address, action, target, before|null, after|null, outcome, detail|null]
public final class AuditCodec {
    public static final int VERSION = 1;

    private static final int FIELDS = 9;
    private static final AuditOutcome[] OUTCOMES = AuditOutcome.values();

    private AuditCodec() {}

    public static byte[] encode(AuditRecord record) {
        return RecordWriter.encode(VERSION, FIELDS, cbor -> {
            cbor.writeNumber(record.atMicros());
            cbor.writeString(record.actor());
            cbor.writeString(record.address());
            cbor.writeString(record.action());
            cbor.writeString(record.target());
            RecordWriter.writeText(cbor, record.before());
            RecordWriter.writeText(cbor, record.after());
            cbor.writeNumber(record.outcome().ordinal());
            RecordWriter.writeText(cbor, record.detail());
        });
    }

    public static AuditRecord decode(byte[] bytes) {
        try (RecordReader in = new RecordReader("audit", VERSION, bytes)) {
            AuditRecord record = new AuditRecord(
                    in.number(),
                    in.text(),
                    in.text(),
                    in.text(),
                    in.text(),
                    in.textOrNull(),
                    in.textOrNull(),
                    in.oneOf(OUTCOMES),
                    in.textOrNull());
            in.end();
            return record;
        }
    }
}
