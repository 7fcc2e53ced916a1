package net.atrelay.store.kafka;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import net.atrelay.atproto.stream.EncodedFrame;
import net.atrelay.atproto.stream.FrameDecoder;
import net.atrelay.atproto.stream.MessageFrame;
import net.atrelay.atproto.stream.Strictness;
import net.atrelay.store.account.AccountState;
import net.atrelay.store.host.HostRecord;
import net.atrelay.store.log.DeferredFrame;
import net.atrelay.store.log.EventLog;
import net.atrelay.store.log.HostCursor;
import net.atrelay.store.log.LogReader;
import net.atrelay.store.log.PendingEvent;
import net.atrelay.store.move.MoveFileWriter;
import net.atrelay.store.move.MovedRecord;
import net.atrelay.store.record.AccountCodec;
import net.atrelay.store.record.DeferredCodec;
import net.atrelay.store.record.HostCodec;
import net.atrelay.store.record.Keyed;
import net.atrelay.store.record.UnreadableRecord;
import net.atrelay.store.rocks.RocksStore;
import net.atrelay.store.tail.TailBatch;

/// Writes what a store of a single process holds into a file, as the records that a cluster has for it: the window of
/// events, accounts, waiting frames, hosts and their cursors. Each kind of record is a method of its own.
public final class StoreExport {
    private static final int PAGE = 1_000;
    private static final int READ_BYTES = 4 << 20;

    private final RocksStore store;
    private final MoveFileWriter file;
    private final long now = System.nanoTime();

    private StoreExport(RocksStore store, MoveFileWriter file) {
        this.store = store;
        this.file = file;
    }

    /// What was written.
    ///
    /// @param firstSeq of the oldest event; `nextSeq` when there is none
    /// @param nextSeq that the cluster's next event will have
    /// @param hosts records of hosts, cursors among them
    public record Written(long firstSeq, long nextSeq, long accounts, long waiting, long hosts) {
        public long events() {
            return nextSeq - firstSeq;
        }
    }

    /// @param store open, and nothing writes to it
    /// @param target made by this call, whole or not at all
    /// @throws net.atrelay.store.move.MoveFileException when it cannot be written
    public static Written write(RocksStore store, Path target) {
        EventLog log = store.log();
        try (MoveFileWriter file = new MoveFileWriter(target, log.firstSeq())) {
            StoreExport export = new StoreExport(store, file);
            Written written = new Written(
                    log.firstSeq(),
                    log.tip() + 1,
                    export.counted(export::putAccounts),
                    export.counted(export::putWaiting),
                    export.counted(export::putHosts));
            export.putEvents(log);
            file.finish();
            return written;
        }
    }

    private long counted(Runnable puts) {
        long before = file.records();
        puts.run();
        return file.records() - before;
    }

    private void put(Topic topic, byte[] route, byte[] key, byte[] value) {
        file.put(new MovedRecord(topic.word(), route, key, value));
    }

    private void putAccounts() {
        List<AccountState> page = store.accounts().list(null, PAGE);
        while (!page.isEmpty()) {
            for (AccountState state : page) {
                byte[] did = Keyed.did(state.did());
                put(Topic.ACCOUNTS, did, did, AccountCodec.encode(state));
            }
            page = store.accounts().list(page.getLast().did(), PAGE);
        }
    }

    private void putWaiting() {
        Consumer<DeferredFrame> put = waits -> put(
                Topic.WAITING,
                Keyed.did(waits.frame().did()),
                Keyed.waiting(waits.frame().did(), waits.number()),
                DeferredCodec.encode(waits));
        store.deferred().forEach(put);
    }

    private void putHosts() {
        List<HostRecord> page = store.hosts().list(null, PAGE);
        while (!page.isEmpty()) {
            for (HostRecord host : page) {
                putHost(host);
            }
            page = store.hosts().list(page.getLast().hostname(), PAGE);
        }
    }

    /// A host that was never read has no cursor.
    private void putHost(HostRecord host) {
        put(HostKey.FACTS, host.hostname(), HostCodec.encodeFacts(host));
        if (host.epoch() != 0 || host.cursor() != null) {
            HostCursor cursor = new HostCursor(host.hostname(), host.epoch(), host.cursor());
            put(HostKey.CURSOR, host.hostname(), HostCodec.encodeCursor(cursor));
        }
    }

    private void putEvents(EventLog log) {
        long seq = log.firstSeq();
        try (LogReader events = log.read(seq)) {
            for (TailBatch batch = events.next(READ_BYTES); batch != null; batch = events.next(READ_BYTES)) {
                for (byte[] frame : batch.frames()) {
                    putEvent(seq++, frame);
                }
            }
        }
    }

    private void putEvent(long seq, byte[] frame) {
        if (!(FrameDecoder.decode(frame, Strictness.LENIENT) instanceof MessageFrame message)
                || message.hostSeq() != seq) {
            throw new UnreadableRecord("event " + seq + ": other bytes (expected: a frame with this seq)");
        }
        EncodedFrame encoded = message.envelope().encoded();
        PendingEvent event =
                new PendingEvent(encoded.bytes(), encoded.seqOffset(), encoded.seqLength(), message.did(), now);
        byte[] did = Keyed.did(message.did());
        put(Topic.EVENTS, did, did, EventRecordCodec.encode(event));
    }

    private void put(byte kind, String hostname, byte[] value) {
        put(Topic.HOSTS, hostname.getBytes(StandardCharsets.UTF_8), Keyed.host(kind, hostname), value);
    }
}
