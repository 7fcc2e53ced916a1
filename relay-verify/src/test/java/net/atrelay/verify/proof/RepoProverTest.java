package net.atrelay.verify.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.Objects;
import java.util.Set;
import net.atrelay.atproto.cid.Cid;
import net.atrelay.atproto.crypto.SignatureVerifier;
import net.atrelay.atproto.crypto.SignatureVerifiers;
import net.atrelay.atproto.stream.CommitFrame;
import net.atrelay.atproto.stream.FrameDecoder;
import net.atrelay.atproto.stream.Strictness;
import net.atrelay.atproto.stream.SyncFrame;
import net.atrelay.verify.core.Reason;
import net.atrelay.verify.core.RepoProofs.Proof;
import net.atrelay.verify.core.TestCommit;
import net.atrelay.verify.core.TestKey;
import net.atrelay.verify.core.TestRepo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What a message proves by itself (protocol reference §5.5, rows 13 to 21): one that passes, one that does not.
class RepoProverTest {
    private static final SignatureVerifier VERIFIER = SignatureVerifiers.best();
    private static final Cid OTHER = Cid.ofDagCbor(new byte[] {(byte) 0xa0});

    private final RepoProver prover = new RepoProver(VERIFIER);
    private final TestRepo repo = new TestRepo("did:plc:abcdefghijklmnopqrstuvwx", 1_767_225_660_000_000L);

    @ParameterizedTest
    @EnumSource(Strictness.class)
    void aTrueCommitIsProven(Strictness policy) {
        for (int i = 0; i < 20; i++) {
            TestCommit commit = repo.put("3aaa" + i, "record " + i);
            commit.signed = commit.signed();
            Proof.Proven proven = assertInstanceOf(Proof.Proven.class, proof(commit, policy));
            assertEquals(Cid.ofDagCbor(commit.signed), proven.commit());
            assertEquals(commit.data, proven.data());
            assertEquals(Set.of(), proven.notices());
        }
        assertProven(repo.put("3aaa3", "again"));
        assertProven(repo.put("3aaa3", null));
    }

    @Test
    void aSyncIsProvenByItsSignatureAlone() {
        TestCommit commit = repo.put("3aaa", "one");
        SyncFrame frame = assertInstanceOf(SyncFrame.class, FrameDecoder.decode(commit.syncFrame(1)));
        Proof.Proven proven =
                assertInstanceOf(Proof.Proven.class, prover.ofSync(frame, TestKey.DID_KEY, Strictness.STRICT));
        assertEquals(commit.data, proven.data());
        assertEquals(
                new Proof.Refused(Reason.SIGNATURE_INVALID),
                prover.ofSync(frame, TestKey.OTHER_DID_KEY, Strictness.STRICT));
        assertEquals(new Proof.Refused(Reason.KEY_UNUSABLE), prover.ofSync(frame, "did:key:none", Strictness.STRICT));
    }

    @Test
    void aSyncThatSaysOtherwiseThanItsBlockIsRefused() {
        TestCommit commit = repo.put("3aaa", "one");
        commit.signed = commit.signed();
        commit.rev = Objects.requireNonNull(repo.put("3bbb", "two").rev);
        SyncFrame frame = assertInstanceOf(SyncFrame.class, FrameDecoder.decode(commit.syncFrame(1)));
        assertEquals(
                new Proof.Refused(Reason.COMMIT_INVALID), prover.ofSync(frame, TestKey.DID_KEY, Strictness.STRICT));
    }

    @Test
    void aCommitThatNamesAnotherThanItsRootIsRefused() {
        TestCommit commit = repo.put("3aaa", "one");
        assertProven(commit);
        commit.claimedCommit = OTHER;
        assertRefused(Reason.COMMIT_INVALID, commit);
    }

    @Test
    void aSecondRootPassesOfALenientHostOnly() {
        TestCommit commit = repo.put("3aaa", "one");
        commit.moreRoots.add(OTHER);
        assertRefused(Reason.COMMIT_INVALID, commit);
        assertNotices(Set.of(), commit);
    }

    @Test
    void anEmptyCommitNeedsNoNode() {
        assertProven(repo.put("3aaa", "one"));
        TestCommit empty = repo.commit();
        empty.blocks.clear();
        assertProven(empty);
        TestCommit changed = repo.put("3bbb", "two");
        changed.ops.clear();
        changed.blocks.clear();
        assertRefused(Reason.INVERSION_FAILED, changed);
    }

    @Test
    void theFirstCommitStartsFromNothing() {
        assertProven(repo.commit());
        TestRepo other = new TestRepo("did:plc:abcdefghijklmnopqrstuvwx", 1);
        TestCommit first = other.put("3aaa", "one");
        assertProven(first);
        TestCommit.Op op = first.ops.removeFirst();
        first.ops.add(new TestCommit.Op("update", op.path(), op.cid(), OTHER));
        assertRefused(Reason.INVERSION_FAILED, first);
        first.ops.clear();
        assertRefused(Reason.INVERSION_FAILED, first);
    }

    @Test
    void whatSync11AddedIsANoticeForALenientHost() {
        assertProven(repo.put("3aaa", "one"));
        TestCommit without = repo.put("3aaa", "two");
        without.prevData = null;
        assertRefused(Reason.PREVIOUS_MISSING, without);
        assertNotices(Set.of(Reason.PREVIOUS_MISSING), without);
        TestCommit bogus = repo.put("3aaa", "three");
        bogus.prevData = OTHER;
        assertRefused(Reason.INVERSION_FAILED, bogus);
        assertNotices(Set.of(Reason.INVERSION_FAILED), bogus);
        TestCommit old = repo.put("3aaa", "four");
        TestCommit.Op op = old.ops.removeFirst();
        old.ops.add(new TestCommit.Op("update", op.path(), op.cid(), null));
        assertNotices(Set.of(Reason.PREVIOUS_MISSING), old);
        TestCommit empty = repo.commit();
        empty.prevData = null;
        assertNotices(Set.of(Reason.PREVIOUS_MISSING), empty);
    }

    @Test
    void aLieIsRefusedOfALenientHostToo() {
        assertProven(repo.put("3aaa", "one"));
        TestCommit commit = repo.put("3aaa", "two");
        commit.prevData = null;
        TestCommit.Op op = commit.ops.removeFirst();
        commit.ops.add(new TestCommit.Op("create", op.path() + "x", op.cid(), null));
        assertEquals(new Proof.Refused(Reason.OPS_UNTRUE), proof(commit, Strictness.LENIENT));
    }

    /// Another key could not make such a message good, so it must not have the key looked up again.
    @Test
    void theSignatureIsBlamedOnlyWhereAllElseIsSound() {
        TestCommit sound = repo.put("3aaa", "one");
        sound.highS = true;
        assertRefused(Reason.SIGNATURE_INVALID, sound);
        TestCommit bogus = repo.put("3bbb", "two");
        bogus.highS = true;
        bogus.prevData = OTHER;
        assertRefused(Reason.INVERSION_FAILED, bogus);
        TestCommit untrue = repo.put("3ccc", "three");
        untrue.highS = true;
        untrue.blocks.remove(Objects.requireNonNull(untrue.ops.getFirst().cid()));
        assertRefused(Reason.RECORD_INVALID, untrue);
    }

    @Test
    void keysAreRememberedWithinABound() {
        SigningKeys keys = new SigningKeys(2);
        var first = keys.parsed(TestKey.DID_KEY);
        keys.parsed(TestKey.OTHER_DID_KEY);
        assertSame(first, keys.parsed(TestKey.DID_KEY));
        keys.parsed("did:key:none");
        assertEquals(2, keys.count());
        assertSame(first, keys.parsed(TestKey.DID_KEY), "the one that was used last stays");
    }

    private void assertProven(TestCommit commit) {
        Proof.Proven proven = assertInstanceOf(Proof.Proven.class, proof(commit, Strictness.STRICT));
        assertEquals(Set.of(), proven.notices());
    }

    private void assertNotices(Set<Reason> expected, TestCommit commit) {
        Proof.Proven proven = assertInstanceOf(Proof.Proven.class, proof(commit, Strictness.LENIENT));
        assertEquals(expected, proven.notices());
    }

    private void assertRefused(Reason expected, TestCommit commit) {
        assertEquals(new Proof.Refused(expected), proof(commit, Strictness.STRICT));
    }

    private Proof proof(TestCommit commit, Strictness policy) {
        CommitFrame frame = assertInstanceOf(CommitFrame.class, FrameDecoder.decode(commit.commitFrame(1), policy));
        return prover.ofCommit(frame, TestKey.DID_KEY, policy);
    }
}
