package net.atrelay.store.rocks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import net.atrelay.store.audit.AuditEntry;
import net.atrelay.store.audit.AuditOutcome;
import net.atrelay.store.audit.AuditRecord;
import net.atrelay.store.host.CrawlRule;
import net.atrelay.store.host.HostActivity;
import net.atrelay.store.host.HostBan;
import net.atrelay.store.host.HostJournal;
import net.atrelay.store.host.JournalEntry;
import net.atrelay.store.host.JournalStage;
import net.atrelay.store.log.Followed;
import net.atrelay.store.log.Note;
import net.atrelay.store.log.TopicPlace;
import net.atrelay.store.log.WishAnswer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What other nodes tell, in this node's tables.
class FollowedNotesTest {
    private static final HostBan BAN = new HostBan("a.net", HostBan.Scope.HOST, 1, "spam");

    @TempDir
    Path directory;

    @Test
    void rulesOfOthersHoldHereAndOutliveTheProcess() {
        try (RocksStore store = StoreFixture.open(directory)) {
            follow(store, 1, new Note.Rule(new CrawlRule.Ban(BAN)));
            assertEquals(BAN, store.crawlRules().bans().covering("a.net"));
            follow(
                    store,
                    2,
                    new Note.Rule(new CrawlRule.NewHostsPerDay(5)),
                    new Note.Rule(new CrawlRule.AccountLimit("b.net", 7L)),
                    new Note.Answer("wish", new WishAnswer.Done()));
        }
        try (RocksStore store = StoreFixture.open(directory)) {
            assertEquals(2, store.followed().place("admin", 0));
            assertEquals(BAN, store.crawlRules().bans().covering("a.net"));
            assertEquals(5, store.crawlRules().settings().newHostsPerDayMax());
            assertEquals(Map.of("b.net", 7L), store.crawlRules().accountLimits());
            follow(store, 3, new Note.Rule(new CrawlRule.Lift("a.net", HostBan.Scope.HOST)));
            assertNull(store.crawlRules().bans().covering("a.net"));
        }
    }

    @Test
    void whatIsHeardOfIsInTheTablesByThen() {
        try (RocksStore store = StoreFixture.open(directory)) {
            List<Boolean> banned = new ArrayList<>();
            List<Long> places = new ArrayList<>();
            store.onFollowed(taken -> {
                banned.add(store.crawlRules().bans().covering("a.net") != null);
                places.add(taken.place().next());
            });
            follow(store, 1, new Note.Rule(new CrawlRule.Ban(BAN)));
            assertEquals(List.of(true), banned);
            assertEquals(List.of(1L), places);
        }
    }

    @Test
    void journalsOfAllWhoSeeAHostAreShownTogetherNewestFirst() {
        HostJournal reader = journal(5, JournalStage.FRAME);
        HostJournal one = journal(9, JournalStage.VERIFY);
        HostJournal other = journal(2, JournalStage.VERIFY);
        try (RocksStore store = StoreFixture.open(directory)) {
            follow(store, 1, new Note.Journal(reader, ""), new Note.Journal(one, "v1"), new Note.Journal(other, "v2"));
            follow(store, 2, new Note.Journal(journal(1, JournalStage.FRAME, "a.net.au"), ""));
            assertEquals(reader, store.journals().find("a.net"));
            assertEquals(one, store.journals("v1").find("a.net"));
            assertNull(store.journals("v3").find("a.net"));
            assertEquals(
                    List.of(9L, 5L, 2L),
                    store.journals().all("a.net").entries().stream()
                            .map(JournalEntry::atMicros)
                            .toList());
            assertEquals(List.of(), store.journals().all("b.net").entries());
        }
    }

    @Test
    void activitiesAreReadAsTheyWereToldLast() {
        HostActivity activity = new HostActivity("a.net", true, null, 1, 2, 3, 4L);
        try (RocksStore store = StoreFixture.open(directory)) {
            assertEquals(HostActivity.none("a.net"), store.activities().find("a.net"));
            follow(store, 1, new Note.Activity(HostActivity.none("a.net")), new Note.Activity(activity));
            assertEquals(activity, store.activities().find("a.net"));
        }
    }

    @Test
    void changesOfOthersAreKeptByTheirNumbersAndTheOldestLeave() {
        try (RocksStore store = StoreFixture.open(directory)) {
            follow(store, 1, audit(1, AuditOutcome.BEGUN));
            assertEquals(List.of(), store.audit().list(null, 10), "not asked for");
            store.followAudit(2);
            follow(store, 2, audit(7, AuditOutcome.BEGUN), audit(9, AuditOutcome.BEGUN), audit(7, AuditOutcome.DONE));
            assertEquals(List.of(9L, 7L), numbers(store));
            assertEquals(
                    AuditOutcome.DONE,
                    store.audit().list(8L, 1).getFirst().record().outcome());
            follow(store, 3, audit(11, AuditOutcome.BEGUN), audit(5, AuditOutcome.DONE));
            assertEquals(List.of(11L, 9L), numbers(store), "four numbers are two changes at least");
        }
        try (RocksStore store = StoreFixture.open(directory)) {
            store.followAudit(2);
            follow(store, 4, audit(14, AuditOutcome.BEGUN));
            assertEquals(List.of(14L, 11L), numbers(store));
        }
    }

    private static List<Long> numbers(RocksStore store) {
        return store.audit().list(null, 10).stream().map(AuditEntry::number).toList();
    }

    private static Note audit(long number, AuditOutcome outcome) {
        AuditRecord record = new AuditRecord(1, "o", "a", "pds/block", "h", null, null, outcome, null);
        return new Note.Audit(new AuditEntry(number, record));
    }

    private static HostJournal journal(long atMicros, JournalStage stage) {
        return journal(atMicros, stage, "a.net");
    }

    private static HostJournal journal(long atMicros, JournalStage stage, String hostname) {
        return new HostJournal(hostname, List.of(new JournalEntry(atMicros, stage, "BAD", "x", 1, null, null)), null);
    }

    /// Takes notes over, with the place behind them, and waits until they are durable.
    private static void follow(RocksStore store, long next, Note... notes) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        TopicPlace place = new TopicPlace("admin", 0, next);
        store.followed()
                .follow(new Followed(place, List.of(), List.of(), List.of(), List.of(notes), notes.length, done));
        done.join();
        assertNotNull(store.followed().place("admin", 0));
    }
}
