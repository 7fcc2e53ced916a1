package net.atrelay.verify.core;

import static net.atrelay.verify.core.FoldFixture.HOST;
import static net.atrelay.verify.core.FoldFixture.OTHER_HOST;
import static net.atrelay.verify.core.FoldFixture.SECOND;
import static net.atrelay.verify.core.Verdicts.assertAccepted;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Objects;
import net.atrelay.atproto.cid.Cid;
import net.atrelay.atproto.syntax.Tid;
import net.atrelay.store.account.AccountState;
import net.atrelay.store.account.RepoHead;
import org.junit.jupiter.api.Test;

/// What a host lists of an account when events of it may have been missed (protocol reference §5.9, §8.3).
class ListingTest {
    private static final Cid OTHER = Cid.ofDagCbor(new byte[] {(byte) 0xa0});

    private final FoldFixture account = FoldFixture.known();

    ListingTest() {
        assertAccepted(account.commit(account.repo.put("3aaa", "one")));
    }

    @Test
    void theSameCommitMarksNothing() {
        RepoHead before = head();
        assertEquals(ListedResult.SAME, compare(HOST, before.rev(), before.commit()));
        listed(HOST, before.rev(), before.commit());
        assertEquals(before, head());
    }

    @Test
    void aMissedCommitMarksTheAccountUntilTheStreamHasComeToIt() {
        TestCommit second = account.repo.put("3bbb", "two");
        TestCommit third = account.repo.put("3ccc", "three");
        assertEquals(ListedResult.AHEAD, compare(HOST, third.rev, OTHER));
        Step step = listed(HOST, third.rev, OTHER);
        assertTrue(step.events().isEmpty(), "consumers are not told");
        assertFalse(head().isInSync());
        assertAccepted(account.commit(second));
        assertFalse(head().isInSync(), "not there yet");
        assertAccepted(account.commit(third));
        assertTrue(head().isInSync(), "nothing was missed");
    }

    @Test
    void aMissedCommitThatNeverComesIsABreakOfTheChain() {
        TestCommit missed = account.repo.put("3bbb", "two");
        listed(HOST, missed.rev, OTHER);
        assertAccepted(account.commit(account.repo.put("3ccc", "three")), Reason.CHAIN_BROKEN, Reason.SINCE_DIFFERS);
        assertTrue(head().desynchronized());
        assertAccepted(account.sync(account.repo.commit()));
        assertTrue(head().isInSync());
    }

    @Test
    void anOlderCommitIsThatOfAHostThatWasRestored() {
        RepoHead before = head();
        String older = rev(new Tid(before.rev()).micros() - SECOND);
        assertEquals(ListedResult.BEHIND, compare(HOST, older, OTHER));
        listed(HOST, older, OTHER);
        assertFalse(head().isInSync());
        assertEquals(before.commit(), head().commit(), "what was accepted stays");
        assertAccepted(account.commit(account.repo.put("3bbb", "two")));
        assertTrue(head().isInSync(), "the host goes on from what we have");
    }

    @Test
    void aListFromBeforeTheNewestCommitSaysNothingAgainstIt() {
        RepoHead before = head();
        long asked = new Tid(before.rev()).micros() - 1;
        String older = rev(asked - SECOND);
        assertEquals(
                ListedResult.OUTDATED, Listing.compare(account.state, HOST, repo(older, OTHER), asked, account.now));
        account.apply(new Input.RepoListed(HOST, repo(older, OTHER), asked, account.now, 7));
        assertEquals(before, head());
    }

    @Test
    void anotherCommitOfTheSameRevIsMarkedAndTakenBackByTheSame() {
        RepoHead before = head();
        assertEquals(ListedResult.OTHER_COMMIT, compare(HOST, before.rev(), OTHER));
        listed(HOST, before.rev(), OTHER);
        assertFalse(head().isInSync());
        listed(HOST, before.rev(), before.commit());
        assertTrue(head().isInSync());
    }

    @Test
    void aSyncOfTheNewestCommitTakesAnOlderListBack() {
        TestCommit commit = account.repo.put("3bbb", "two");
        commit.signed = commit.signed();
        assertAccepted(account.commit(commit));
        listed(HOST, rev(new Tid(commit.rev).micros() - SECOND), OTHER);
        assertFalse(head().isInSync());
        assertAccepted(account.sync(commit));
        assertTrue(head().isInSync());
    }

    @Test
    void noHostMarksAnAccountThatIsNotItsOwn() {
        AccountState before = account.state;
        String later = rev(account.now);
        assertEquals(ListedResult.FOREIGN, compare(OTHER_HOST, later, OTHER));
        listed(OTHER_HOST, later, OTHER);
        assertSame(before.head(), account.state.head());

        account.state = before.withIdentity(FoldFixture.resolved(TestKey.DID_KEY, OTHER_HOST, account.now));
        assertEquals(ListedResult.FOREIGN, compare(HOST, later, OTHER), "the document names another by now");
        listed(HOST, later, OTHER);
        assertSame(before.head(), account.state.head());
    }

    @Test
    void aRevFromTheFutureIsNoRev() {
        AccountState before = account.state;
        String future = rev(account.now + Revs.AHEAD_MICROS_MAX + SECOND);
        assertEquals(ListedResult.UNUSABLE, compare(HOST, future, OTHER));
        listed(HOST, future, OTHER);
        assertSame(before, account.state);
    }

    @Test
    void anAccountIsMadeKnownByItsFramesAlone() {
        account.state = AccountState.unknown(FoldFixture.DID);
        assertEquals(ListedResult.UNKNOWN, compare(HOST, rev(account.now), OTHER));
        listed(HOST, rev(account.now), OTHER);
        assertFalse(AccountFold.isKept(account.state));
    }

    private ListedResult compare(String host, String rev, Cid commit) {
        return Listing.compare(account.state, host, repo(rev, commit), account.now, account.now);
    }

    private Step listed(String host, String rev, Cid commit) {
        return account.apply(new Input.RepoListed(host, repo(rev, commit), account.now, account.now, 7));
    }

    private static ListedRepo repo(String rev, Cid commit) {
        return new ListedRepo(FoldFixture.DID, new Tid(rev), commit, null);
    }

    private static String rev(long micros) {
        return Tid.of(micros, 1).value();
    }

    private RepoHead head() {
        return Objects.requireNonNull(account.state.head());
    }
}
