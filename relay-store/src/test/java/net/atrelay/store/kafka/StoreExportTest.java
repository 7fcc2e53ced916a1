package net.atrelay.store.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.store.StoreConfig;
import net.atrelay.store.StoreMetrics;
import net.atrelay.store.account.AccountState;
import net.atrelay.store.account.LocalStatus;
import net.atrelay.store.audit.AuditEntry;
import net.atrelay.store.audit.AuditOutcome;
import net.atrelay.store.audit.AuditRecord;
import net.atrelay.store.host.CrawlRule;
import net.atrelay.store.host.HostBan;
import net.atrelay.store.host.HostJournal;
import net.atrelay.store.host.HostRecord;
import net.atrelay.store.host.JournalEntry;
import net.atrelay.store.host.JournalStage;
import net.atrelay.store.log.Followed;
import net.atrelay.store.log.Note;
import net.atrelay.store.log.Outcome;
import net.atrelay.store.move.MoveFileReader;
import net.atrelay.store.move.MovedRecord;
import net.atrelay.store.rocks.RocksStore;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the nodes of a cluster read from the records of a file that a relay of one process was exported to.
class StoreExportTest {
    private static final ClusterTopics TOPICS = ClusterTopics.of(KafkaConfig.Layout.DEFAULTS);
    private static final String HOST = "pds.example.com";
    private static final CrawlRule BAN =
            new CrawlRule.Ban(new HostBan("bad.example.com", HostBan.Scope.HOST, 5, "spam"));
    private static final CrawlRule DOMAIN_BAN =
            new CrawlRule.Ban(new HostBan("example.org", HostBan.Scope.DOMAIN, 6, "all of them"));
    private static final CrawlRule LIMIT = new CrawlRule.AccountLimit(HOST, 77L);

    @TempDir
    private Path folder;

    @Test
    void whatOperatorsHaveDecidedIsRead() {
        List<CrawlRule> rules = List.of(
                BAN,
                DOMAIN_BAN,
                LIMIT,
                new CrawlRule.CrawlEnabled(false),
                new CrawlRule.NewHostsPerDay(3),
                new CrawlRule.TierList("changed: *; accounts=5"));
        try (RocksStore store = open()) {
            rules.forEach(store.crawlRules()::put);
            assertEquals(rules.size(), StoreExport.write(store, file()).of(Topic.ADMIN));
        }
        assertEquals(rules.stream().map(Note.Rule::new).toList(), notes(Topic.ADMIN));
    }

    /// A new cluster has all as configured, and no bans.
    @Test
    void whatWasTakenBackHasNoRecord() {
        try (RocksStore store = open()) {
            List.of(BAN, LIMIT, new CrawlRule.CrawlEnabled(false)).forEach(store.crawlRules()::put);
            store.crawlRules().put(new CrawlRule.Lift("bad.example.com", HostBan.Scope.HOST));
            store.crawlRules().put(new CrawlRule.AccountLimit(HOST, null));
            store.crawlRules().put(new CrawlRule.CrawlEnabled(null));
            assertEquals(0, StoreExport.write(store, file()).of(Topic.ADMIN));
        }
        assertEquals(List.of(), notes(Topic.ADMIN));
    }

    @Test
    void changesAreReadInTheirOrderUnderTheNumbersOfTheirPlaces() {
        int changes = 2_500;
        try (RocksStore store = open()) {
            store.crawlRules().put(BAN);
            for (int i = 0; i < changes; i++) {
                var _ = store.audit().add(change(i), changes);
            }
            assertEquals(changes + 1, StoreExport.write(store, file()).of(Topic.ADMIN));
        }
        List<Note> notes = notes(Topic.ADMIN);
        assertEquals(new Note.Rule(BAN), notes.getFirst());
        List<Note> expected = new ArrayList<>();
        for (int i = 0; i < changes; i++) {
            expected.add(new Note.Audit(new AuditEntry(i + 2, change(i))));
        }
        assertEquals(expected, notes.subList(1, notes.size()));
    }

    @Test
    void aHostComesWithItsJournal() {
        JournalEntry entry = new JournalEntry(4, JournalStage.values()[0], "reason", "detail", 2, null, null);
        HostJournal journal = new HostJournal(HOST, List.of(entry), null);
        try (RocksStore store = open()) {
            store.hosts().put(new HostRecord(HOST, true, HostRecord.Status.ACTIVE, 0, null, 1, null), true);
            store.journals().put(List.of(journal));
            assertEquals(2, StoreExport.write(store, file()).of(Topic.HOSTS));
        }
        assertEquals(List.of(new Note.Journal(journal, "")), notes(Topic.HOSTS));
    }

    /// Takedowns are no records of their own.
    @Test
    void anAccountThatWasTakenDownComesAsSuch() {
        AccountState down = AccountState.unknown(new Did("did:plc:aaaaaaaaaaaaaaaaaaaaaaaa"))
                .withLocal(LocalStatus.TAKENDOWN);
        CompletableFuture<Void> done = new CompletableFuture<>();
        try (RocksStore store = open()) {
            store.outcomes()
                    .append(new Outcome(down.did(), null, List.of(), down, null, null, () -> done.complete(null)));
            done.join();
            assertEquals(1, StoreExport.write(store, file()).of(Topic.ACCOUNTS));
        }
        assertEquals(
                List.of(down),
                read(Topic.ACCOUNTS).stream()
                        .flatMap(part -> part.outcomes().stream())
                        .map(Outcome::state)
                        .toList());
    }

    /// Keys are those of compacted topics: each thing has one of its own.
    @Test
    void noTwoRecordsHaveOneKey() {
        try (RocksStore store = open()) {
            List.of(BAN, DOMAIN_BAN, LIMIT).forEach(store.crawlRules()::put);
            var _ = store.audit().add(change(1), 10);
            var _ = store.audit().add(change(1), 10);
            var _ = StoreExport.write(store, file());
        }
        List<MovedRecord> records = records();
        assertEquals(5, records.size());
        for (int i = 1; i < records.size(); i++) {
            for (int j = 0; j < i; j++) {
                assertNotEquals(text(records.get(j).key()), text(records.get(i).key()));
            }
        }
    }

    private static AuditRecord change(int at) {
        return new AuditRecord(at, "console", "127.0.0.1", "pds/block", HOST, null, "{}", AuditOutcome.DONE, null);
    }

    /// As nodes read the topic once the file was imported.
    private List<Note> notes(Topic topic) {
        return read(topic).stream().flatMap(part -> part.notes().stream()).toList();
    }

    private List<Followed> read(Topic topic) {
        List<ConsumerRecord<byte[], byte[]>> read = new ArrayList<>();
        String name = topic.name(KafkaConfig.Layout.DEFAULTS);
        for (MovedRecord record : records()) {
            if (record.topic().equals(topic.word())) {
                read.add(new ConsumerRecord<>(name, 0, read.size(), record.key(), record.value()));
            }
        }
        return read.isEmpty() ? List.of() : new TableDecoder(TOPICS).decode(new TopicPartition(name, 0), read);
    }

    private List<MovedRecord> records() {
        List<MovedRecord> records = new ArrayList<>();
        try (MoveFileReader in = new MoveFileReader(file())) {
            for (MovedRecord record = in.next(); record != null; record = in.next()) {
                records.add(record);
            }
        }
        return records;
    }

    private RocksStore open() {
        return RocksStore.open(
                folder.resolve("data"),
                StoreConfig.defaults(),
                new StoreMetrics(new SimpleMeterRegistry()),
                (what, cause) -> {
                    throw new AssertionError(what, cause);
                });
    }

    private Path file() {
        return folder.resolve("file");
    }

    private static String text(byte[] key) {
        return new String(key, StandardCharsets.ISO_8859_1);
    }
}
