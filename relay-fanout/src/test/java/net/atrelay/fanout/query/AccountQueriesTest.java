package net.atrelay.fanout.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.store.account.AccountState;
import net.atrelay.store.account.IdentityRecord;
import net.atrelay.store.account.LocalStatus;
import net.atrelay.store.account.RepoHead;
import net.atrelay.store.account.UpstreamStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccountQueriesTest {
    private static final String ALICE = "did:plc:aaaaaaaaaaaaaaaaaaaaaaaa";
    private static final String BOB = "did:plc:bbbbbbbbbbbbbbbbbbbbbbbb";
    private static final String CAROL = "did:web:carol.example.com";

    private final MemoryAccounts table = new MemoryAccounts();
    private final AccountQueries queries = new AccountQueries(table);

    private static AccountState account(String did) {
        return MemoryAccounts.account(did, "pds.example.com");
    }

    private static RepoHead headOf(AccountState account) {
        RepoHead head = account.head();
        assertNotNull(head);
        return head;
    }

    @Test
    void listReposShowsHeadRevAndStatusInTheOrderOfDids() {
        AccountState alice = account(ALICE);
        table.put(account(CAROL).withUpstream(new UpstreamStatus(false, "deactivated")));
        table.put(account(BOB).withLocal(LocalStatus.TAKENDOWN));
        table.put(alice);

        JsonNode page = Asked.json(queries.listRepos(Asked.with()));

        assertFalse(page.has("cursor"));
        JsonNode repos = page.get("repos");
        assertEquals(List.of(ALICE, BOB, CAROL), repos.findValuesAsText("did"));
        assertEquals(headOf(alice).commit().toString(), repos.get(0).get("head").textValue());
        assertEquals(headOf(alice).rev(), repos.get(0).get("rev").textValue());
        assertTrue(repos.get(0).get("active").booleanValue());
        assertFalse(repos.get(0).has("status"));
        assertFalse(repos.get(1).get("active").booleanValue());
        assertEquals("takendown", repos.get(1).get("status").textValue());
        assertEquals("deactivated", repos.get(2).get("status").textValue());
    }

    @Test
    void listReposLeavesOutAccountsThatNeverCommitted() {
        table.put(AccountState.unknown(new Did(ALICE)));
        table.put(account(BOB));

        JsonNode page = Asked.json(queries.listRepos(Asked.with()));

        assertEquals(List.of(BOB), page.get("repos").findValuesAsText("did"));
    }

    @Test
    void listReposGivesNoStatusThatTheHostDidNotGive() {
        table.put(account(ALICE).withUpstream(new UpstreamStatus(false, null)));

        JsonNode repo = Asked.json(queries.listRepos(Asked.with())).get("repos").get(0);

        assertFalse(repo.get("active").booleanValue());
        assertFalse(repo.has("status"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 1_000})
    void pagesCoverEveryRepoOnceAndTheLastHasNoCursor(int limit) {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            String did = "did:web:a%03d.example.com".formatted(i);
            boolean committed = i % 7 < 2;
            table.put(committed ? account(did) : AccountState.unknown(new Did(did)));
            if (committed) {
                expected.add(did);
            }
        }
        assertEquals(expected, allPages(limit));
    }

    private List<String> allPages(int limit) {
        List<String> found = new ArrayList<>();
        String cursor = "";
        while (true) {
            JsonNode page = Asked.json(queries.listRepos(Asked.with("limit=" + limit, "cursor=" + cursor)));
            List<String> dids = page.get("repos").findValuesAsText("did");
            assertTrue(dids.size() <= limit, () -> "page: " + dids.size());
            found.addAll(dids);
            if (!page.has("cursor")) {
                return found;
            }
            assertEquals(limit, dids.size());
            cursor = page.get("cursor").textValue();
        }
    }

    @Test
    void withoutALimitAPageHasFiveHundredRepos() {
        for (int i = 0; i < 501; i++) {
            table.put(account("did:web:a%03d.example.com".formatted(i)));
        }
        JsonNode page = Asked.json(queries.listRepos(Asked.with()));
        assertEquals(500, page.get("repos").size());
        assertEquals("did:web:a499.example.com", page.get("cursor").textValue());
    }

    @Test
    void behindManyAccountsThatNeverCommittedAPageIsEmptyAndHasACursor() {
        for (int i = 0; i < RepoPage.SCANNED_MAX * 2; i++) {
            table.put(AccountState.unknown(new Did("did:web:a%05d.example.com".formatted(i))));
        }
        table.put(account("did:web:z.example.com"));

        JsonNode first = Asked.json(queries.listRepos(Asked.with()));

        assertEquals(0, first.get("repos").size());
        List<String> found = new ArrayList<>();
        String cursor = first.get("cursor").textValue();
        while (cursor != null) {
            JsonNode page = Asked.json(queries.listRepos(Asked.with("cursor=" + cursor)));
            found.addAll(page.get("repos").findValuesAsText("did"));
            cursor = page.has("cursor") ? page.get("cursor").textValue() : null;
        }
        assertEquals(List.of("did:web:z.example.com"), found);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1001", "-1", "+5", "ten", "1.0", "99999999999", " 5"})
    void aLimitOutOfRangeIsRefusedAndNotClamped(String limit) {
        Asked.refuses(XrpcError.INVALID_REQUEST, queries.listRepos(Asked.with("limit=" + limit)));
    }

    @Test
    void aCursorThatIsNoDidIsRefused() {
        Asked.refuses(XrpcError.INVALID_REQUEST, queries.listRepos(Asked.with("cursor=12")));
    }

    @Test
    void statusOfAnActiveRepoHasItsRev() {
        AccountState alice = account(ALICE);
        table.put(alice);

        JsonNode status = Asked.json(queries.getRepoStatus(Asked.with("did=" + ALICE)));

        assertEquals(ALICE, status.get("did").textValue());
        assertTrue(status.get("active").booleanValue());
        assertFalse(status.has("status"));
        assertEquals(headOf(alice).rev(), status.get("rev").textValue());
    }

    @Test
    void statusOfAnInactiveRepoHasItsWordAndNoRev() {
        table.put(account(ALICE).withUpstream(UpstreamStatus.DELETED));

        JsonNode status = Asked.json(queries.getRepoStatus(Asked.with("did=" + ALICE)));

        assertFalse(status.get("active").booleanValue());
        assertEquals("deleted", status.get("status").textValue());
        assertFalse(status.has("rev"));
    }

    @ParameterizedTest
    @CsvSource({"TAKENDOWN, takendown", "SUSPENDED, suspended", "HOST_THROTTLED, throttled"})
    void whatThisRelayHoldsOfARepoOverridesWhatItsHostSays(LocalStatus local, String word) {
        table.put(account(ALICE).withLocal(local));
        table.put(account(BOB).withLocal(local).withUpstream(UpstreamStatus.DELETED));

        for (String did : List.of(ALICE, BOB)) {
            JsonNode status = Asked.json(queries.getRepoStatus(Asked.with("did=" + did)));
            assertFalse(status.get("active").booleanValue());
            assertEquals(word, status.get("status").textValue());
            assertFalse(status.has("rev"));
        }
        for (JsonNode repo : Asked.json(queries.listRepos(Asked.with())).get("repos")) {
            assertFalse(repo.get("active").booleanValue());
            assertEquals(word, repo.get("status").textValue());
        }
    }

    @Test
    void aRepoWhoseTakedownIsLiftedIsGivenAgain() {
        table.put(account(ALICE).withLocal(LocalStatus.TAKENDOWN));
        Asked.refuses(XrpcError.REPO_TAKENDOWN, queries.getRepo(Asked.with("did=" + ALICE)));
        table.put(account(ALICE).withLocal(LocalStatus.ACTIVE));

        assertTrue(Asked.json(queries.getRepoStatus(Asked.with("did=" + ALICE))).has("rev"));
        assertTrue(
                Asked.json(queries.getLatestCommit(Asked.with("did=" + ALICE))).has("cid"));
        assertEquals(
                new Answer.Redirect("https://pds.example.com/xrpc/x?did=" + ALICE),
                queries.getRepo(Asked.with("did=" + ALICE)));
    }

    @Test
    void statusTellsOfADesynchronizedRepoThatIsActive() {
        RepoHead head = headOf(account(ALICE));
        table.put(account(ALICE).withHead(new RepoHead(head.rev(), head.commit(), head.data(), true)));

        JsonNode status = Asked.json(queries.getRepoStatus(Asked.with("did=" + ALICE)));

        assertTrue(status.get("active").booleanValue());
        assertEquals("desynchronized", status.get("status").textValue());
        assertTrue(status.has("rev"));
    }

    @Test
    void statusTellsOfAThrottledAccountThatIsActive() {
        table.put(account(ALICE).withLocal(LocalStatus.THROTTLED));
        table.put(account(BOB).withUpstream(new UpstreamStatus(true, "throttled")));
        table.put(account(CAROL).withUpstream(new UpstreamStatus(true, "sleepy")));

        assertEquals("throttled", statusWord(ALICE));
        assertEquals("throttled", statusWord(BOB));
        assertFalse(
                Asked.json(queries.getRepoStatus(Asked.with("did=" + CAROL))).has("status"));
    }

    private String statusWord(String did) {
        return Asked.json(queries.getRepoStatus(Asked.with("did=" + did)))
                .get("status")
                .textValue();
    }

    @Test
    void anAccountThatNeverCommittedHasAStatusWithoutRev() {
        table.put(AccountState.unknown(new Did(ALICE)));

        JsonNode status = Asked.json(queries.getRepoStatus(Asked.with("did=" + ALICE)));

        assertTrue(status.get("active").booleanValue());
        assertFalse(status.has("rev"));
    }

    @Test
    void latestCommitHasCidAndRev() {
        AccountState alice = account(ALICE);
        table.put(alice);

        JsonNode commit = Asked.json(queries.getLatestCommit(Asked.with("did=" + ALICE)));

        assertEquals(headOf(alice).commit().toString(), commit.get("cid").textValue());
        assertEquals(headOf(alice).rev(), commit.get("rev").textValue());
    }

    @Test
    void latestCommitOfAnAccountThatNeverCommittedIsNotFound() {
        table.put(AccountState.unknown(new Did(ALICE)));
        Asked.refuses(XrpcError.REPO_NOT_FOUND, queries.getLatestCommit(Asked.with("did=" + ALICE)));
    }

    @ParameterizedTest
    @CsvSource({
        "takendown,      REPO_TAKENDOWN",
        "suspended,      REPO_SUSPENDED",
        "throttled,      REPO_SUSPENDED",
        "deactivated,    REPO_DEACTIVATED",
        "deleted,        REPO_NOT_FOUND",
        "desynchronized, REPO_DEACTIVATED",
        "unheard-of,     REPO_DEACTIVATED",
        ",               REPO_DEACTIVATED"
    })
    void aRepoThatItsHostHoldsInactiveIsNotGiven(String word, XrpcError error) {
        table.put(account(ALICE).withUpstream(new UpstreamStatus(false, word)));

        Asked.refuses(error, queries.getLatestCommit(Asked.with("did=" + ALICE)));
        Asked.refuses(error, queries.getRepo(Asked.with("did=" + ALICE)));
    }

    @ParameterizedTest
    @CsvSource({"TAKENDOWN,      REPO_TAKENDOWN", "SUSPENDED,      REPO_SUSPENDED", "HOST_THROTTLED, REPO_SUSPENDED"})
    void aRepoThatThisRelayHoldsInactiveIsNotGiven(LocalStatus local, XrpcError error) {
        table.put(account(ALICE).withLocal(local));

        Asked.refuses(error, queries.getLatestCommit(Asked.with("did=" + ALICE)));
        Asked.refuses(error, queries.getRepo(Asked.with("did=" + ALICE)));
        table.put(account(ALICE).withLocal(local).withUpstream(UpstreamStatus.DELETED));
        Asked.refuses(error, queries.getLatestCommit(Asked.with("did=" + ALICE)));
        Asked.refuses(error, queries.getRepo(Asked.with("did=" + ALICE)));
    }

    @Test
    void aSoftlyThrottledRepoIsGiven() {
        table.put(account(ALICE).withLocal(LocalStatus.THROTTLED));
        assertTrue(
                Asked.json(queries.getLatestCommit(Asked.with("did=" + ALICE))).has("cid"));
    }

    @Test
    void anUnknownAccountIsNotFound() {
        Asked.refuses(XrpcError.REPO_NOT_FOUND, queries.getRepoStatus(Asked.with("did=" + ALICE)));
        Asked.refuses(XrpcError.REPO_NOT_FOUND, queries.getLatestCommit(Asked.with("did=" + ALICE)));
        Asked.refuses(XrpcError.REPO_NOT_FOUND, queries.getRepo(Asked.with("did=" + ALICE)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"did=", "did=alice.example.com", "did=did:plc:", "did=did:PLC:aaaa", "other=1"})
    void aMissingOrMalformedDidIsRefused(String argument) {
        Asked.refuses(XrpcError.INVALID_REQUEST, queries.getRepoStatus(Asked.with(argument)));
        Asked.refuses(XrpcError.INVALID_REQUEST, queries.getLatestCommit(Asked.with(argument)));
        Asked.refuses(XrpcError.INVALID_REQUEST, queries.getRepo(Asked.with(argument)));
    }

    @Test
    void getRepoSendsTheCallerToThePdsWithTheSameTarget() {
        table.put(account(ALICE));
        assertEquals(
                new Answer.Redirect("https://pds.example.com/xrpc/x?did=" + ALICE + "&since=3jzfcijpj2z2a"),
                queries.getRepo(Asked.with("did=" + ALICE, "since=3jzfcijpj2z2a")));
    }

    @Test
    void onlyADevelopmentHostIsReachedWithoutTls() {
        table.put(MemoryAccounts.account(ALICE, "localhost:2583"));
        assertEquals(
                new Answer.Redirect("http://localhost:2583/xrpc/x?did=" + ALICE),
                queries.getRepo(Asked.with("did=" + ALICE)));
    }

    @Test
    void thePdsOfTheDocumentIsPreferredToTheHostOfTheEvents() {
        table.put(account(ALICE).withHost("old.example.com"));
        assertEquals(
                new Answer.Redirect("https://pds.example.com/xrpc/x?did=" + ALICE),
                queries.getRepo(Asked.with("did=" + ALICE)));
    }

    @Test
    void whileNoDocumentIsKnownTheHostOfTheEventsIsUsed() {
        table.put(AccountState.unknown(new Did(ALICE)).withHost("pds.example.com"));
        assertEquals(
                new Answer.Redirect("https://pds.example.com/xrpc/x?did=" + ALICE),
                queries.getRepo(Asked.with("did=" + ALICE)));
    }

    @ParameterizedTest
    @EnumSource(IdentityRecord.Kind.class)
    void aDocumentWithoutPdsMeansNoRepo(IdentityRecord.Kind kind) {
        table.put(account(ALICE).withIdentity(new IdentityRecord(kind, null, null, 1, 0)));
        Asked.refuses(XrpcError.REPO_NOT_FOUND, queries.getRepo(Asked.with("did=" + ALICE)));
    }

    @Test
    void aSinceThatIsNoTidIsRefused() {
        table.put(account(ALICE));
        Asked.refuses(XrpcError.INVALID_REQUEST, queries.getRepo(Asked.with("did=" + ALICE, "since=yesterday")));
    }

    @Test
    void theFirstOfRepeatedValuesCounts() {
        table.put(account(ALICE));
        JsonNode status = Asked.json(queries.getRepoStatus(Asked.with("did=" + ALICE, "did=" + BOB)));
        assertEquals(ALICE, status.get("did").textValue());
    }
}
