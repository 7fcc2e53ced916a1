package net.atrelay.store.kafka;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.atrelay.atproto.cid.Cid;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.store.account.LocalStatus;
import net.atrelay.store.account.UpstreamStatus;
import net.atrelay.store.audit.AuditEntry;
import net.atrelay.store.audit.AuditOutcome;
import net.atrelay.store.audit.AuditRecord;
import net.atrelay.store.bus.CrawlAnswer;
import net.atrelay.store.bus.ListedAccount;
import net.atrelay.store.bus.OverRate;
import net.atrelay.store.bus.RawFrame;
import net.atrelay.store.host.CrawlRule;
import net.atrelay.store.host.HostActivity;
import net.atrelay.store.host.HostBan;
import net.atrelay.store.host.HostBan.Scope;
import net.atrelay.store.host.HostJournal;
import net.atrelay.store.host.JournalEntry;
import net.atrelay.store.host.JournalStage;
import net.atrelay.store.log.Followed;
import net.atrelay.store.log.HostCursor;
import net.atrelay.store.log.Note;
import net.atrelay.store.log.PendingEvent;
import net.atrelay.store.log.WishAnswer;
import net.atrelay.store.record.ActivityCodec;
import net.atrelay.store.record.HostCodec;
import net.atrelay.store.record.Keyed;
import net.atrelay.store.record.RuleCodec;
import net.atrelay.store.record.UnreadableRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/// Records of the topics. Each layout stands here as bytes: what a cluster holds must be readable by every later
/// version.
class ClusterRecordsTest {
    private static final Did DID = new Did("did:plc:abcdefghijklmnopqrstuvwx");
    private static final HexFormat HEX = HexFormat.of();
    private static final ClusterTopics TOPICS = ClusterTopics.of(KafkaConfig.Layout.DEFAULTS);

    @Test
    void frameIsReadAsItWasWritten() {
        byte[] written =
                RawRecordCodec.encode(new RawFrame("h.test", 2, 70_000, 5, DID, new byte[] {1, 2, 3}, 1_000_000, 0));
        assertEquals("87010066682e74657374021a000111701a000f424043010203", HEX.formatHex(written));
        RawRecord.FromHost read = (RawRecord.FromHost) RawRecordCodec.decode(DID, written);
        RawFrame frame = read.frame();
        assertEquals("h.test", frame.host());
        assertEquals(2, frame.epoch());
        assertEquals(70_000, frame.hostSeq());
        assertEquals(1_000_000, frame.receivedAtMicros());
        assertArrayEquals(new byte[] {1, 2, 3}, frame.bytes());
        assertEquals(DID, read.did());
    }

    @Test
    void rulingIsReadAsItWasWritten() {
        RawRecord.Ruling ruling = new RawRecord.Ruling(DID, LocalStatus.TAKENDOWN, true);
        byte[] written = RawRecordCodec.encode(ruling);
        assertEquals("84010101f5", HEX.formatHex(written));
        assertEquals(ruling, RawRecordCodec.decode(DID, written));
    }

    @Test
    void whatAHostListsIsReadAsItWasWritten() {
        Cid commit = Cid.ofDagCbor(new byte[] {(byte) 0xa0});
        String head = "870102" + "66682e74657374" + "09" + "6d336a7a6663696a706a327a3261" + "5824"
                + HEX.formatHex(commit.toBytes());
        assertListed(head + "f6", new ListedAccount(DID, "h.test", 9, "3jzfcijpj2z2a", commit, null));
        UpstreamStatus gone = new UpstreamStatus(false, "deleted");
        assertListed(head + "82f46764656c65746564", new ListedAccount(DID, "h.test", 9, "3jzfcijpj2z2a", commit, gone));
    }

    private static void assertListed(String written, ListedAccount listed) {
        assertEquals(written, HEX.formatHex(RawRecordCodec.encode(listed)));
        assertEquals(new RawRecord.Listed(listed), RawRecordCodec.decode(DID, RawRecordCodec.encode(listed)));
    }

    @Test
    void eventIsReadAsItWasWrittenAndItsAgeWithIt() {
        long receivedNanos = System.nanoTime() - TimeUnit.SECONDS.toNanos(3_600);
        byte[] written = EventRecordCodec.encode(new PendingEvent(new byte[] {9, 8, 7}, 1, 1, DID, receivedNanos));
        PendingEvent read = EventRecordCodec.decode(DID, written);
        assertArrayEquals(new byte[] {9, 8, 7}, read.frame());
        assertEquals(1, read.seqOffset());
        assertEquals(1, read.seqLength());
        long age = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - read.receivedNanos());
        assertTrue(age >= 3_590, "an hour old: " + age);
        PendingEvent old = EventRecordCodec.decode(DID, HEX.parseHex("850101011b0006612dfc3d8a7343090807"));
        assertArrayEquals(new byte[] {9, 8, 7}, old.frame());
    }

    @Test
    void wishesAndMarksAreReadAsTheyWereWritten() {
        assertWish("820100", new ControlRecord.Crawl());
        assertWish("820101", new ControlRecord.Add());
        assertWish("8401026177f5", new ControlRecord.Invite("w", true));
        assertWish("8401036177192710", new ControlRecord.ResetCursor("w", 10_000L));
        assertWish("8401036177f6", new ControlRecord.ResetCursor("w", null));
        assertWish("8301046177", new ControlRecord.Disconnect("w"));
        String did = "78" + "20" + HEX.formatHex(DID.value().getBytes(StandardCharsets.UTF_8));
        assertWish("850105" + did + "182a" + "1903e8", new ControlRecord.Slow(new OverRate(DID, 42, 1_000)));
        SeqMark mark = new SeqMark(8_192, 20_000_000_123L);
        assertEquals("83011920001b00000004a817c87b", HEX.formatHex(mark.encoded()));
        assertEquals(mark, SeqMark.decode(mark.encoded()));
    }

    private static void assertWish(String written, ControlRecord wish) {
        assertEquals(written, HEX.formatHex(wish.encoded()));
        assertEquals(wish, ControlRecord.decode(HEX.parseHex(written)));
    }

    @Test
    void answersAreReadAsTheyWereWritten() {
        assertAnswer("8301617700", new WishAnswer.Done());
        assertAnswer("8301617701", new WishAnswer.NothingThere());
        assertAnswer("86016177026145616d05", new WishAnswer.Refused(new CrawlAnswer.Refused("E", "m", 5)));
    }

    private static void assertAnswer(String written, WishAnswer answer) {
        assertEquals(written, HEX.formatHex(AnswerRecord.encode("w", answer)));
        assertEquals(new Note.Answer("w", answer), host(Keyed.host(HostKey.ANSWER, "h.test"), HEX.parseHex(written)));
    }

    @Test
    void rulesAreReadAsTheyWereWrittenAndTakenBackByRecordsToo() {
        assertRule("62682e74657374", "8301076178", new CrawlRule.Ban(new HostBan("h.test", Scope.HOST, 7, "x")));
        assertRule("62682e74657374", "8301f6f6", new CrawlRule.Lift("h.test", Scope.HOST));
        assertRule("6474657374", "8301076178", new CrawlRule.Ban(new HostBan("test", Scope.DOMAIN, 7, "x")));
        assertRule("6474657374", "8301f6f6", new CrawlRule.Lift("test", Scope.DOMAIN));
        assertRule("6c682e74657374", "820118c8", new CrawlRule.AccountLimit("h.test", 200L));
        assertRule("6c682e74657374", "8201f6", new CrawlRule.AccountLimit("h.test", null));
        assertRule("73637261776c456e61626c6564", "820101", new CrawlRule.CrawlEnabled(true));
        assertRule("73637261776c456e61626c6564", "8201f6", new CrawlRule.CrawlEnabled(null));
        assertRule("736e6577486f7374735065724461794d6178", "820109", new CrawlRule.NewHostsPerDay(9));
        assertRule("736e6577486f7374735065724461794d6178", "8201f6", new CrawlRule.NewHostsPerDay(null));
        assertRule("737469657273", "820164613a202a", new CrawlRule.TierList("a: *"));
        assertRule("737469657273", "8201f6", new CrawlRule.TierList(null));
    }

    private static void assertRule(String key, String value, CrawlRule rule) {
        byte[] written = HEX.parseHex(value);
        assertEquals(key, HEX.formatHex(AdminRecord.keyOf(rule)));
        assertEquals(HEX.formatHex(written), HEX.formatHex(RuleCodec.encode(rule)));
        assertEquals(new Note.Rule(rule), AdminRecord.decode(HEX.parseHex(key), written, 4));
    }

    @Test
    void changesAreReadAsTheyWereWrittenAndNumberedByTheirBeginning() {
        AuditRecord record = new AuditRecord(7, "o", "a", "pds/block", "h", null, null, AuditOutcome.BEGUN, null);
        String audit = "8a0107616f6161697064732f626c6f636b6168f6f600f6";
        assertEquals("6163", HEX.formatHex(AdminRecord.keyOf("c")));
        byte[] begun = AdminRecord.encode(null, record);
        assertEquals("8301f657" + audit, HEX.formatHex(begun));
        byte[] ended = AdminRecord.encode(5L, record);
        assertEquals("83010557" + audit, HEX.formatHex(ended));
        Note told = new Note.Audit(new AuditEntry(5, record));
        assertEquals(told, AdminRecord.decode(AdminRecord.keyOf("c"), begun, 4));
        assertEquals(told, AdminRecord.decode(AdminRecord.keyOf("c"), ended, 99));
    }

    @Test
    void whatIsToldOfHostsIsReadAsItWasWritten() {
        HostActivity activity = new HostActivity("h.test", true, "BYTES_PER_SECOND", 9, 200, 3, null);
        String written = "8701f570" + "42595445535f5045525f5345434f4e44" + "0918c803f6";
        assertEquals(written, HEX.formatHex(ActivityCodec.encode(activity)));
        assertEquals(new Note.Activity(activity), host(Keyed.host(HostKey.ACTIVITY, "h.test"), HEX.parseHex(written)));
        HostJournal journal = new HostJournal(
                "h.test", List.of(new JournalEntry(1, JournalStage.FRAME, "BAD", "x", 3, null, null)), null);
        byte[] lines = HEX.parseHex("83010187010163424144617803f6f6");
        assertEquals(new Note.Journal(journal, ""), host(Keyed.host(HostKey.JOURNAL, "h.test"), lines));
        assertEquals(new Note.Journal(journal, "v1"), host(Keyed.host(HostKey.JOURNAL, "h.test\0v1"), lines));
    }

    /// A note of topic `hosts`.
    private static Note host(byte[] key, byte[] value) {
        TopicPartition partition = new TopicPartition(TOPICS.hosts(), 10);
        var record = new ConsumerRecord<>(TOPICS.hosts(), 10, 5, key, value);
        return new TableDecoder(TOPICS)
                .decode(partition, List.of(record))
                .getFirst()
                .notes()
                .getFirst();
    }

    @Test
    void accountsAndHostsKeepTheirPartitions() {
        assertEquals(1, TOPICS.partitionOf(DID));
        assertEquals(10, TOPICS.partitionOf("h.test"));
    }

    @Test
    void recordsOfNewerVersionsAndForeignOnesAreRefusedWithTheirPlace() {
        byte[] newer = SeqMark.decode(new SeqMark(1, 2).encoded()).encoded();
        newer[1] = 9;
        UnreadableRecord refused = assertThrows(UnreadableRecord.class, () -> SeqMark.decode(newer));
        assertEquals("seq mark record: version 9 (expected: at most 1)", refused.getMessage());
        TopicPartition partition = new TopicPartition(TOPICS.accounts(), 3);
        TableDecoder decoder = new TableDecoder(TOPICS);
        var foreign = new ConsumerRecord<>(
                TOPICS.accounts(), 3, 77, "key".getBytes(StandardCharsets.US_ASCII), new byte[] {1});
        UnreadableRecord placed =
                assertThrows(UnreadableRecord.class, () -> decoder.decode(partition, List.of(foreign)));
        assertEquals("atrelay.accounts-3 offset 77: account key: other bytes (expected: a DID)", placed.getMessage());
        var keyless = new ConsumerRecord<byte[], byte[]>(TOPICS.hosts(), 3, 78, null, new byte[] {1});
        assertThrows(UnreadableRecord.class, () -> decoder.decode(partition, List.of(keyless)));
    }

    @Test
    void whatIsTakenOverEndsWhereAStretchEnds() {
        TopicPartition partition = new TopicPartition(TOPICS.events(), 0);
        byte[] event = EventRecordCodec.encode(new PendingEvent(new byte[] {9, 8, 7}, 1, 1, DID, 0));
        List<ConsumerRecord<byte[], byte[]>> records =
                List.of(record(4_094, event), record(4_095, event), record(4_096, event), record(12_288, event));
        List<Followed> parts = new TableDecoder(TOPICS).decode(partition, records);
        assertEquals(
                List.of(4_096L, 4_097L, 12_289L),
                parts.stream().map(part -> part.place().next()).toList());
        assertEquals(
                List.of(2, 1, 1),
                parts.stream().map(part -> part.outcomes().size()).toList());
    }

    @Test
    void hostRecordsComeByTheirKind() {
        TopicPartition partition = new TopicPartition(TOPICS.hosts(), 1);
        HostCursor cursor = new HostCursor("h.test", 1, 55L);
        var record = new ConsumerRecord<>(
                TOPICS.hosts(), 1, 5, Keyed.host(HostKey.CURSOR, "h.test"), HostCodec.encodeCursor(cursor));
        Followed taken =
                new TableDecoder(TOPICS).decode(partition, List.of(record)).getFirst();
        assertEquals(List.of(cursor), taken.cursors());
        assertEquals(6, taken.place().next());
        assertEquals(DID, Keyed.waitingDid(Keyed.waiting(DID, 7)));
        assertEquals(7, Keyed.waitingNumber(Keyed.waiting(DID, 7)));
    }

    private static ConsumerRecord<byte[], byte[]> record(long offset, byte[] value) {
        return new ConsumerRecord<>(TOPICS.events(), 0, offset, Keyed.did(DID), value);
    }
}
