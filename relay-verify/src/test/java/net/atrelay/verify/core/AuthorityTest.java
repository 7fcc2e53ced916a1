package net.atrelay.verify.core;

import static net.atrelay.verify.core.FoldFixture.HOST;
import static net.atrelay.verify.core.FoldFixture.OTHER_HOST;
import static net.atrelay.verify.core.FoldFixture.SECOND;
import static net.atrelay.verify.core.FoldFixture.account;
import static net.atrelay.verify.core.Verdicts.assertAccepted;
import static net.atrelay.verify.core.Verdicts.assertDropped;
import static net.atrelay.verify.core.Verdicts.assertWaitsForIdentity;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Objects;
import net.atrelay.store.account.ForcedLookUps;
import net.atrelay.store.account.IdentityRecord;
import net.atrelay.store.account.IdentityRecord.Kind;
import net.atrelay.store.bus.RawFrame;
import org.junit.jupiter.api.Test;

/// Who may speak for an account, and when its document is asked for (protocol reference §5.5 rows 5 to 8, §6.4,
/// §6.5).
class AuthorityTest {
    private final FoldFixture account = FoldFixture.known();

    @Test
    void nothingIsTakenOfAnAccountWhoseDocumentIsNotKnownYet() {
        FoldFixture stranger = new FoldFixture();
        Step step = stranger.commit(stranger.repo.put("3aaa", "one"));
        Request.ResolveIdentity asked = assertWaitsForIdentity(step);
        assertFalse(asked.forced());
        assertEquals(HOST, asked.causedByHost());
        assertNull(stranger.state.head());
        assertNull(stranger.state.host());
    }

    @Test
    void aFailedLookUpTeachesNothingAndLetsNothingPass() {
        FoldFixture stranger = new FoldFixture();
        RawFrame raw = stranger.rawFrom(HOST, stranger.repo.put("3aaa", "one").commitFrame(1));
        assertWaitsForIdentity(stranger.take(raw));
        stranger.answer(new IdentityAnswer.Failed());
        stranger.answer(new IdentityAnswer.RateLimited());
        stranger.now += 60 * SECOND;
        assertWaitsForIdentity(stranger.take(raw));
        assertNull(stranger.state.head());
    }

    @Test
    void aCommitSignedByAnotherKeyNeverPassesWhileTheDirectoryIsDown() {
        account.state = account.state.withIdentity(
                FoldFixture.resolved(TestKey.OTHER_DID_KEY, HOST, account.now - 60 * SECOND));
        RawFrame raw = account.rawFrom(HOST, account.repo.put("3aaa", "one").commitFrame(1));
        assertTrue(assertWaitsForIdentity(account.take(raw)).forced());
        account.answer(new IdentityAnswer.Failed());
        assertNull(account.state.head());
        account.answer(new IdentityAnswer.Resolved(TestKey.OTHER_DID_KEY, HOST, account.now));
        account.tried = new Input.Tried(true, false);
        assertDropped(Reason.SIGNATURE_INVALID, account.take(raw));
    }

    @Test
    void aRotatedKeyIsFoundByOneRefresh() {
        account.state = account.state.withIdentity(
                FoldFixture.resolved(TestKey.OTHER_DID_KEY, HOST, account.now - 60 * SECOND));
        RawFrame raw = account.rawFrom(HOST, account.repo.put("3aaa", "one").commitFrame(1));
        Request.ResolveIdentity asked = assertWaitsForIdentity(account.take(raw));
        assertTrue(asked.forced());
        account.answer(new IdentityAnswer.Resolved(TestKey.DID_KEY, HOST, account.now));
        account.tried = new Input.Tried(true, false);
        assertAccepted(account.take(raw));
    }

    @Test
    void aRefreshLeavesReplicasTimeToCatchUp() {
        account.state =
                account.state.withIdentity(FoldFixture.resolved(TestKey.OTHER_DID_KEY, HOST, account.now - SECOND / 2));
        Request.ResolveIdentity asked = assertWaitsForIdentity(account.commit(account.repo.put("3aaa", "one")));
        assertEquals(account.now - SECOND / 2 + Freshness.REPLICA_LAG_MICROS, asked.notBeforeMicros());
    }

    @Test
    void theNextRefreshForASignatureWaitsForTheGap() {
        IdentityRecord identity = FoldFixture.resolved(TestKey.OTHER_DID_KEY, HOST, account.now - 10 * SECOND);
        account.state = account.state.withIdentity(identity.forcedBy(HOST, account.now - 10 * SECOND));
        Request.ResolveIdentity asked = assertWaitsForIdentity(account.commit(account.repo.put("3aaa", "one")));
        assertEquals(account.now - 10 * SECOND + FoldFixture.FORCED_GAP_MICROS, asked.notBeforeMicros());
    }

    /// A restart judges what waits anew; one after the other must not put the refresh off for ever.
    @Test
    void aRefreshThatIsStillToComeIsNotPutOffWhenItsFrameIsJudgedAgain() {
        IdentityRecord identity = FoldFixture.resolved(TestKey.OTHER_DID_KEY, HOST, account.now - 10 * SECOND);
        account.state = account.state.withIdentity(identity.forcedBy(HOST, account.now - 10 * SECOND));
        RawFrame raw = account.rawFrom(HOST, account.repo.put("3aaa", "one").commitFrame(1));
        Request.ResolveIdentity asked = assertWaitsForIdentity(account.take(raw));
        account.now += SECOND;
        assertEquals(asked, assertWaitsForIdentity(account.take(raw)));
        account.now = asked.notBeforeMicros();
        account.answer(new IdentityAnswer.Resolved(TestKey.DID_KEY, HOST, account.now));
        assertAccepted(account.take(raw));
    }

    @Test
    void aFrameOfTheNewHostIsNotDroppedWhenItIsJudgedAgainBeforeItsAnswerCame() {
        RawFrame raw =
                account.rawFrom(OTHER_HOST, account.repo.put("3aaa", "one").commitFrame(1));
        assertWaitsForIdentity(account.take(raw));
        account.now += SECOND;
        assertTrue(assertWaitsForIdentity(account.take(raw)).forced());
        account.answer(new IdentityAnswer.Resolved(TestKey.DID_KEY, OTHER_HOST, account.now));
        assertAccepted(account.take(raw));
    }

    @Test
    void aDocumentNewerThanTheFrameIsNotAskedForAgain() {
        RawFrame raw = account.rawFrom(HOST, account.repo.put("3aaa", "one").commitFrame(1));
        account.state = account.state.withIdentity(
                FoldFixture.resolved(TestKey.OTHER_DID_KEY, HOST, account.now + Freshness.REPLICA_LAG_MICROS));
        account.now += 60 * SECOND;
        assertDropped(Reason.SIGNATURE_INVALID, account.take(raw));
    }

    @Test
    void anotherHostCausesOneRefreshAndThenNoneForAWhile() {
        RawFrame raw =
                account.rawFrom(OTHER_HOST, account.repo.put("3aaa", "one").commitFrame(1));
        Request.ResolveIdentity asked = assertWaitsForIdentity(account.take(raw));
        assertTrue(asked.forced());
        assertEquals(OTHER_HOST, asked.causedByHost());
        account.answer(new IdentityAnswer.Resolved(TestKey.DID_KEY, HOST, account.now));
        assertDropped(Reason.HOST_MISMATCH, account.take(raw));
        account.now += 20 * SECOND;
        assertDropped(Reason.HOST_MISMATCH, account.from(OTHER_HOST, account(false, "deleted")));
        account.now += 11 * SECOND;
        assertWaitsForIdentity(account.from(OTHER_HOST, account(false, "deleted")));
    }

    @Test
    void aFalseFrameOfOneHostDoesNotMakeAnotherHostsClaimDisregarded() {
        slanderedBy("evil.example.com");
        account.now += 5 * SECOND;
        RawFrame claim = account.rawFrom(OTHER_HOST, account(true, null));
        Request.ResolveIdentity asked = assertWaitsForIdentity(account.take(claim));
        assertTrue(asked.forced());
        assertEquals(OTHER_HOST, asked.causedByHost());
        account.answer(new IdentityAnswer.Resolved(TestKey.DID_KEY, OTHER_HOST, account.now));
        account.tried = new Input.Tried(true, false);
        assertAccepted(account.take(claim));
        assertEquals(OTHER_HOST, account.state.host());
    }

    @Test
    void aFalseFrameOfAnotherHostDoesNotPutOffTheRefreshForASignature() {
        slanderedBy("evil.example.com");
        account.now += 5 * SECOND;
        account.state = account.state.withIdentity(new IdentityRecord(
                Kind.RESOLVED,
                TestKey.OTHER_DID_KEY,
                HOST,
                account.now - 5 * SECOND,
                0,
                Objects.requireNonNull(account.state.identity()).forced()));
        Request.ResolveIdentity asked = assertWaitsForIdentity(account.commit(account.repo.put("3aaa", "one")));
        assertEquals(account.now, asked.notBeforeMicros());
    }

    /// However many hosts there are, look-ups of one DID are a replica's lag apart; one that is not
    /// remembered any more may cause another before its gap has passed, and none is kept from causing its first.
    @Test
    void manyHostsCauseOneRefreshEachATimeApart() {
        String first = "evil0.example.com";
        long last = 0;
        for (int i = 0; i <= ForcedLookUps.HOSTS_MAX; i++) {
            long at = slanderedBy("evil" + i + ".example.com");
            assertTrue(at - last >= Freshness.REPLICA_LAG_MICROS, "look-up " + i + " at " + at + " after " + last);
            last = at;
        }
        assertWaitsForIdentity(account.from(first, account(false, "deleted")));
        assertDropped(Reason.HOST_MISMATCH, account.from("evil3.example.com", account(false, "deleted")));
    }

    /// The host says something false; the document that is looked up for it names the account's own host.
    private long slanderedBy(String host) {
        RawFrame raw = account.rawFrom(host, account(false, "deleted"));
        Request.ResolveIdentity asked = assertWaitsForIdentity(account.take(raw));
        assertTrue(asked.forced());
        account.now = Math.max(account.now, asked.notBeforeMicros());
        account.answer(new IdentityAnswer.Resolved(TestKey.DID_KEY, HOST, account.now));
        account.tried = new Input.Tried(true, false);
        assertDropped(Reason.HOST_MISMATCH, account.take(raw));
        account.tried = Input.Tried.NOTHING;
        return asked.notBeforeMicros();
    }

    @Test
    void aNewDocumentMovesTheAccountToItsHost() {
        RawFrame raw =
                account.rawFrom(OTHER_HOST, account.repo.put("3aaa", "one").commitFrame(1));
        assertWaitsForIdentity(account.take(raw));
        account.answer(new IdentityAnswer.Resolved(TestKey.DID_KEY, OTHER_HOST, account.now));
        account.tried = new Input.Tried(true, false);
        assertAccepted(account.take(raw));
        assertEquals(OTHER_HOST, account.state.host());
    }

    @Test
    void whatTheDirectoryLacksIsDroppedByItsReason() {
        account.tried = new Input.Tried(true, false);
        long at = account.now - SECOND;
        assertDroppedWith(FoldFixture.without(Kind.NOT_FOUND, at), Reason.DID_NOT_FOUND);
        assertDroppedWith(FoldFixture.without(Kind.TOMBSTONED, at), Reason.DID_TOMBSTONED);
        assertDroppedWith(FoldFixture.without(Kind.INVALID_DOCUMENT, at), Reason.DOCUMENT_INVALID);
        assertDroppedWith(FoldFixture.resolved(TestKey.DID_KEY, null, at), Reason.PDS_MISSING);
    }

    @Test
    void anAccountThatTheDirectoryDidNotKnowIsLookedUpOnceMoreWhenItsHostInsists() {
        account.state = account.state.withIdentity(FoldFixture.without(Kind.NOT_FOUND, account.now - SECOND));
        RawFrame raw = account.rawFrom(HOST, account.repo.put("3aaa", "one").commitFrame(1));
        assertTrue(assertWaitsForIdentity(account.take(raw)).forced());
        account.answer(new IdentityAnswer.Resolved(TestKey.DID_KEY, HOST, account.now));
        account.tried = new Input.Tried(true, false);
        assertAccepted(account.take(raw));
    }

    @Test
    void anInvalidDocumentCausesNoRefresh() {
        account.state = account.state.withIdentity(FoldFixture.without(Kind.INVALID_DOCUMENT, account.now - SECOND));
        Step step = account.commit(account.repo.put("3aaa", "one"));
        assertDropped(Reason.DOCUMENT_INVALID, step);
        assertTrue(step.requests().isEmpty());
    }

    @Test
    void anOldDocumentIsUsedWhileANewOneIsFetched() {
        account.now += Freshness.FULL_MICROS;
        Step step = account.commit(account.repo.put("3aaa", "one"));
        assertAccepted(step);
        Request.ResolveIdentity asked = (Request.ResolveIdentity) FoldFixture.only(step.requests());
        assertFalse(asked.forced());
        account.answer(new IdentityAnswer.Failed());
        assertAccepted(account.commit(account.repo.put("3bbb", "two")));
        account.answer(new IdentityAnswer.Resolved(TestKey.DID_KEY, HOST, account.now));
        assertTrue(account.commit(account.repo.put("3ccc", "three")).requests().isEmpty());
    }

    @Test
    void anOldRefusalIsAskedAgainBeforeItCounts() {
        account.state = account.state.withIdentity(
                FoldFixture.without(Kind.NOT_FOUND, account.now - Freshness.NOT_FOUND_MICROS - 1));
        assertFalse(assertWaitsForIdentity(account.commit(account.repo.put("3aaa", "one")))
                .forced());
        account.state = account.state.withIdentity(
                FoldFixture.without(Kind.INVALID_DOCUMENT, account.now - Freshness.LACKING_MICROS - 1));
        assertFalse(assertWaitsForIdentity(account.commit(account.repo.put("3bbb", "one")))
                .forced());
    }

    @Test
    void aFrameThatWaitedTooLongIsDropped() {
        RawFrame raw = account.rawFrom(HOST, account(true, null));
        assertDropped(Reason.WAIT_EXPIRED, account.apply(new Input.WaitExpired(raw, account.now)));
    }

    private void assertDroppedWith(IdentityRecord identity, Reason reason) {
        account.state = account.state.withIdentity(identity);
        assertDropped(reason, account.from(HOST, account(true, null)));
        assertDropped(reason, account.commit(account.repo.put("3aaa", reason.label())));
        assertDropped(reason, account.sync(account.repo.commit()));
    }
}
