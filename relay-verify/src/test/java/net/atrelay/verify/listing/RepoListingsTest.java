package net.atrelay.verify.listing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import net.atrelay.atproto.cid.Cid;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.atproto.syntax.Tid;
import net.atrelay.store.account.AccountState;
import net.atrelay.store.account.AccountTable;
import net.atrelay.store.account.IdentityRecord;
import net.atrelay.store.account.RepoHead;
import net.atrelay.store.account.UpstreamStatus;
import net.atrelay.store.host.HostJournals;
import net.atrelay.store.host.JournalEntry;
import net.atrelay.store.host.JournalStage;
import net.atrelay.verify.GrowthConfig;
import net.atrelay.verify.ListingConfig;
import net.atrelay.verify.ListingEnd;
import net.atrelay.verify.PaceConfig;
import net.atrelay.verify.VerifyConfig;
import net.atrelay.verify.VerifyMetrics;
import net.atrelay.verify.core.ListedRepo;
import net.atrelay.verify.core.ListedResult;
import net.atrelay.verify.core.Listing;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The way through a host's whole list, whatever the host answers.
class RepoListingsTest {
    private static final String HOST = "pds.example.com";
    private static final Cid COMMIT = Cid.ofDagCbor(new byte[] {(byte) 0xa0});
    private static final Tid OLD = Tid.of(1_700_000_000_000_000L, 1);
    private static final Tid NEW = Tid.of(1_700_000_001_000_000L, 1);
    private static final int PAGES_MAX = 5;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final HostJournals journals = new HostJournals(8, 1_000);
    private final Map<Did, AccountState> accounts = new HashMap<>();
    private final List<Did> handed = new CopyOnWriteArrayList<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<RepoListings> open = new ArrayList<>();

    @AfterEach
    void close() {
        open.forEach(RepoListings::close);
    }

    @Test
    void onlyWhatDiffersFromTheDiskGoesToTheShards() throws Exception {
        for (int i = 1; i <= 4; i++) {
            accounts.put(did(i), known(did(i)));
        }
        RepoPage first = page("2", repo(1, OLD, null), repo(2, NEW, null));
        RepoPage second = page(
                null,
                repo(3, OLD, UpstreamStatus.ACTIVE),
                repo(4, OLD, new UpstreamStatus(false, "deactivated")),
                repo(9, NEW, null));
        assertEquals(ListingEnd.COMPLETE, compare(cursor -> cursor == null ? first : second));
        assertEquals(List.of(did(2), did(4)), handed);
        assertEquals(List.of("null", "2"), asked);
        assertEquals(1, counted("ahead"));
        assertEquals(3, counted("same"));
        assertEquals(1, counted("unknown"));
        JournalEntry line = journals.of(HOST).entries().getFirst();
        assertEquals(JournalStage.LISTING, line.stage());
        assertEquals("AHEAD", line.reason());
        assertEquals(did(2), line.did());
    }

    @Test
    void aListWithoutEndIsLeft() throws Exception {
        int[] page = {0};
        assertEquals(ListingEnd.ENDLESS, compare(_ -> page("c" + page[0]++)));
        assertEquals(PAGES_MAX, asked.size());
        assertEquals("ENDLESS", journals.of(HOST).entries().getFirst().reason());
    }

    @Test
    void aListThatStandsStillIsLeft() throws Exception {
        assertEquals(ListingEnd.ENDLESS, compare(_ -> page("c")));
        assertEquals(2, asked.size());
    }

    @Test
    void aHostThatHasNoListIsDoneWith() throws Exception {
        assertEquals(ListingEnd.NOT_OFFERED, compare(_ -> new RepoPage.NotOffered()));
        assertTrue(journals.of(HOST).entries().isEmpty());
    }

    @Test
    void aPageThatFailsIsAskedForAgainAFewTimes() throws Exception {
        int[] failures = {2};
        assertEquals(
                ListingEnd.COMPLETE,
                compare(_ -> failures[0]-- > 0 ? new RepoPage.Failed("timeout", false) : page(null)));
        assertEquals(3, asked.size());

        asked.clear();
        assertThrows(ExecutionException.class, () -> compare(_ -> new RepoPage.Failed("timeout", false)));
        assertEquals(3, asked.size());
        JournalEntry line = journals.of(HOST).entries().getFirst();
        assertEquals("FAILED", line.reason());
        assertEquals("timeout", line.detail());
    }

    @Test
    void aHostThatWishesToBeLeftAloneHasNotFailed() throws Exception {
        int[] held = {10};
        assertEquals(
                ListingEnd.COMPLETE, compare(_ -> held[0]-- > 0 ? new RepoPage.Failed("held_off", true) : page(null)));
    }

    private ListingEnd compare(Function<@Nullable String, RepoPage> pages) throws Exception {
        RepoLists lists = (host, cursor) -> {
            assertEquals(HOST, host);
            asked.add(String.valueOf(cursor));
            return CompletableFuture.completedStage(pages.apply(cursor));
        };
        RepoListings listings = new RepoListings(
                config(),
                new RepoListings.Parts(
                        lists,
                        new Disk(),
                        (host, repo, at) ->
                                CompletableFuture.<@Nullable ListedResult>completedStage(taken(host, repo, at)),
                        journals,
                        InstantSource.system(),
                        new VerifyMetrics(meters)));
        open.add(listings);
        return listings.compare(HOST).toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    private ListedResult taken(String host, ListedRepo repo, long atMicros) {
        handed.add(repo.did());
        return Listing.compare(known(repo.did()), host, repo, atMicros, atMicros);
    }

    private double counted(String result) {
        return meters.counter("relay.verify.listing.repos", "result", result).count();
    }

    private static RepoPage page(@Nullable String cursor, ListedRepo... repos) {
        return new RepoPage.Listed(List.of(repos), 0, cursor, 100);
    }

    private static ListedRepo repo(int number, Tid rev, @Nullable UpstreamStatus status) {
        return new ListedRepo(did(number), rev, COMMIT, status);
    }

    private static AccountState known(Did did) {
        return AccountState.unknown(did)
                .withHost(HOST)
                .withIdentity(new IdentityRecord(IdentityRecord.Kind.RESOLVED, "key", HOST, 1, 0))
                .withHead(new RepoHead(OLD.value(), COMMIT, COMMIT, false));
    }

    private static Did did(int number) {
        return new Did("did:plc:" + "a".repeat(23) + (char) ('a' + number));
    }

    private static VerifyConfig config() {
        VerifyConfig plain = VerifyConfig.defaults();
        return new VerifyConfig(
                1,
                1_000,
                plain.waitingFramesPerAccountMax(),
                plain.waitingBytesPerAccountMax(),
                plain.waitingBytesPerHostMax(),
                plain.waitingBytesMax(),
                plain.waitingTimeMax(),
                Duration.ofMillis(1),
                Duration.ofMillis(1),
                plain.hostStatusGap(),
                plain.forcedGap(),
                plain.collectionNamesBytesMax(),
                PaceConfig.defaults(),
                GrowthConfig.defaults(),
                new ListingConfig(Duration.ZERO, PAGES_MAX, 1_000_000, Duration.ofMinutes(5), 3));
    }

    /// What of the accounts is on disk.
    private final class Disk implements AccountTable {
        @Override
        public @Nullable AccountState find(Did did) {
            return accounts.get(did);
        }

        @Override
        public List<AccountState> list(@Nullable Did after, int limit) {
            return List.of();
        }
    }
}
