package net.atrelay.store.record;

import net.atrelay.store.host.HostRecord;
import net.atrelay.store.log.HostCursor;
import org.jspecify.annotations.Nullable;

/// Hosts as they are stored, in two records so that ingest's changes and the appender's never meet. Layouts, version 1:
///
///     facts   [1, tls, status, addedAt, lastError|null]
///     cursor  [1, epoch, cursor|null]
public final class HostCodec {
    public static final int VERSION = 1;

    private static final int FACTS_FIELDS = 4;
    private static final int CURSOR_FIELDS = 2;
    private static final HostRecord.Status[] STATUSES = HostRecord.Status.values();

    private HostCodec() {}

    public static byte[] encodeFacts(HostRecord host) {
        return RecordWriter.encode(VERSION, FACTS_FIELDS, cbor -> {
            cbor.writeBoolean(host.tls());
            cbor.writeNumber(host.status().ordinal());
            cbor.writeNumber(host.addedAtMicros());
            RecordWriter.writeText(cbor, host.lastError());
        });
    }

    public static byte[] encodeCursor(HostCursor cursor) {
        return RecordWriter.encode(VERSION, CURSOR_FIELDS, cbor -> {
            cbor.writeNumber(cursor.epoch());
            RecordWriter.writeNumber(cbor, cursor.cursor());
        });
    }

    /// @param cursor null when none is stored
    public static HostRecord decode(String hostname, byte[] facts, @Nullable HostCursor cursor) {
        try (RecordReader in = new RecordReader("host", VERSION, facts)) {
            boolean tls = in.flag();
            HostRecord.Status status = in.oneOf(STATUSES);
            long addedAtMicros = in.number();
            String lastError = in.textOrNull();
            in.end();
            long epoch = cursor == null ? 0 : cursor.epoch();
            Long hostSeq = cursor == null ? null : cursor.cursor();
            return new HostRecord(hostname, tls, status, epoch, hostSeq, addedAtMicros, lastError);
        }
    }

    public static HostCursor decodeCursor(String hostname, byte[] bytes) {
        try (RecordReader in = new RecordReader("host cursor", VERSION, bytes)) {
            HostCursor cursor = new HostCursor(hostname, in.number(), in.numberOrNull());
            in.end();
            return cursor;
        }
    }
}
