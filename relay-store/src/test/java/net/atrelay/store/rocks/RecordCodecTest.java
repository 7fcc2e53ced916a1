package net.atrelay.store.rocks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import net.atrelay.atproto.cid.Cid;
import net.atrelay.atproto.repo.CollectionSet;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.store.account.AccountState;
import net.atrelay.store.account.CountedStatus;
import net.atrelay.store.account.ForcedLookUps;
import net.atrelay.store.account.HostAccountCounts;
import net.atrelay.store.account.HostMark;
import net.atrelay.store.account.IdentityRecord;
import net.atrelay.store.account.LocalStatus;
import net.atrelay.store.account.RepoHead;
import net.atrelay.store.account.UpstreamStatus;
import net.atrelay.store.bus.RawFrame;
import net.atrelay.store.host.CrawlSettings;
import net.atrelay.store.host.HostActivity;
import net.atrelay.store.host.HostBan;
import net.atrelay.store.host.HostJournal;
import net.atrelay.store.host.HostRecord;
import net.atrelay.store.host.JournalEntry;
import net.atrelay.store.host.JournalStage;
import net.atrelay.store.log.DeferredFrame;
import net.atrelay.store.log.HostCursor;
import net.atrelay.store.record.AccountCodec;
import net.atrelay.store.record.AccountFacts;
import net.atrelay.store.record.ActivityCodec;
import net.atrelay.store.record.DeferredCodec;
import net.atrelay.store.record.HostCodec;
import net.atrelay.store.record.HostNotesCodec;
import net.atrelay.store.record.RecordWriter;
import net.atrelay.store.record.RuleCodec;
import net.atrelay.store.record.UnreadableRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class RecordCodecTest {
    private static final int ROUNDS = 2_000;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    @Test
    void anyAccountStateComesBackAsItWas() {
        for (int i = 0; i < ROUNDS; i++) {
            AccountState state = accountState(random);
            byte[] record = AccountCodec.encode(state);
            assertEquals(state, AccountCodec.decode(state.did(), record), "seed " + seed);
            assertEquals(AccountFacts.of(state), AccountCodec.factsOf(record), "seed " + seed);
        }
    }

    @Test
    void anyHostComesBackAsItWas() {
        for (int i = 0; i < ROUNDS; i++) {
            HostCursor cursor = new HostCursor("h.test", number(), random.nextBoolean() ? number() : null);
            HostRecord host = new HostRecord(
                    "h.test",
                    random.nextBoolean(),
                    oneOf(HostRecord.Status.values()),
                    cursor.epoch(),
                    cursor.cursor(),
                    number(),
                    textOrNull());
            HostCursor read = HostCodec.decodeCursor("h.test", HostCodec.encodeCursor(cursor));
            assertEquals(cursor, read, "seed " + seed);
            assertEquals(host, HostCodec.decode("h.test", HostCodec.encodeFacts(host), read), "seed " + seed);
        }
    }

    @Test
    void anyJournalComesBackAsItWas() {
        for (int i = 0; i < ROUNDS; i++) {
            List<JournalEntry> entries = new ArrayList<>();
            for (int lines = random.nextInt(8); lines > 0; lines--) {
                entries.add(new JournalEntry(
                        number(),
                        oneOf(JournalStage.values()),
                        "REASON",
                        String.valueOf(textOrNull()),
                        number(),
                        textOrNull(),
                        random.nextBoolean() ? StoreFixture.did(lines) : null));
            }
            HostJournal journal = new HostJournal("h.test", entries, null);
            assertEquals(
                    journal, HostNotesCodec.decodeJournal("h.test", HostNotesCodec.encode(journal)), "seed " + seed);
        }
    }

    @Test
    void anyRuleComesBackAsItWas() {
        for (int i = 0; i < ROUNDS; i++) {
            HostBan ban = new HostBan("h.test", HostBan.Scope.DOMAIN, number(), String.valueOf(textOrNull()));
            assertEquals(
                    ban, HostNotesCodec.decodeBan("h.test", ban.scope(), HostNotesCodec.encode(ban)), "seed " + seed);
            CrawlSettings settings = new CrawlSettings(
                    random.nextBoolean() ? null : random.nextBoolean(),
                    random.nextBoolean() ? null : random.nextInt(),
                    textOrNull());
            assertEquals(settings, HostNotesCodec.decodeSettings(HostNotesCodec.encode(settings)), "seed " + seed);
        }
    }

    /// Bytes as the first layouts have them: what is on an operator's disk.
    @Test
    void recordsOfTheFirstLayoutsAreStillRead() {
        HexFormat hex = HexFormat.of();
        assertEquals(
                new HostRecord("h.test", true, HostRecord.Status.OFFLINE, 3, 1_000L, 5, "gone"),
                HostCodec.decode(
                        "h.test",
                        hex.parseHex("8501f502" + "05" + "64676f6e65"),
                        HostCodec.decodeCursor("h.test", hex.parseHex("830103" + "1903e8"))));
        assertEquals(
                new HostJournal(
                        "h.test",
                        List.of(
                                new JournalEntry(9, JournalStage.VERIFY, "BAD", "x", 2, "00ff", new Did("did:web:a.b")),
                                new JournalEntry(8, JournalStage.SOCKET, "END", "", 1, null, null)),
                        null),
                HostNotesCodec.decodeJournal(
                        "h.test",
                        hex.parseHex("840102" + "8709" + "02" + "63424144" + "6178" + "02" + "6430306666"
                                + "6b6469643a7765623a612e62" + "8708" + "00" + "63454e44" + "60" + "01" + "f6f6")));
        assertEquals(
                new HostBan("b.net", HostBan.Scope.HOST, 7, "loop"),
                HostNotesCodec.decodeBan("b.net", HostBan.Scope.HOST, hex.parseHex("830107646c6f6f70")));
        assertEquals(new CrawlSettings(false, 9, null), HostNotesCodec.decodeSettings(hex.parseHex("84010009f6")));
    }

    @Test
    void anyWaitingFrameComesBackAsItWas() {
        for (int i = 0; i < ROUNDS; i++) {
            byte[] bytes = new byte[random.nextInt(6_000)];
            random.nextBytes(bytes);
            Did did = StoreFixture.did(i);
            RawFrame frame = new RawFrame("h.test", number(), number(), number(), did, bytes, number(), 0);
            DeferredFrame deferred = new DeferredFrame(number(), frame, number());
            DeferredFrame read = DeferredCodec.decode(did, deferred.number(), DeferredCodec.encode(deferred));
            assertArrayEquals(bytes, read.frame().bytes(), "seed " + seed);
            assertEquals(withBytes(deferred, bytes), withBytes(read, bytes), "seed " + seed);
        }
    }

    @Test
    void aNewerVersionIsRefusedByName() {
        byte[] newer = RecordWriter.encode(2, 0, cbor -> {});
        byte[] newerAccount = RecordWriter.encode(5, 0, cbor -> {});
        assertRefused("account record: version 5", () -> AccountCodec.decode(StoreFixture.did(1), newerAccount));
        assertRefused("host record: version 2", () -> HostCodec.decode("h.test", newer, null));
        assertRefused("host cursor record: version 2", () -> HostCodec.decodeCursor("h.test", newer));
        assertRefused("host journal record: version 2", () -> HostNotesCodec.decodeJournal("h.test", newer));
        assertRefused("ban record: version 2", () -> HostNotesCodec.decodeBan("h.test", HostBan.Scope.HOST, newer));
        assertRefused("crawl settings record: version 2", () -> HostNotesCodec.decodeSettings(newer));
        assertRefused("deferred frame record: version 2", () -> DeferredCodec.decode(StoreFixture.did(1), 0, newer));
    }

    /// What could be read and not written again would end the process that writes it.
    @Test
    void bytesThatAreNoTextAreRefused() {
        byte[] record = ActivityCodec.encode(new HostActivity("h.test", true, "LIMIT", 1, 2, 3, null));
        byte[] damaged =
                HexFormat.of().parseHex(HexFormat.of().formatHex(record).replace("654c494d4954", "65f6bfbfbf54"));
        assertThrows(UnreadableRecord.class, () -> ActivityCodec.decode("h.test", damaged));
    }

    @Test
    void numbersOutOfBoundsAreRefused() {
        byte[] large = RecordWriter.encode(1, 3, cbor -> {
            cbor.writeNumber(1);
            cbor.writeNumber(1L << 32);
            cbor.writeNull();
        });
        byte[] noFlag = RecordWriter.encode(1, 1, cbor -> cbor.writeNumber(2));
        assertThrows(UnreadableRecord.class, () -> HostNotesCodec.decodeSettings(large));
        assertThrows(
                UnreadableRecord.class,
                () -> RuleCodec.decodeNewHosts(RecordWriter.encode(1, 1, cbor -> cbor.writeNumber(1L << 32))));
        assertThrows(UnreadableRecord.class, () -> RuleCodec.decodeCrawlEnabled(noFlag));
    }

    @Test
    void aCutRecordIsRefused() {
        Did did = StoreFixture.did(1);
        byte[] record = AccountCodec.encode(accountState(random));
        for (int length = 0; length < record.length; length++) {
            byte[] cut = Arrays.copyOf(record, length);
            assertThrows(UnreadableRecord.class, () -> AccountCodec.decode(did, cut), "seed " + seed);
        }
        assertThrows(UnreadableRecord.class, () -> AccountCodec.decode(did, Arrays.copyOf(record, record.length + 1)));
    }

    @Test
    void anAccountOfTheFirstLayoutComesBackAsTheOldestOfAll() {
        for (int i = 0; i < ROUNDS; i++) {
            AccountState state = withoutForced(accountState(random));
            AccountState old = new AccountState(
                    state.did(),
                    state.local(),
                    state.upstream(),
                    state.head() == null ? null : state.head().listed(null),
                    state.host(),
                    state.identity(),
                    state.marks());
            assertEquals(old, AccountCodec.decode(old.did(), OldLayout.of(1, old)), "seed " + seed);
            assertEquals(AccountFacts.of(old), AccountCodec.factsOf(OldLayout.of(1, old)), "seed " + seed);
        }
    }

    @Test
    void ofAnAccountOfTheSecondLayoutNeitherCollectionsNorAListedRevAreKnown() {
        for (int i = 0; i < ROUNDS; i++) {
            AccountState state = withoutForced(accountState(random)).withCollections(CollectionSet.NONE);
            AccountState old =
                    state.head() == null ? state : state.withHead(state.head().listed(null));
            assertEquals(old, AccountCodec.decode(old.did(), OldLayout.of(2, old)), "seed " + seed);
            assertEquals(AccountFacts.of(old), AccountCodec.factsOf(OldLayout.of(2, old)), "seed " + seed);
        }
    }

    @Test
    void ofAnAccountOfTheThirdLayoutItIsNotKnownWhoForcedALookUp() {
        for (int i = 0; i < ROUNDS; i++) {
            AccountState state = accountState(random);
            AccountState read = AccountCodec.decode(state.did(), OldLayout.of(3, state));
            assertEquals(withoutForced(state), read, "seed " + seed);
            assertEquals(AccountFacts.of(state), AccountCodec.factsOf(OldLayout.of(3, state)), "seed " + seed);
        }
    }

    @Test
    void bytesThatAreNoCollectionsAreRefused() {
        byte[] record = RecordWriter.encode(3, 6, cbor -> {
            cbor.writeNull();
            cbor.writeNumber(0);
            cbor.writeBoolean(true);
            cbor.writeNull();
            cbor.writeNumber(0);
            cbor.writeBinary(new byte[] {'a'});
        });
        assertRefused("account record: other bytes (expected: collections)", () -> AccountCodec.factsOf(record));
    }

    @Test
    void hostCountsComeBackAsTheyWere() {
        HostCounts counts = new HostCounts();
        counts.add(CountedStatus.ACTIVE, 5);
        counts.add(CountedStatus.DELETED, 3);
        counts.add(CountedStatus.THROTTLED, 2);
        counts.admit(20_000);
        counts.admit(20_000);
        HostCounts read = HostCounts.decode(counts.encode());
        assertEquals(new HostAccountCounts(5, 0, 0, 0, 3, 2, 0), read.counts());
        assertEquals(10, read.counts().total());
        assertEquals(5, read.counts().takingRoom());
        assertEquals(2, read.admittedOn(20_000));
        assertEquals(0, read.admittedOn(20_001));
        assertThrows(UnreadableRecord.class, () -> HostCounts.decode(new byte[8]));
    }

    @Test
    void theOrderOfEnumConstantsIsTheFormat() {
        assertEquals("[ACTIVE, TAKENDOWN, SUSPENDED, THROTTLED, HOST_THROTTLED]", named(LocalStatus.values()));
        assertEquals(
                "[ACTIVE, DEACTIVATED, SUSPENDED, TAKENDOWN, DELETED, THROTTLED, OTHER]",
                named(CountedStatus.values()));
        assertEquals("[RESOLVED, TOMBSTONED, NOT_FOUND, INVALID_DOCUMENT]", named(IdentityRecord.Kind.values()));
        assertEquals("[ACTIVE, IDLE, OFFLINE, THROTTLED, BANNED]", named(HostRecord.Status.values()));
        assertEquals("[SOCKET, FRAME, VERIFY, LISTING]", named(JournalStage.values()));
    }

    static AccountState accountState(Random random) {
        List<HostMark> marks = new ArrayList<>();
        for (int i = random.nextInt(AccountState.MARKS_MAX + 1); i > 0; i--) {
            marks.add(new HostMark("host" + i + ".example.com", random.nextInt(3), random.nextLong()));
        }
        return new AccountState(
                StoreFixture.did(random.nextInt(600)),
                LocalStatus.values()[random.nextInt(LocalStatus.values().length)],
                new UpstreamStatus(random.nextBoolean(), random.nextBoolean() ? "deactivated" : null),
                random.nextInt(4) == 0 ? null : head(random),
                random.nextInt(4) == 0 ? null : "host.example.com",
                random.nextInt(4) == 0 ? null : identity(random),
                List.copyOf(marks),
                random.nextInt(4) == 0 ? 0 : random.nextLong(Long.MAX_VALUE),
                random.nextInt(4) == 0
                        ? CollectionSet.NONE
                        : CollectionSet.of(List.of("com.example.a", "com.example.b" + random.nextInt(9))));
    }

    private static RepoHead head(Random random) {
        return new RepoHead(
                "3kdgeujwlq32y",
                Cid.ofDagCbor(new byte[] {(byte) random.nextInt()}),
                Cid.ofRaw(new byte[] {(byte) random.nextInt()}),
                random.nextBoolean(),
                random.nextBoolean() ? null : "3kdgeujwlq32z");
    }

    private static IdentityRecord identity(Random random) {
        return new IdentityRecord(
                IdentityRecord.Kind.values()[random.nextInt(4)],
                random.nextBoolean() ? "did:key:zQ3shunBKsXixLxKtC5qeSG9E4J5RkGN57im31pcTzbNQnm5w" : null,
                random.nextBoolean() ? "pds.example.com" : null,
                random.nextLong(),
                random.nextLong(),
                forced(random));
    }

    private static ForcedLookUps forced(Random random) {
        ForcedLookUps forced = ForcedLookUps.NONE;
        for (int i = random.nextInt(ForcedLookUps.HOSTS_MAX + 2); i > 0; i--) {
            forced = forced.with("host" + i + ".example.com", random.nextLong());
        }
        return forced;
    }

    private static AccountState withoutForced(AccountState state) {
        IdentityRecord identity = state.identity();
        return identity == null
                ? state
                : state.withIdentity(new IdentityRecord(
                        identity.kind(),
                        identity.signingKey(),
                        identity.pdsHost(),
                        identity.fetchedAtMicros(),
                        identity.purgedAtMicros()));
    }

    private static DeferredFrame withBytes(DeferredFrame deferred, byte[] bytes) {
        RawFrame frame = deferred.frame();
        RawFrame same = new RawFrame(
                frame.host(),
                frame.epoch(),
                frame.hostSeq(),
                frame.ordinal(),
                frame.did(),
                bytes,
                frame.receivedAtMicros(),
                frame.receivedNanos());
        return new DeferredFrame(deferred.number(), same, deferred.deferredAtMicros());
    }

    private static void assertRefused(String start, Executable decode) {
        String message = assertThrows(UnreadableRecord.class, decode).getMessage();
        assertTrue(message != null && message.startsWith(start), message);
    }

    private static String named(Object[] constants) {
        return Arrays.toString(constants);
    }

    private <E> E oneOf(E[] values) {
        return values[random.nextInt(values.length)];
    }

    private long number() {
        return random.nextBoolean() ? random.nextInt(100) : random.nextLong();
    }

    private @Nullable String textOrNull() {
        return random.nextBoolean() ? "connection refused: é " + random.nextInt() : null;
    }
}
