package net.atrelay.verify.core;

import static net.atrelay.verify.core.Verdicts.assertAccepted;
import static net.atrelay.verify.core.Verdicts.assertDropped;
import static net.atrelay.verify.core.Verdicts.assertIgnored;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Objects;
import net.atrelay.atproto.cid.Cid;
import net.atrelay.store.account.LocalStatus;
import net.atrelay.store.account.RepoHead;
import org.junit.jupiter.api.Test;

/// Every row of the `#sync` table (protocol reference §5.7).
class SyncStepsTest {
    private final FoldFixture account = FoldFixture.known();

    @Test
    void aSyncWithoutAnythingBeforeIsAdopted() {
        TestCommit commit = account.repo.put("3aaa", "one");
        byte[] frame = commit.syncFrame(5);
        Step step = account.from(FoldFixture.HOST, frame);
        assertAccepted(step);
        assertArrayEquals(frame, FoldFixture.only(step.events()).frame());
        assertEquals(commit.rev, head().rev());
        assertEquals(commit.data, head().data());
    }

    @Test
    void theSyncOfTheNewestCommitIsSentOnAndChangesNothing() {
        TestCommit commit = account.repo.put("3aaa", "one");
        commit.signed = commit.signed();
        assertAccepted(account.commit(commit));
        RepoHead before = head();
        assertAccepted(account.sync(commit));
        assertEquals(before, head());
    }

    @Test
    void anOlderSyncIsIgnored() {
        TestCommit older = account.repo.put("3aaa", "one");
        assertAccepted(account.commit(account.repo.put("3bbb", "two")));
        RepoHead before = head();
        assertIgnored(Reason.REV_NOT_NEWER, account.sync(older));
        assertEquals(before, head());
    }

    @Test
    void twoCommitsOfOneRevAreAFork() {
        TestCommit commit = account.repo.put("3aaa", "one");
        assertAccepted(account.commit(commit));
        Cid before = head().commit();
        TestCommit fork = new TestCommit(commit.did, commit.rev, Cid.ofDagCbor(new byte[] {(byte) 0xa0}));
        assertDropped(Reason.FORK, account.sync(fork));
        assertEquals(before, head().commit());
        assertEquals(true, head().desynchronized());
    }

    @Test
    void aNewerSyncReplacesTheHeadWhateverItsTree() {
        assertAccepted(account.commit(account.repo.put("3aaa", "one")));
        assertAccepted(account.sync(account.repo.commit()));
        account.repo.put("3bbb", "never sent");
        assertAccepted(account.sync(account.repo.commit()));
        assertEquals(account.repo.data, head().data());
        assertAccepted(account.commit(account.repo.put("3ccc", "next")));
    }

    @Test
    void aSyncFromTheFutureIsDropped() {
        TestRepo fast = new TestRepo(FoldFixture.DID.value(), account.now + 301 * FoldFixture.SECOND);
        assertDropped(Reason.REV_IN_FUTURE, account.sync(fast.commit()));
    }

    @Test
    void aSyncIsHeldToItsSignature() {
        TestCommit forged = account.repo.commit();
        forged.highS = true;
        account.tried = new Input.Tried(true, false);
        assertDropped(Reason.SIGNATURE_INVALID, account.sync(forged));
        assertEquals(null, account.state.head());
    }

    @Test
    void aSyncSignedForAnotherRevIsDropped() {
        TestCommit lying = account.repo.commit();
        lying.signedRev = "3mbd356w3q227";
        assertDropped(Reason.COMMIT_INVALID, account.sync(lying));
    }

    @Test
    void aSyncOfAnAccountThatIsDownIsDropped() {
        account.state = account.state.withLocal(LocalStatus.TAKENDOWN);
        assertDropped(Reason.LOCALLY_INACTIVE, account.sync(account.repo.commit()));
    }

    @Test
    void aSyncAboveTenThousandBytesIsDropped() {
        byte[] frame = account.repo.commit().syncFrame(1, new byte[10_001]);
        assertDropped(Reason.OVER_LIMIT, account.from(FoldFixture.HOST, frame));
    }

    private RepoHead head() {
        return Objects.requireNonNull(account.state.head());
    }
}
