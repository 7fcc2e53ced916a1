package net.atrelay.store.kafka;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.store.account.LocalStatus;
import net.atrelay.store.bus.RawFrame;
import net.atrelay.store.log.Followed;
import net.atrelay.store.log.HostCursor;
import net.atrelay.store.log.PendingEvent;
import net.atrelay.store.record.HostCodec;
import net.atrelay.store.record.Keyed;
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
        assertEquals("820100", HEX.formatHex(ControlRecord.CRAWL.encoded()));
        assertEquals("820101", HEX.formatHex(ControlRecord.ADD.encoded()));
        for (ControlRecord wish : ControlRecord.values()) {
            assertEquals(wish, ControlRecord.decode(wish.encoded()));
        }
        SeqMark mark = new SeqMark(8_192, 20_000_000_123L);
        assertEquals("83011920001b00000004a817c87b", HEX.formatHex(mark.encoded()));
        assertEquals(mark, SeqMark.decode(mark.encoded()));
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
