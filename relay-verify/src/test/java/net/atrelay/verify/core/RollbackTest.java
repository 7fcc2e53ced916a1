package net.atrelay.verify.core;

import static net.atrelay.verify.core.FoldFixture.HOST;
import static net.atrelay.verify.core.FoldFixture.SECOND;
import static net.atrelay.verify.core.Verdicts.assertAccepted;
import static net.atrelay.verify.core.Verdicts.assertIgnored;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Objects;
import net.atrelay.atproto.stream.FrameDecoder;
import net.atrelay.store.account.RepoHead;
import net.atrelay.store.account.UpstreamStatus;
import net.atrelay.store.bus.RawFrame;
import net.atrelay.verify.core.Input.FrameInput;
import org.junit.jupiter.api.Test;

/// A host that was restored from a backup (protocol reference §8.3): what it lost is sent again or never, and its own
/// seq starts lower.
class RollbackTest {
    private final FoldFixture account = FoldFixture.known();

    /// The repo as the backup has it: one commit behind.
    private final TestRepo restored = new TestRepo(FoldFixture.DID.value(), FoldFixture.START_MICROS - 30 * SECOND);

    RollbackTest() {
        assertAccepted(account.commit(account.repo.put("3aaa", "one")));
        restored.put("3aaa", "one");
        assertAccepted(account.commit(account.repo.put("3bbb", "lost")));
    }

    @Test
    void revsThatWereTakenBeforeAreIgnoredAlsoWithOtherContent() {
        RepoHead before = head();
        assertIgnored(Reason.REV_NOT_NEWER, account.commit(restored.put("3ccc", "again")));
        assertIgnored(Reason.REV_NOT_NEWER, account.sync(account.repo.commitOfRev(head().rev(), -1)));
        assertEquals(before, head());
    }

    @Test
    void theFirstNewerCommitIsAMarkedBreakAndTheChainGoesOnFromIt() {
        restored.restoredAt(account.now);
        assertAccepted(account.commit(restored.put("3ccc", "after")), Reason.CHAIN_BROKEN, Reason.SINCE_DIFFERS);
        assertTrue(head().desynchronized());
        assertEquals(restored.data, head().data());
        assertAccepted(account.commit(restored.put("3ddd", "next")));
        assertAccepted(account.sync(restored.commit()));
        assertEquals(false, head().desynchronized());
    }

    @Test
    void aSyncAfterTheRestoreIsAdopted() {
        restored.restoredAt(account.now);
        assertAccepted(account.sync(restored.commit()));
        assertEquals(restored.data, head().data());
        assertAccepted(account.commit(restored.put("3ccc", "after")));
    }

    @Test
    void anAccountThatWasLostKeepsItsStatus() {
        account.from(HOST, FoldFixture.account(false, "deactivated"));
        UpstreamStatus before = account.state.upstream();
        assertTrue(account.answer(new HostStatusAnswer.NotFound()).events().isEmpty());
        assertEquals(before, account.state.upstream());
    }

    @Test
    void lowerSeqsAreNewOnesOnceTheHostIsKnownToHaveGoneBack() {
        byte[] frame = FoldFixture.identity(null);
        assertIgnored(Reason.DUPLICATE, take(0, frame));
        assertAccepted(take(1, frame));
        assertIgnored(Reason.DUPLICATE, take(1, frame));
    }

    /// The host's seq 1, in that epoch of its seqs.
    private Step take(long epoch, byte[] frame) {
        RawFrame raw = new RawFrame(HOST, epoch, 1, 1, FoldFixture.DID, frame, account.now, 7);
        return account.apply(
                new FrameInput(raw, FrameDecoder.decode(frame), account.policy, account.tried, account.now));
    }

    private RepoHead head() {
        return Objects.requireNonNull(account.state.head());
    }
}
