package net.atrelay.fuzz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.atrelay.atproto.cid.Cid;
import net.atrelay.atproto.repo.CollectionSet;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.fuzz.Codec.Fidelity;
import net.atrelay.store.account.AccountState;
import net.atrelay.store.account.HostMark;
import net.atrelay.store.account.IdentityRecord;
import net.atrelay.store.account.LocalStatus;
import net.atrelay.store.account.RepoHead;
import net.atrelay.store.account.UpstreamStatus;
import net.atrelay.store.audit.AuditOutcome;
import net.atrelay.store.audit.AuditRecord;
import net.atrelay.store.bus.RawFrame;
import net.atrelay.store.host.CrawlRule;
import net.atrelay.store.host.CrawlSettings;
import net.atrelay.store.host.HostActivity;
import net.atrelay.store.host.HostBan;
import net.atrelay.store.host.HostJournal;
import net.atrelay.store.host.HostRecord;
import net.atrelay.store.host.JournalEntry;
import net.atrelay.store.host.JournalStage;
import net.atrelay.store.host.tier.TierText;
import net.atrelay.store.host.tier.Tiers;
import net.atrelay.store.log.DeferredFrame;
import net.atrelay.store.log.HostCursor;
import net.atrelay.store.record.AccountCodec;
import net.atrelay.store.record.AccountFacts;
import net.atrelay.store.record.ActivityCodec;
import net.atrelay.store.record.AuditCodec;
import net.atrelay.store.record.DeferredCodec;
import net.atrelay.store.record.HostCodec;
import net.atrelay.store.record.HostNotesCodec;
import net.atrelay.store.record.Keyed;
import net.atrelay.store.record.RuleCodec;
import net.atrelay.store.record.UnreadableRecord;
import org.jspecify.annotations.Nullable;

/// Records as they are stored: what a damaged disk, or a broker that others write to, may give back.
final class RecordTargets {
    static final Did DID = new Did(SampleFrames.DID);
    static final String HOST = "pds.example.com";

    private RecordTargets() {}

    static List<FuzzTarget> all() {
        return List.of(
                account(),
                deferred(),
                new Codec<>(bytes -> HostCodec.decode(HOST, bytes, null), HostCodec::encodeFacts)
                        .target(
                                "host-record",
                                HostCodec.VERSION,
                                Fidelity.WHOLE,
                                List.of(
                                        new HostRecord(HOST, true, HostRecord.Status.ACTIVE, 1, 5L, 7, "refused"),
                                        new HostRecord(HOST, false, HostRecord.Status.BANNED, 0, null, 0, null))),
                new Codec<>(bytes -> HostCodec.decodeCursor(HOST, bytes), HostCodec::encodeCursor)
                        .target(
                                "host-cursor",
                                HostCodec.VERSION,
                                Fidelity.WHOLE,
                                List.of(new HostCursor(HOST, 2, 1L << 40), new HostCursor(HOST, 0, null))),
                new Codec<>(bytes -> HostNotesCodec.decodeJournal(HOST, bytes), HostNotesCodec::encode)
                        .target("host-journal", HostNotesCodec.VERSION, Fidelity.STABLE, List.of(journal())),
                new Codec<HostBan>(
                                bytes -> HostNotesCodec.decodeBan(HOST, HostBan.Scope.HOST, bytes),
                                HostNotesCodec::encode)
                        .target(
                                "host-ban",
                                HostNotesCodec.VERSION,
                                Fidelity.STABLE,
                                List.of(new HostBan(HOST, HostBan.Scope.HOST, 77, "spam"))),
                new Codec<CrawlSettings>(HostNotesCodec::decodeSettings, HostNotesCodec::encode)
                        .target(
                                "crawl-settings",
                                HostNotesCodec.VERSION,
                                Fidelity.WHOLE,
                                List.of(CrawlSettings.AS_CONFIGURED, new CrawlSettings(true, 50, TierText.DEFAULTS))),
                new Codec<>(AuditCodec::decode, AuditCodec::encode)
                        .target("audit-record", AuditCodec.VERSION, Fidelity.STABLE, List.of(audit())),
                new Codec<>(bytes -> ActivityCodec.decode(HOST, bytes), ActivityCodec::encode)
                        .target(
                                "host-activity",
                                ActivityCodec.VERSION,
                                Fidelity.WHOLE,
                                List.of(
                                        HostActivity.none(HOST),
                                        new HostActivity(HOST, true, "IN_FLIGHT", 1 << 20, 99, 3, 123_456L))),
                rules(),
                new FuzzTarget("record-keys", keys(), RecordTargets::keysAreRead),
                new FuzzTarget("tiers", tiers(), 3_000, RecordTargets::tiersAreWrittenAsRead));
    }

    static AuditRecord audit() {
        return new AuditRecord(5, "alice", "127.0.0.1", "pds/block", HOST, null, "blocked", AuditOutcome.DONE, null);
    }

    static HostJournal journal() {
        JournalEntry frame =
                new JournalEntry(9, JournalStage.FRAME, "MALFORMED_PAYLOAD", "MISSING_FIELD", 3, "ab12", DID);
        return new HostJournal(
                HOST, List.of(frame, new JournalEntry(8, JournalStage.SOCKET, "SILENT", "", 1, null, null)), null);
    }

    static List<AccountState> accounts() {
        Cid cid = Cid.ofDagCbor(new byte[] {1});
        RepoHead head = new RepoHead("3lmxjza3nva27", cid, cid, true, "3lmxjza3nva2b");
        IdentityRecord identity = new IdentityRecord(
                        IdentityRecord.Kind.RESOLVED, RepoTargets.didKey(SampleFrames.K256), HOST, 1_000, 2_000)
                .forcedBy(HOST, 1_500)
                .forcedBy("b.example.com", 1_700);
        return List.of(
                AccountState.unknown(DID),
                new AccountState(
                        DID,
                        LocalStatus.TAKENDOWN,
                        new UpstreamStatus(false, "deactivated"),
                        head,
                        HOST,
                        identity,
                        List.of(new HostMark(HOST, 1, 500), new HostMark("b.example.com", 0, 7)),
                        3_000,
                        CollectionSet.of(List.of("app.bsky.feed.post", "com.example.n"))));
    }

    private static FuzzTarget account() {
        FuzzTarget whole = new Codec<>(bytes -> AccountCodec.decode(DID, bytes), AccountCodec::encode)
                .target("account-record", AccountCodec.VERSION, Fidelity.WHOLE, accounts());
        return new FuzzTarget(whole.name(), whole.seeds(), input -> {
            whole.property().check(input);
            AccountState state = orNull(() -> AccountCodec.decode(DID, input));
            if (state != null) {
                assertEquals(AccountFacts.of(state), AccountCodec.factsOf(input));
            }
        });
    }

    static DeferredFrame deferredFrame() {
        byte[] frame = SampleFrames.all().getFirst();
        return new DeferredFrame(5, new RawFrame(HOST, 1, 2, 3, DID, frame, 4, 0), 6);
    }

    private static FuzzTarget deferred() {
        return new Codec<>(bytes -> DeferredCodec.decode(DID, 5, bytes), DeferredCodec::encode)
                .target("deferred-record", DeferredCodec.VERSION, Fidelity.WHOLE, List.of(deferredFrame()));
    }

    /// Each kind of rule has a layout of its own, which the first byte chooses.
    private static FuzzTarget rules() {
        Map<Integer, Codec<CrawlRule>> codecs = new HashMap<>();
        codecs.put(0, new Codec<>(bytes -> RuleCodec.decodeBan(HOST, HostBan.Scope.DOMAIN, bytes), RuleCodec::encode));
        codecs.put(1, new Codec<>(bytes -> RuleCodec.decodeAccountLimit(HOST, bytes), RuleCodec::encode));
        codecs.put(2, new Codec<>(RuleCodec::decodeCrawlEnabled, RuleCodec::encode));
        codecs.put(3, new Codec<>(RuleCodec::decodeNewHosts, RuleCodec::encode));
        codecs.put(4, new Codec<>(RuleCodec::decodeTiers, RuleCodec::encode));
        List<CrawlRule> samples = List.of(
                new CrawlRule.Ban(new HostBan(HOST, HostBan.Scope.DOMAIN, 1, "spam")),
                new CrawlRule.AccountLimit(HOST, 100L),
                new CrawlRule.CrawlEnabled(true),
                new CrawlRule.NewHostsPerDay(null),
                new CrawlRule.TierList(TierText.DEFAULTS));
        List<byte[]> seeds = new java.util.ArrayList<>();
        Map<Integer, FuzzTarget> targets = new HashMap<>();
        for (int i = 0; i < samples.size(); i++) {
            Fidelity fidelity = i == 0 ? Fidelity.STABLE : Fidelity.WHOLE;
            FuzzTarget one = Objects.requireNonNull(codecs.get(i))
                    .target("rule-" + i, RuleCodec.VERSION, fidelity, List.of(samples.get(i)));
            targets.put(i, one);
            seeds.add(prefixed(i, one.seeds().getFirst()));
        }
        return new FuzzTarget("rule-record", seeds, input -> {
            int kind = input.length == 0 ? 0 : (input[0] & 0xff) % samples.size();
            byte[] record = input.length == 0 ? input : Arrays.copyOfRange(input, 1, input.length);
            Objects.requireNonNull(targets.get(kind)).property().check(record);
        });
    }

    private static byte[] prefixed(int first, byte[] rest) {
        byte[] prefixed = new byte[rest.length + 1];
        prefixed[0] = (byte) first;
        System.arraycopy(rest, 0, prefixed, 1, rest.length);
        return prefixed;
    }

    private static List<byte[]> keys() {
        return List.of(Keyed.did(DID), Keyed.waiting(DID, 1L << 33), Keyed.host((byte) 'r', HOST));
    }

    private static void keysAreRead(byte[] input) {
        Did did = orNull(() -> Keyed.did(input));
        if (did != null) {
            assertArrayEquals(input, Keyed.did(did));
        }
        Did waiting = orNull(() -> Keyed.waitingDid(input));
        if (waiting != null && input[input.length - 1 - Long.BYTES] == 0) {
            assertArrayEquals(input, Keyed.waiting(waiting, Keyed.waitingNumber(input)));
        }
    }

    private static List<byte[]> tiers() {
        return Seeds.ofTexts(
                TierText.DEFAULTS,
                "a: x.example, *.y.example; eventsPerSecond=50; accounts=100; lenient|default: *",
                "# none\n\nb: localhost:2583; bytesPerSecond=1000000; trusted; accountEventsPerHour=9");
    }

    /// A text that is taken has one meaning, which written out is taken again.
    private static void tiersAreWrittenAsRead(byte[] input) {
        if (TierText.parse(Seeds.text(input)) instanceof TierText.Parsed.Ok(Tiers tiers)) {
            TierText.Parsed again = TierText.parse(TierText.write(tiers));
            assertEquals(
                    tiers.list(),
                    assertInstanceOf(TierText.Parsed.Ok.class, again).tiers().list());
        }
    }

    static <T> @Nullable T orNull(java.util.function.Supplier<T> read) {
        try {
            return read.get();
        } catch (UnreadableRecord refused) {
            return null;
        }
    }
}
