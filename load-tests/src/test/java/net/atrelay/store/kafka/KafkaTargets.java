package net.atrelay.store.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.atrelay.atproto.cid.Cid;
import net.atrelay.atproto.stream.FrameDecoder;
import net.atrelay.atproto.stream.MessageFrame;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.fuzz.ByteSource;
import net.atrelay.fuzz.Codec;
import net.atrelay.fuzz.Codec.Fidelity;
import net.atrelay.fuzz.FuzzTarget;
import net.atrelay.store.account.AccountState;
import net.atrelay.store.account.LocalStatus;
import net.atrelay.store.account.UpstreamStatus;
import net.atrelay.store.audit.AuditRecord;
import net.atrelay.store.bus.CrawlAnswer;
import net.atrelay.store.bus.ListedAccount;
import net.atrelay.store.bus.OverRate;
import net.atrelay.store.bus.RawFrame;
import net.atrelay.store.host.CrawlRule;
import net.atrelay.store.host.HostActivity;
import net.atrelay.store.host.HostBan;
import net.atrelay.store.host.HostJournal;
import net.atrelay.store.log.DeferredFrame;
import net.atrelay.store.log.Followed;
import net.atrelay.store.log.HostCursor;
import net.atrelay.store.log.Note;
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

/// Records of the topics: each by its codec, and all of them as they come from a broker that others write to.
public final class KafkaTargets {
    private static final Did DID = new Did("did:plc:abcdefghijklmnopqrstuvwx");
    private static final String HOST = "pds.example.com";
    private static final ClusterTopics TOPICS = ClusterTopics.of(KafkaConfig.Layout.DEFAULTS);
    private static final List<String> FOLLOWED =
            List.of(TOPICS.waiting(), TOPICS.events(), TOPICS.accounts(), TOPICS.admin(), TOPICS.hosts());

    private KafkaTargets() {}

    /// @param frames sound frames of hosts
    /// @param accounts states of accounts
    /// @param deferred a waiting frame
    /// @param audit what an operator did
    /// @param journal faults of a host
    public static List<FuzzTarget> all(
            List<byte[]> frames,
            List<AccountState> accounts,
            DeferredFrame deferred,
            AuditRecord audit,
            HostJournal journal) {
        return List.of(
                raw(frames),
                event(frames),
                new Codec<>(ControlRecord::decode, ControlRecord::encoded)
                        .target("control-record", ControlRecord.VERSION, Fidelity.WHOLE, controls()),
                new Codec<Note.Answer>(
                                AnswerRecord::decode, answer -> AnswerRecord.encode(answer.wish(), answer.answer()))
                        .target("answer-record", 1, Fidelity.WHOLE, answers()),
                new Codec<>(SeqMark::decode, SeqMark::encoded)
                        .target("seq-mark", SeqMark.VERSION, Fidelity.WHOLE, List.of(new SeqMark(1L << 40, 5))),
                new FuzzTarget(
                        "followed-topics",
                        records(frames, accounts, deferred, audit, journal),
                        KafkaTargets::followedOrRefused));
    }

    private static FuzzTarget raw(List<byte[]> frames) {
        return new Codec<RawRecord>(bytes -> RawRecordCodec.decode(DID, bytes), record -> switch (record) {
                    case RawRecord.FromHost(RawFrame frame) -> RawRecordCodec.encode(frame);
                    case RawRecord.Ruling ruling -> RawRecordCodec.encode(ruling);
                    case RawRecord.Listed(ListedAccount account) -> RawRecordCodec.encode(account);
                })
                .target(
                        "raw-record",
                        RawRecordCodec.VERSION,
                        Fidelity.WHOLE,
                        List.of(
                                new RawRecord.FromHost(new RawFrame(HOST, 1, 2, 0, DID, frames.getFirst(), 3, 0)),
                                new RawRecord.Ruling(DID, LocalStatus.TAKENDOWN, true),
                                listed(null),
                                listed(new UpstreamStatus(false, "deactivated"))));
    }

    private static RawRecord listed(@Nullable UpstreamStatus status) {
        return new RawRecord.Listed(
                new ListedAccount(DID, HOST, 5, "3lmxjza3nva27", Cid.ofDagCbor(new byte[] {1}), status));
    }

    private static FuzzTarget event(List<byte[]> frames) {
        return new Codec<>(bytes -> EventRecordCodec.decode(DID, bytes), EventRecordCodec::encode)
                .target("event-record", EventRecordCodec.VERSION, Fidelity.STABLE, List.of(pending(frames.getFirst())));
    }

    private static PendingEvent pending(byte[] frame) {
        MessageFrame message = (MessageFrame) FrameDecoder.decode(frame);
        return new PendingEvent(
                frame, message.envelope().seqOffset(), message.envelope().seqLength(), DID, System.nanoTime());
    }

    private static List<ControlRecord> controls() {
        return List.of(
                new ControlRecord.Crawl(),
                new ControlRecord.Add(),
                new ControlRecord.Invite("wish", true),
                new ControlRecord.ResetCursor("wish", null),
                new ControlRecord.ResetCursor("wish", 1L << 50),
                new ControlRecord.Disconnect("wish"),
                new ControlRecord.Slow(new OverRate(DID, 50_000, 1L << 50)));
    }

    private static List<Note.Answer> answers() {
        return List.of(
                new Note.Answer("wish", new WishAnswer.Done()),
                new Note.Answer("wish", new WishAnswer.NothingThere()),
                new Note.Answer("wish", new WishAnswer.Refused(CrawlAnswer.Refused.BANNED)));
    }

    private static List<byte[]> records(
            List<byte[]> frames,
            List<AccountState> accounts,
            DeferredFrame deferred,
            AuditRecord audit,
            HostJournal journal) {
        CrawlRule ban = new CrawlRule.Ban(new HostBan(HOST, HostBan.Scope.HOST, 1, "spam"));
        CrawlRule limit = new CrawlRule.NewHostsPerDay(7);
        List<byte[]> seeds = new ArrayList<>();
        seeds.add(record(0, Keyed.waiting(DID, deferred.number()), DeferredCodec.encode(deferred)));
        seeds.add(record(1, Keyed.did(DID), EventRecordCodec.encode(pending(frames.getFirst()))));
        accounts.forEach(account -> seeds.add(record(2, Keyed.did(DID), AccountCodec.encode(account))));
        seeds.add(record(3, AdminRecord.keyOf(ban), RuleCodec.encode(ban)));
        seeds.add(record(3, AdminRecord.keyOf(limit), RuleCodec.encode(limit)));
        seeds.add(record(3, AdminRecord.keyOf("token"), AdminRecord.encode(5L, audit)));
        seeds.add(host(HostKey.CURSOR, HostCodec.encodeCursor(new HostCursor(HOST, 1, 2L))));
        seeds.add(host(HostKey.ACTIVITY, ActivityCodec.encode(HostActivity.none(HOST))));
        seeds.add(host(HostKey.ANSWER, AnswerRecord.encode("wish", new WishAnswer.Done())));
        seeds.add(host(HostKey.JOURNAL, HostNotesCodec.encode(journal)));
        return seeds;
    }

    private static byte[] host(byte kind, byte[] value) {
        return record(4, Keyed.host(kind, HOST), value);
    }

    /// Number of the topic, length of the key, key, value.
    private static byte[] record(int topic, byte[] key, byte[] value) {
        byte[] record = new byte[2 + key.length + value.length];
        record[0] = (byte) topic;
        record[1] = (byte) key.length;
        System.arraycopy(key, 0, record, 2, key.length);
        System.arraycopy(value, 0, record, 2 + key.length, value.length);
        return record;
    }

    /// A record becomes one thing to take over, or is refused with its place.
    private static void followedOrRefused(byte[] input) {
        ByteSource source = new ByteSource(input);
        String topic = FOLLOWED.get(source.choice(FOLLOWED.size()));
        byte[] key = source.take(source.next());
        byte[] value = source.take(input.length);
        ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>(topic, 0, 17, key, value);
        try {
            List<Followed> parts = new TableDecoder(TOPICS).decode(new TopicPartition(topic, 0), List.of(record));
            Followed part = parts.getFirst();
            int taken = part.outcomes().size()
                    + part.hosts().size()
                    + part.cursors().size()
                    + part.notes().size();
            assertEquals(List.of(1, 18L), Arrays.asList(taken, part.place().next()));
        } catch (UnreadableRecord refused) {
            String place = topic + "-0 offset 17: ";
            assertEquals(place, String.valueOf(refused.getMessage()).substring(0, place.length()));
        }
    }
}
