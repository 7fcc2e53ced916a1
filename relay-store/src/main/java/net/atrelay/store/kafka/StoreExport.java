package net.atrelay.store.kafka;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import net.atrelay.atproto.stream.EncodedFrame;
import net.atrelay.atproto.stream.FrameDecoder;
import net.atrelay.atproto.stream.MessageFrame;
import net.atrelay.atproto.stream.Strictness;
import net.atrelay.store.account.AccountState;
import net.atrelay.store.audit.AuditEntry;
import net.atrelay.store.host.CrawlRule;
import net.atrelay.store.host.CrawlRuleTable;
import net.atrelay.store.host.CrawlSettings;
import net.atrelay.store.host.HostBan;
import net.atrelay.store.host.HostJournal;
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
import net.atrelay.store.record.HostNotesCodec;
import net.atrelay.store.record.Keyed;
import net.atrelay.store.record.RuleCodec;
import net.atrelay.store.record.UnreadableRecord;
import net.atrelay.store.rocks.RocksStore;
import net.atrelay.store.tail.TailBatch;

/// Writes what a store of a single process holds into a file, as the records that a cluster has for it: the window of
/// events, accounts, waiting frames, hosts with cursors and journals, and what operators have decided and done. Each
/// kind of record is a method of its own.
public final class StoreExport {
    private static final int PAGE = 1_000;
    private static final int READ_BYTES = 4 << 20;
    /// Tokens of changes that a single process has made begin with it.
    private static final String MOVED = "moved-";

    private final RocksStore store;
    private final MoveFileWriter file;
    private final Map<Topic, Long> records = new EnumMap<>(Topic.class);
    private final long now = System.nanoTime();

    private StoreExport(RocksStore store, MoveFileWriter file) {
        this.store = store;
        this.file = file;
    }

    /// @param store open, and nothing writes to it
    /// @param target made by this call, whole or not at all
    /// @throws net.atrelay.store.move.MoveFileException when it cannot be written
    public static MovedCounts write(RocksStore store, Path target) {
        EventLog log = store.log();
        try (MoveFileWriter file = new MoveFileWriter(target, log.firstSeq())) {
            StoreExport export = new StoreExport(store, file);
            export.putAccounts();
            export.putWaiting();
            export.putHosts();
            export.putAdmin();
            export.putEvents(log);
            file.finish();
            return new MovedCounts(log.firstSeq(), export.records);
        }
    }

    private void put(Topic topic, byte[] route, byte[] key, byte[] value) {
        file.put(new MovedRecord(topic.word(), route, key, value));
        records.merge(topic, 1L, Long::sum);
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
        HostJournal journal = store.journals().find(host.hostname());
        if (journal != null) {
            put(HostKey.JOURNAL, host.hostname(), HostNotesCodec.encode(journal));
        }
    }

    private void putAdmin() {
        CrawlRuleTable rules = store.crawlRules();
        for (HostBan.Scope scope : HostBan.Scope.values()) {
            rules.bans().list(scope).forEach(ban -> put(new CrawlRule.Ban(ban)));
        }
        rules.accountLimits().forEach((host, accounts) -> put(new CrawlRule.AccountLimit(host, accounts)));
        putSettings(rules.settings());
        putAudit();
    }

    /// What is as configured has no record.
    private void putSettings(CrawlSettings settings) {
        if (settings.crawlEnabled() != null) {
            put(new CrawlRule.CrawlEnabled(settings.crawlEnabled()));
        }
        if (settings.newHostsPerDayMax() != null) {
            put(new CrawlRule.NewHostsPerDay(settings.newHostsPerDayMax()));
        }
        if (settings.tiers() != null) {
            put(new CrawlRule.TierList(settings.tiers()));
        }
    }

    /// In the order of the changes: their numbers are places in the topic, so each gets another one there.
    private void putAudit() {
        Deque<AuditEntry> oldestFirst = new ArrayDeque<>();
        List<AuditEntry> page = store.audit().list(null, PAGE);
        while (!page.isEmpty()) {
            page.forEach(oldestFirst::addFirst);
            page = store.audit().list(page.getLast().number(), PAGE);
        }
        for (AuditEntry entry : oldestFirst) {
            put(AdminRecord.keyOf(MOVED + entry.number()), AdminRecord.encode(null, entry.record()));
        }
    }

    private void put(CrawlRule rule) {
        put(AdminRecord.keyOf(rule), RuleCodec.encode(rule));
    }

    private void put(byte[] key, byte[] value) {
        put(Topic.ADMIN, key, key, value);
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
