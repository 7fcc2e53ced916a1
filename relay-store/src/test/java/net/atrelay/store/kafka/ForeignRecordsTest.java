package net.atrelay.store.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.store.account.AccountState;
import net.atrelay.store.account.IdentityRecord;
import net.atrelay.store.account.LocalStatus;
import net.atrelay.store.audit.AuditOutcome;
import net.atrelay.store.audit.AuditRecord;
import net.atrelay.store.bus.RawFrame;
import net.atrelay.store.host.CrawlRule;
import net.atrelay.store.host.HostActivity;
import net.atrelay.store.host.HostBan;
import net.atrelay.store.host.HostJournal;
import net.atrelay.store.host.HostRecord;
import net.atrelay.store.host.JournalEntry;
import net.atrelay.store.host.JournalStage;
import net.atrelay.store.log.DeferredFrame;
import net.atrelay.store.log.HostCursor;
import net.atrelay.store.log.PendingEvent;
import net.atrelay.store.log.WishAnswer;
import net.atrelay.store.record.AccountCodec;
import net.atrelay.store.record.ActivityCodec;
import net.atrelay.store.record.DeferredCodec;
import net.atrelay.store.record.HostCodec;
import net.atrelay.store.record.HostNotesCodec;
import net.atrelay.store.record.Keyed;
import net.atrelay.store.record.RuleCodec;
import net.atrelay.store.record.UnreadableRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Records of each topic that are another's, damaged or of a newer version: what reads the topic refuses them, and says
/// where they stand.
class ForeignRecordsTest {
    private static final ClusterTopics TOPICS = ClusterTopics.of(KafkaConfig.Layout.DEFAULTS);
    private static final Did DID = new Did("did:plc:abcdefghijklmnopqrstuvwx");
    private static final String HOST = "h.test";
    private static final int PARTITION = 3;
    private static final long OFFSET = 77;
    private static final int DAMAGES = 20_000;
    private static final List<byte[]> FOREIGN =
            List.of(bytes(""), bytes("x"), bytes("hello"), bytes("{\"a\":1}"), new byte[] {(byte) 0x80}, new byte[100]);

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final List<Sample> samples = new ArrayList<>();

    /// A record of ours.
    ///
    /// @param key null where the topic has none
    private record Sample(String topic, byte @Nullable [] key, byte[] value) {
        Sample with(byte[] other) {
            return new Sample(topic, key, other);
        }
    }

    ForeignRecordsTest() {
        RawFrame frame = new RawFrame(HOST, 0, 5, 5, DID, new byte[] {1, 2, 3}, 1_000_000, 0);
        raw(RawRecordCodec.encode(frame));
        raw(RawRecordCodec.encode(new RawRecord.Ruling(DID, LocalStatus.SUSPENDED, true)));
        byDid(TOPICS.events(), EventRecordCodec.encode(new PendingEvent(new byte[] {9, 8, 7}, 1, 1, DID, 0)));
        byDid(TOPICS.accounts(), AccountCodec.encode(account()));
        samples.add(new Sample(
                TOPICS.waiting(), Keyed.waiting(DID, 4), DeferredCodec.encode(new DeferredFrame(4, frame, 6))));
        wish(new ControlRecord.Crawl());
        wish(new ControlRecord.Add());
        wish(new ControlRecord.Invite("w", true));
        wish(new ControlRecord.ResetCursor("w", 10_000L));
        wish(new ControlRecord.Disconnect("w"));
        addHosts();
        addAdmin();
        samples.add(new Sample(TOPICS.marks(), null, new SeqMark(8_192, 20_000_000_123L).encoded()));
    }

    private static AccountState account() {
        return AccountState.unknown(DID)
                .withLocal(LocalStatus.TAKENDOWN)
                .withHost(HOST)
                .withIdentity(new IdentityRecord(IdentityRecord.Kind.RESOLVED, "did:key:z", HOST, 1, 2));
    }

    private void addHosts() {
        HostRecord facts = new HostRecord(HOST, true, HostRecord.Status.ACTIVE, 0, null, 8, "fault");
        JournalEntry line = new JournalEntry(1, JournalStage.FRAME, "BAD", "x", 3, null, DID);
        host(HostKey.FACTS, HostCodec.encodeFacts(facts));
        host(HostKey.CURSOR, HostCodec.encodeCursor(new HostCursor(HOST, 1, 55L)));
        host(HostKey.ACTIVITY, ActivityCodec.encode(new HostActivity(HOST, true, "BYTES", 9, 200, 3, 4L)));
        host(HostKey.ANSWER, AnswerRecord.encode("w", new WishAnswer.Done()));
        host(HostKey.JOURNAL, HostNotesCodec.encode(new HostJournal(HOST, List.of(line), null)));
    }

    private void addAdmin() {
        rule(new CrawlRule.Ban(new HostBan(HOST, HostBan.Scope.HOST, 7, "x")));
        rule(new CrawlRule.Ban(new HostBan(HOST, HostBan.Scope.DOMAIN, 7, "x")));
        rule(new CrawlRule.AccountLimit(HOST, 200L));
        rule(new CrawlRule.CrawlEnabled(true));
        rule(new CrawlRule.NewHostsPerDay(9));
        rule(new CrawlRule.TierList("a: *"));
        AuditRecord change = new AuditRecord(7, "o", "a", "pds/block", "h", null, null, AuditOutcome.BEGUN, null);
        samples.add(new Sample(TOPICS.admin(), AdminRecord.keyOf("c"), AdminRecord.encode(5L, change)));
    }

    @Test
    void allTopicsHaveSamplesAndAllSamplesAreRead() {
        Set<String> topics = new HashSet<>();
        for (Sample sample : samples) {
            read(sample);
            topics.add(sample.topic());
        }
        assertEquals(Topic.values().length, topics.size());
    }

    @Test
    void aRecordOfANewerVersionIsRefused() {
        for (Sample sample : samples) {
            byte[] newer = sample.value().clone();
            assertTrue(newer[1] >= 1 && newer[1] < 0x17, "the version stands behind the head of the array");
            newer[1] = 0x17;
            String refusal = refusal(sample.with(newer));
            assertTrue(refusal.contains("version 23 (expected: at most "), refusal);
        }
    }

    @Test
    void whatIsNoRecordOfOursIsRefused() {
        for (Sample sample : samples) {
            for (byte[] foreign : FOREIGN) {
                String _ = refusal(sample.with(foreign));
            }
            boolean mayBeEmpty = sample.topic().equals(TOPICS.waiting());
            if (!mayBeEmpty) {
                String refusal = refusal(sample.topic(), sample.key(), null);
                assertTrue(refusal.endsWith("record: empty (expected: key and value)"), refusal);
            }
        }
    }

    /// Names of hosts may be anything, and marks have no key.
    @Test
    void aKeyThatIsNoneOfOursIsRefused() {
        for (Sample sample : samples) {
            if (sample.topic().equals(TOPICS.marks())) {
                continue;
            }
            String refusal = refusal(sample.topic(), null, sample.value());
            assertTrue(refusal.endsWith("record: empty (expected: key and value)"), refusal);
            if (!sample.topic().equals(TOPICS.control())) {
                String _ = refusal(sample.topic(), bytes(""), sample.value());
                String _ = refusal(sample.topic(), bytes("?"), sample.value());
                String _ = refusal(sample.topic(), bytes("? no key"), sample.value());
            }
        }
    }

    @Test
    void noPartOfARecordIsARecord() {
        for (Sample sample : samples) {
            for (int length = 0; length < sample.value().length; length++) {
                String _ = refusal(sample.with(Arrays.copyOf(sample.value(), length)));
            }
            String _ = refusal(sample.with(Arrays.copyOf(sample.value(), sample.value().length + 1)));
        }
    }

    /// A record that is damaged is either another one of ours or refused; nothing else comes of it.
    @Test
    void damageIsRefusedOrGivesAnotherRecord() {
        int refused = 0;
        for (int i = 0; i < DAMAGES; i++) {
            Sample sample = samples.get(random.nextInt(samples.size()));
            byte[] damaged = sample.value().clone();
            for (int hits = 1 + random.nextInt(3); hits > 0; hits--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            try {
                read(sample.with(damaged));
            } catch (UnreadableRecord e) {
                assertPlaced(sample, e);
                refused++;
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + " topic " + sample.topic(), e);
            }
        }
        assertTrue(refused > DAMAGES / 10 && refused < DAMAGES, "refused: " + refused + ", seed " + seed);
    }

    @Test
    void anEventWhoseSeqLiesOutsideOfItsFrameIsRefused() {
        Sample event = samples.stream()
                .filter(sample -> sample.topic().equals(TOPICS.events()))
                .findFirst()
                .orElseThrow();
        for (int[] place : new int[][] {{3, 1}, {0, 4}, {2, 2}, {-1, 1}, {0, 0}}) {
            PendingEvent bad = new PendingEvent(new byte[] {9, 8, 7}, place[0], place[1], DID, 0);
            String refusal = refusal(event.with(EventRecordCodec.encode(bad)));
            assertTrue(refusal.endsWith("(expected: within the 3 bytes of the frame)"), refusal);
        }
    }

    private String refusal(Sample sample) {
        return refusal(sample.topic(), sample.key(), sample.value());
    }

    /// What is said of a record that must be refused.
    private String refusal(String topic, byte @Nullable [] key, byte @Nullable [] value) {
        UnreadableRecord refused = assertThrows(UnreadableRecord.class, () -> read(topic, key, value), topic);
        assertPlaced(topic, refused);
        return String.valueOf(refused.getMessage());
    }

    private static void assertPlaced(Sample sample, UnreadableRecord refused) {
        assertPlaced(sample.topic(), refused);
    }

    private static void assertPlaced(String topic, UnreadableRecord refused) {
        String said = String.valueOf(refused.getMessage());
        assertTrue(said.startsWith(topic + "-" + PARTITION + " offset " + OFFSET + ": "), said);
    }

    private void read(Sample sample) {
        read(sample.topic(), sample.key(), sample.value());
    }

    /// As the nodes read this topic.
    private void read(String topic, byte @Nullable [] key, byte @Nullable [] value) {
        ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>(topic, PARTITION, OFFSET, key, value);
        if (topic.equals(TOPICS.raw())) {
            var _ = RawRecordCodec.read(record);
        } else if (topic.equals(TOPICS.control())) {
            var _ = ControlRecord.read(record);
        } else if (topic.equals(TOPICS.marks())) {
            var _ = SeqMark.read(record);
        } else {
            var _ = new TableDecoder(TOPICS).decode(new TopicPartition(topic, PARTITION), List.of(record));
        }
    }

    private void raw(byte[] value) {
        byDid(TOPICS.raw(), value);
    }

    private void byDid(String topic, byte[] value) {
        samples.add(new Sample(topic, Keyed.did(DID), value));
    }

    private void wish(ControlRecord wish) {
        samples.add(new Sample(TOPICS.control(), bytes(HOST), wish.encoded()));
    }

    private void host(byte kind, byte[] value) {
        samples.add(new Sample(TOPICS.hosts(), Keyed.host(kind, HOST), value));
    }

    private void rule(CrawlRule rule) {
        samples.add(new Sample(TOPICS.admin(), AdminRecord.keyOf(rule), RuleCodec.encode(rule)));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
