package net.atrelay.verify.core;

import static net.atrelay.verify.core.Verdicts.assertAccepted;
import static net.atrelay.verify.core.Verdicts.assertDropped;
import static net.atrelay.verify.core.Verdicts.assertIgnored;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.util.Objects;
import net.atrelay.atproto.cid.Cid;
import net.atrelay.atproto.stream.Strictness;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.atproto.syntax.Tid;
import net.atrelay.store.account.LocalStatus;
import net.atrelay.store.account.RepoHead;
import net.atrelay.store.bus.RawFrame;
import org.junit.jupiter.api.Test;

/// Every check of a `#commit` (protocol reference §5.5): one that passes, one that does not, by its reason.
class CommitStepsTest {
    private static final Cid OTHER = Cid.ofDagCbor(new byte[] {(byte) 0xa0});

    private final FoldFixture account = FoldFixture.known();

    @Test
    void aTrueChainOfCommitsPassesUntouched() {
        byte[] first = account.repo.put("3aaa", "one").commitFrame(41);
        Step step = account.from(FoldFixture.HOST, first);
        assertAccepted(step);
        assertArrayEquals(first, FoldFixture.only(step.events()).frame());

        assertAccepted(account.commit(account.repo.put("3bbb", "two")));
        assertAccepted(account.commit(account.repo.put("3aaa", "changed")));
        assertAccepted(account.commit(account.repo.put("3bbb", null)));
        assertAccepted(account.commit(account.repo.commit()));
        RepoHead head = Objects.requireNonNull(account.state.head());
        assertEquals(account.repo.rev, head.rev());
        assertEquals(account.repo.data, head.data());
        assertEquals(false, head.desynchronized());
    }

    @Test
    void theSameFrameOfAHostIsTakenOnce() {
        RawFrame raw = account.rawFrom(
                FoldFixture.HOST, account.repo.put("3aaa", "one").commitFrame(1));
        assertAccepted(account.take(raw));
        assertIgnored(Reason.DUPLICATE, account.take(raw));
    }

    @Test
    void aRevThatIsNotNewerIsIgnored() {
        TestCommit commit = account.repo.put("3aaa", "one");
        assertAccepted(account.commit(commit));
        assertIgnored(Reason.REV_NOT_NEWER, account.commit(commit));
    }

    @Test
    void aRevFarInTheFutureIsDropped() {
        TestRepo fast = new TestRepo(FoldFixture.DID.value(), account.now + 299 * FoldFixture.SECOND);
        assertAccepted(account.commit(fast.put("3aaa", "one")));
        TestRepo faster = new TestRepo(FoldFixture.DID.value(), account.now + 301 * FoldFixture.SECOND);
        assertDropped(Reason.REV_IN_FUTURE, account.commit(faster.put("3aaa", "one")));
    }

    @Test
    void aFirstSightingTakesAnyOldRev() {
        TestRepo old = new TestRepo(FoldFixture.DID.value(), 0);
        assertAccepted(account.commit(old.put("3aaa", "one")));
    }

    @Test
    void anAccountThatIsDownHereSendsNothing() {
        account.state = account.state.withLocal(LocalStatus.THROTTLED);
        assertAccepted(account.commit(account.repo.put("3aaa", "one")));
        for (LocalStatus down : new LocalStatus[] {LocalStatus.TAKENDOWN, LocalStatus.SUSPENDED}) {
            account.state = account.state.withLocal(down);
            assertDropped(Reason.LOCALLY_INACTIVE, account.commit(account.repo.put("3bbb", down.name())));
        }
    }

    @Test
    void aFrameThatIsNoneIsDropped() {
        assertDropped(Reason.MALFORMED, account.from(FoldFixture.HOST, new byte[] {1, 2, 3}));
        TestCommit timeless = account.repo.put("3aaa", "one");
        timeless.time = "yesterday";
        assertDropped(Reason.SYNTAX_INVALID, account.commit(timeless));
        TestCommit twice = account.repo.put("3aaa", "two");
        twice.ops.add(twice.ops.getFirst());
        assertDropped(Reason.OPS_INVALID, account.commit(twice));
    }

    @Test
    void aFrameOfAnotherAccountThanRoutedIsDropped() {
        TestCommit foreign = new TestRepo("did:plc:bbbbbbbbbbbbbbbbbbbbbbbb", account.now - 1).put("3aaa", "one");
        assertDropped(Reason.ROUTED_WRONGLY, account.commit(foreign));
    }

    @Test
    void aRetiredFlagIsCountedOnly() {
        TestCommit commit = account.repo.put("3aaa", "one");
        commit.tooBig = true;
        byte[] frame = commit.commitFrame(9);
        Step step = account.from(FoldFixture.HOST, frame);
        assertAccepted(step, Reason.RETIRED_FLAG);
        assertArrayEquals(frame, FoldFixture.only(step.events()).frame());
    }

    @Test
    void unknownFieldsGoOutAsTheyCame() {
        TestCommit commit = account.repo.put("3aaa", "one");
        commit.surplus.put("surplus", "kept");
        byte[] frame = commit.commitFrame(9);
        Step step = account.from(FoldFixture.HOST, frame);
        assertAccepted(step);
        assertArrayEquals(frame, FoldFixture.only(step.events()).frame());
    }

    @Test
    void aCommitCidThatIsNotTheBlocksRootIsDropped() {
        TestCommit commit = account.repo.put("3aaa", "one");
        commit.claimedCommit = OTHER;
        assertRefused(Reason.COMMIT_INVALID, commit);
    }

    @Test
    void aSignedBlockThatSaysOtherwiseIsDropped() {
        TestCommit byRev = account.repo.put("3aaa", "one");
        byRev.signedRev = Tid.of(1, 1).value();
        assertRefused(Reason.COMMIT_INVALID, byRev);
        TestCommit byDid = account.repo.put("3bbb", "one");
        byDid.signedDid = "did:plc:bbbbbbbbbbbbbbbbbbbbbbbb";
        assertRefused(Reason.COMMIT_INVALID, byDid);
    }

    @Test
    void aMissingRecordBlockIsDropped() {
        TestCommit commit = account.repo.put("3aaa", "one");
        commit.blocks.remove(commit.ops.getFirst().cid());
        assertRefused(Reason.RECORD_INVALID, commit);
    }

    @Test
    void aTreeThatIsNotThereIsDropped() {
        TestCommit commit = account.repo.put("3aaa", "one");
        commit.blocks.remove(commit.data);
        assertRefused(Reason.INVERSION_FAILED, commit);
    }

    @Test
    void aTreeWithABadNodeIsDroppedOfALenientHostToo() {
        TestCommit commit = account.repo.put("3aaa", "one");
        byte[] node = Objects.requireNonNull(commit.blocks.remove(commit.data)).clone();
        node[node.length - 1] = 0;
        commit.data = Cid.ofDagCbor(node);
        commit.blocks.put(commit.data, node);
        assertRefused(Reason.TREE_INVALID, commit);
        account.policy = Strictness.LENIENT;
        assertRefused(Reason.TREE_INVALID, commit);
    }

    @Test
    void opsThatNameAnotherRecordAreDropped() {
        TestCommit commit = account.repo.put("3aaa", "one");
        TestCommit.Op op = commit.ops.removeFirst();
        commit.ops.add(new TestCommit.Op("create", TestRepo.COLLECTION + "3zzz", op.cid(), null));
        assertRefused(Reason.OPS_UNTRUE, commit);
    }

    @Test
    void emptyOpsThatHideAChangeAreDropped() {
        assertAccepted(account.commit(account.repo.put("3aaa", "one")));
        TestCommit commit = account.repo.put("3bbb", "two");
        commit.ops.clear();
        assertRefused(Reason.INVERSION_FAILED, commit);
    }

    @Test
    void aBogusPrevDataIsDropped() {
        assertAccepted(account.commit(account.repo.put("3aaa", "one")));
        TestCommit commit = account.repo.put("3bbb", "two");
        commit.prevData = OTHER;
        assertRefused(Reason.INVERSION_FAILED, commit);
    }

    @Test
    void anOpThatLiesAboutTheRecordBeforeIsDropped() {
        assertAccepted(account.commit(account.repo.put("3aaa", "one")));
        TestCommit commit = account.repo.put("3aaa", "two");
        TestCommit.Op op = commit.ops.removeFirst();
        commit.ops.add(new TestCommit.Op("update", op.path(), op.cid(), OTHER));
        assertRefused(Reason.INVERSION_FAILED, commit);
    }

    @Test
    void onlyTheFirstCommitMayComeWithoutPrevData() {
        assertAccepted(account.commit(account.repo.put("3aaa", "one")));
        TestCommit commit = account.repo.put("3bbb", "two");
        commit.prevData = null;
        assertRefused(Reason.PREVIOUS_MISSING, commit);
    }

    @Test
    void aLenientHostMayBeWithoutPrevDataOrSendAFalseOne() {
        account.policy = Strictness.LENIENT;
        assertAccepted(account.commit(account.repo.put("3aaa", "one")));
        TestCommit without = account.repo.put("3bbb", "two");
        without.prevData = null;
        assertAccepted(account.commit(without), Reason.PREVIOUS_MISSING);
        TestCommit bogus = account.repo.put("3ccc", "three");
        bogus.prevData = OTHER;
        assertAccepted(account.commit(bogus), Reason.INVERSION_FAILED, Reason.CHAIN_BROKEN);
    }

    @Test
    void aLenientHostIsHeldToItsSignature() {
        account.policy = Strictness.LENIENT;
        account.tried = new Input.Tried(true, false);
        TestCommit commit = account.repo.put("3aaa", "one");
        commit.highS = true;
        assertRefused(Reason.SIGNATURE_INVALID, commit);
    }

    @Test
    void aSignatureWithHighSIsDroppedAfterOneRefresh() {
        TestCommit commit = account.repo.put("3aaa", "one");
        commit.highS = true;
        RawFrame raw = account.rawFrom(FoldFixture.HOST, commit.commitFrame(1));
        Verdicts.assertWaitsForIdentity(account.take(raw));
        account.tried = new Input.Tried(true, false);
        assertDropped(Reason.SIGNATURE_INVALID, account.take(raw));
    }

    @Test
    void anAccountWithoutUsableKeyIsDroppedWithoutRefresh() {
        for (String key : new String[] {null, "did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp"}) {
            account.state = account.state.withIdentity(
                    FoldFixture.resolved(key, FoldFixture.HOST, account.now - FoldFixture.SECOND));
            Step step = account.commit(account.repo.put("3aaa", "one" + key));
            assertDropped(Reason.KEY_UNUSABLE, step);
            assertEquals(0, step.requests().size());
        }
    }

    @Test
    void aSkippedCommitIsAMarkedBreak() {
        assertAccepted(account.commit(account.repo.put("3aaa", "one")));
        account.repo.put("3bbb", "missed");
        assertAccepted(account.commit(account.repo.put("3ccc", "three")), Reason.CHAIN_BROKEN, Reason.SINCE_DIFFERS);
        assertEquals(true, Objects.requireNonNull(account.state.head()).desynchronized());

        assertAccepted(account.commit(account.repo.put("3ddd", "four")));
        assertEquals(true, Objects.requireNonNull(account.state.head()).desynchronized(), "until a sync");
        assertAccepted(account.sync(account.repo.commit()));
        assertEquals(false, Objects.requireNonNull(account.state.head()).desynchronized());
    }

    @Test
    void anotherSinceWithTheSameTreeIsCountedOnly() {
        assertAccepted(account.commit(account.repo.put("3aaa", "one")));
        account.repo.commit();
        assertAccepted(account.commit(account.repo.put("3bbb", "two")), Reason.SINCE_DIFFERS);
        assertEquals(false, Objects.requireNonNull(account.state.head()).desynchronized());
    }

    @Test
    void anUnsupportedDidMethodIsDropped() {
        Did did = new Did("did:example:someone");
        FoldFixture other = FoldFixture.known();
        other.state = net.atrelay.store.account.AccountState.unknown(did);
        byte[] frame =
                new TestRepo(did.value(), other.now - 1).put("3aaa", "one").commitFrame(1);
        assertDropped(Reason.DID_METHOD, other.from(FoldFixture.HOST, frame));
    }

    /// Refused, and the head stays where it was.
    private void assertRefused(Reason reason, TestCommit commit) {
        RepoHead before = account.state.head();
        assertDropped(reason, account.commit(commit));
        assertEquals(before, account.state.head());
        assertNotNull(account.state.identity());
    }
}
