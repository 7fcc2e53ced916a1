package net.atrelay.store.rocks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import net.atrelay.store.host.CrawlRule;
import net.atrelay.store.host.CrawlSettings;
import net.atrelay.store.host.HostBan;
import net.atrelay.store.host.HostBan.Scope;
import net.atrelay.store.host.HostJournal;
import net.atrelay.store.host.HostRecord;
import net.atrelay.store.host.HostRecord.Status;
import net.atrelay.store.host.JournalEntry;
import net.atrelay.store.host.JournalStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostRulesTest {
    private static final int WRITES = 300;

    @TempDir
    Path directory;

    @Test
    void banSurvivesAllWritesOfTheHostsRecordThatRaceWithIt() throws InterruptedException {
        try (RocksStore store = StoreFixture.open(directory)) {
            store.hosts().put(host("a.net", Status.ACTIVE), false);
            CountDownLatch begun = new CountDownLatch(3);
            List<Thread> writers = new ArrayList<>();
            for (Status status : List.of(Status.ACTIVE, Status.OFFLINE, Status.IDLE)) {
                writers.add(Thread.ofPlatform().start(() -> {
                    for (int i = 0; i < WRITES; i++) {
                        store.hosts().put(host("a.net", status), i % 10 == 0);
                        begun.countDown();
                    }
                }));
            }
            begun.await();
            store.crawlRules().put(new CrawlRule.Ban(ban("a.net", Scope.HOST)));
            assertEquals(Status.BANNED, status(store, "a.net"));
            for (Thread writer : writers) {
                writer.join();
            }
            assertEquals(Status.BANNED, status(store, "a.net"));
            assertEquals(Status.BANNED, store.hosts().list(null, 10).getFirst().status());
        }
        try (RocksStore store = StoreFixture.open(directory)) {
            assertEquals(Status.BANNED, status(store, "a.net"));
            store.crawlRules().put(new CrawlRule.Lift("a.net", Scope.HOST));
            store.hosts().put(host("a.net", Status.ACTIVE), false);
            assertEquals(Status.ACTIVE, status(store, "a.net"));
        }
    }

    @Test
    void banOfADomainCoversItAndAllBelowUntilItIsLifted() {
        try (RocksStore store = StoreFixture.open(directory)) {
            for (String name : List.of("bad.net", "a.b.bad.net", "notbad.net")) {
                store.hosts().put(host(name, Status.OFFLINE), false);
            }
            store.crawlRules().put(new CrawlRule.Ban(ban("bad.net", Scope.DOMAIN)));
            store.crawlRules().put(new CrawlRule.Ban(ban("a.b.bad.net", Scope.HOST)));
        }
        try (RocksStore store = StoreFixture.open(directory)) {
            assertEquals(Status.BANNED, status(store, "bad.net"));
            assertEquals(Status.OFFLINE, status(store, "notbad.net"));
            assertEquals(
                    List.of(ban("bad.net", Scope.DOMAIN)),
                    store.crawlRules().bans().list(Scope.DOMAIN));
            store.crawlRules().put(new CrawlRule.Lift("bad.net", Scope.DOMAIN));
            assertEquals(Status.OFFLINE, status(store, "bad.net"));
            assertEquals(Status.BANNED, status(store, "a.b.bad.net"));
        }
    }

    @Test
    void accountLimitsOfSingleHostsOutliveTheProcess() {
        try (RocksStore store = StoreFixture.open(directory)) {
            store.crawlRules().put(new CrawlRule.AccountLimit("a.net", 7L));
            store.crawlRules().put(new CrawlRule.AccountLimit("b.net", 8L));
            store.crawlRules().put(new CrawlRule.AccountLimit("b.net", 9L));
            store.crawlRules().put(new CrawlRule.AccountLimit("c.net", 1L));
            store.crawlRules().put(new CrawlRule.AccountLimit("c.net", null));
        }
        try (RocksStore store = StoreFixture.open(directory)) {
            assertEquals(Map.of("a.net", 7L, "b.net", 9L), store.crawlRules().accountLimits());
        }
    }

    @Test
    void settingsAndJournalsOutliveTheProcess() {
        CrawlSettings settings = new CrawlSettings(false, null, "a: *");
        HostJournal journal = new HostJournal(
                "a.net", List.of(new JournalEntry(1, JournalStage.FRAME, "BAD", "x", 3, null, null)), null);
        try (RocksStore store = StoreFixture.open(directory)) {
            assertEquals(CrawlSettings.AS_CONFIGURED, store.crawlRules().settings());
            store.crawlRules().put(new CrawlRule.CrawlEnabled(false));
            store.crawlRules().put(new CrawlRule.TierList("a: *"));
            store.crawlRules().put(new CrawlRule.NewHostsPerDay(4));
            store.crawlRules().put(new CrawlRule.NewHostsPerDay(null));
            store.journals().put(List.of(journal));
        }
        try (RocksStore store = StoreFixture.open(directory)) {
            assertEquals(settings, store.crawlRules().settings());
            assertEquals(journal, store.journals().find("a.net"));
            assertNull(store.journals().find("b.net"));
        }
    }

    private static Status status(RocksStore store, String hostname) {
        HostRecord host = store.hosts().find(hostname);
        assertNotNull(host);
        return host.status();
    }

    private static HostRecord host(String hostname, Status status) {
        return new HostRecord(hostname, true, status, 0, 1L, 1, null);
    }

    private static HostBan ban(String name, Scope scope) {
        return new HostBan(name, scope, 1, "spam");
    }
}
