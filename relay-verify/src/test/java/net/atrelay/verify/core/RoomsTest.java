package net.atrelay.verify.core;

import static net.atrelay.verify.core.FoldFixture.HOST;
import static net.atrelay.verify.core.FoldFixture.OTHER_HOST;
import static net.atrelay.verify.core.FoldFixture.SECOND;
import static net.atrelay.verify.core.FoldFixture.account;
import static net.atrelay.verify.core.FoldFixture.identity;
import static net.atrelay.verify.core.FoldFixture.toldStatus;
import static net.atrelay.verify.core.Verdicts.assertAccepted;
import static net.atrelay.verify.core.Verdicts.assertDropped;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import net.atrelay.atproto.stream.AccountFrame;
import net.atrelay.atproto.stream.CommitFrame;
import net.atrelay.atproto.stream.FrameDecoder;
import net.atrelay.store.account.AccountState;
import net.atrelay.store.account.EffectiveStatus;
import net.atrelay.store.account.LocalStatus;
import net.atrelay.store.account.UpstreamStatus;
import org.junit.jupiter.api.Test;

/// Accounts beyond their host's limit (protocol reference §5.10, §8.5).
class RoomsTest {
    private static final EffectiveStatus ACTIVE = new EffectiveStatus(true, null);
    private static final EffectiveStatus THROTTLED = new EffectiveStatus(false, "throttled");

    /// A document is known; nobody has spoken for the account yet.
    private final FoldFixture account = new FoldFixture();

    RoomsTest() {
        account.state =
                account.state.withIdentity(FoldFixture.resolved(TestKey.DID_KEY, HOST, account.now - 60 * SECOND));
    }

    @Test
    void aNewAccountIsNothingBeforeItIsSaidWhetherThereIsRoom() {
        account.admission = Admission.UNASKED;
        for (byte[] frame :
                List.of(account(true, null), account.repo.put("3aaa", "one").commitFrame(1), identityOfNow())) {
            AccountState before = account.state;
            Step step = account.from(HOST, frame);
            assertEquals(new Step(before, new Verdict.NeedsRoom(HOST), List.of(), List.of()), step);
        }
    }

    @Test
    void withRoomItIsActive() {
        assertEquals(ACTIVE, toldStatus(account.from(HOST, account(true, null))));
        assertEquals(LocalStatus.ACTIVE, account.state.local());
        assertEquals(account.now, account.state.enteredAtMicros());
        assertAccepted(account.commit(account.repo.put("3aaa", "one")));
    }

    @Test
    void withoutRoomItIsToldAsThrottledAndItsCommitsAreDropped() {
        account.admission = Admission.THROTTLED;
        assertDropped(Reason.HOST_OVER_LIMIT, account.commit(account.repo.put("3aaa", "one")));
        assertEquals(HOST, account.state.host());
        assertEquals(THROTTLED, toldStatus(account.from(HOST, account(true, null))));
        assertDropped(Reason.HOST_OVER_LIMIT, account.sync(account.repo.commit()));
        assertAccepted(account.from(HOST, identity("alice.example.com")));
    }

    @Test
    void whenRoomIsMadeItIsToldActiveAndItsCommitsPass() {
        account.admission = Admission.THROTTLED;
        account.from(HOST, account(true, null));
        assertTrue(roomMade(OTHER_HOST).events().isEmpty(), "another host's room");
        assertEquals(ACTIVE, toldStatus(roomMade(HOST)));
        assertTrue(roomMade(HOST).events().isEmpty(), "told once");
        assertAccepted(account.commit(account.repo.put("3aaa", "one")));
    }

    @Test
    void anAccountThatIsDeletedWaitsNoLonger() {
        account.admission = Admission.THROTTLED;
        account.from(HOST, account(true, null));
        account.from(HOST, account(false, "deleted"));
        assertTrue(roomMade(HOST).events().isEmpty());
        assertEquals(LocalStatus.HOST_THROTTLED, account.state.local());
    }

    @Test
    void backFromDeletionItNeedsRoomAnew() {
        account.from(HOST, account(true, null));
        account.from(HOST, account(false, "deleted"));
        account.now += SECOND;
        account.admission = Admission.UNASKED;
        assertEquals(
                new Verdict.NeedsRoom(HOST),
                account.from(HOST, account(true, null)).verdict());
        account.admission = Admission.THROTTLED;
        assertEquals(THROTTLED, toldStatus(account.from(HOST, account(true, null))));
        assertEquals(account.now, account.state.enteredAtMicros());
    }

    @Test
    void anAnswerOfTheHostThatBringsItBackNeedsRoomToo() {
        account.from(HOST, account(true, null));
        account.from(HOST, account(false, "deleted"));
        account.admission = Admission.UNASKED;
        Step asked = account.answer(new HostStatusAnswer.Stated(true, null));
        assertEquals(new Step(account.state, new Verdict.NeedsRoom(HOST), List.of(), List.of()), asked);
        account.admission = Admission.THROTTLED;
        assertEquals(THROTTLED, toldStatus(account.answer(new HostStatusAnswer.Stated(true, null))));
        assertEquals(UpstreamStatus.ACTIVE, account.state.upstream());
    }

    @Test
    void deactivationAndReturnNeedNoRoomAnew() {
        account.from(HOST, account(true, null));
        account.admission = Admission.UNASKED;
        assertAccepted(account.from(HOST, account(false, "deactivated")));
        assertEquals(ACTIVE, toldStatus(account.from(HOST, account(true, null))));
    }

    @Test
    void anAccountThatMovesToAFullHostIsToldThrottledBeforeItsCommitIsDropped() {
        account.from(HOST, account(true, null));
        moveTo(OTHER_HOST);
        account.admission = Admission.THROTTLED;
        Step moved = account.from(OTHER_HOST, account.repo.put("3aaa", "one").commitFrame(1));
        assertEquals(new Verdict.Dropped(Reason.HOST_OVER_LIMIT), moved.verdict());
        assertEquals(THROTTLED, toldStatus(moved));
        assertDropped(
                Reason.HOST_OVER_LIMIT,
                account.from(OTHER_HOST, account.repo.put("3bbb", "two").commitFrame(1)));
    }

    @Test
    void anAccountThatLeavesAFullHostIsToldActiveBeforeItsFirstCommit() {
        account.admission = Admission.THROTTLED;
        account.from(HOST, account(true, null));
        moveTo(OTHER_HOST);
        account.admission = Admission.ADMITTED;
        Step moved = account.from(OTHER_HOST, account.repo.put("3aaa", "one").commitFrame(1));
        assertEquals(new Verdict.Accepted(Set.of()), moved.verdict());
        AccountFrame told =
                (AccountFrame) FrameDecoder.decode(moved.events().getFirst().frame());
        assertEquals(ACTIVE, new EffectiveStatus(told.active(), told.status()));
        assertTrue(FrameDecoder.decode(moved.events().getLast().frame()) instanceof CommitFrame);
    }

    @Test
    void aMoveToldByItsOwnAccountFrameIsToldOnce() {
        account.from(HOST, account(true, null));
        moveTo(OTHER_HOST);
        account.admission = Admission.THROTTLED;
        assertEquals(THROTTLED, toldStatus(account.from(OTHER_HOST, account(true, null))));
    }

    @Test
    void aRestrictedAccountComesWithoutAskingForRoom() {
        account.apply(new Input.Ruling(LocalStatus.TAKENDOWN, true, account.now, 7));
        account.admission = Admission.UNASKED;
        assertEquals(new EffectiveStatus(false, "takendown"), toldStatus(account.from(HOST, account(true, null))));
        assertEquals(LocalStatus.TAKENDOWN, account.state.local());
    }

    private Step roomMade(String host) {
        return account.apply(new Input.RoomMade(host, account.now, 7));
    }

    private void moveTo(String host) {
        account.now += 60 * SECOND;
        account.answer(new IdentityAnswer.Resolved(TestKey.DID_KEY, host, account.now));
    }

    /// A frame for which the document at hand is new enough.
    private byte[] identityOfNow() {
        account.answer(new IdentityAnswer.Resolved(TestKey.DID_KEY, HOST, account.now));
        return identity(null);
    }
}
