package net.atrelay.verify.core;

import static net.atrelay.verify.core.FoldFixture.account;
import static net.atrelay.verify.core.FoldFixture.toldStatus;
import static net.atrelay.verify.core.Verdicts.assertAccepted;
import static net.atrelay.verify.core.Verdicts.assertDropped;
import static net.atrelay.verify.core.Verdicts.assertWaitsForHostStatus;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Objects;
import net.atrelay.atproto.cbor.CborFields;
import net.atrelay.store.account.EffectiveStatus;
import net.atrelay.store.account.IdentityRecord;
import net.atrelay.store.account.LocalStatus;
import net.atrelay.store.account.UpstreamStatus;
import net.atrelay.store.bus.RawFrame;
import org.junit.jupiter.api.Test;

/// The account status machine (protocol reference §5.10).
class AccountStepsTest {
    private final FoldFixture fixture = FoldFixture.known();

    @Test
    void theHostsWordGoesOutUntouchedWhileWeAddNothing() {
        for (String status : new String[] {"deactivated", "takendown", "suspended", "deleted", "somethingNew", null}) {
            byte[] frame = account(false, status);
            Step step = fixture.from(FoldFixture.HOST, frame);
            assertAccepted(step);
            assertArrayEquals(frame, FoldFixture.only(step.events()).frame());
            assertEquals(new UpstreamStatus(false, status), fixture.state.upstream());
        }
        assertAccepted(fixture.from(FoldFixture.HOST, account(true, null)));
        assertEquals(UpstreamStatus.ACTIVE, fixture.state.upstream());
    }

    @Test
    void anActiveAccountCarriesNoWord() {
        Step step = fixture.from(FoldFixture.HOST, account(true, "desynchronized"));
        assertAccepted(step);
        assertEquals(new EffectiveStatus(true, null), toldStatus(step));
        assertEquals(new UpstreamStatus(true, "desynchronized"), fixture.state.upstream());
    }

    @Test
    void aLocalTakedownOverridesTheHost() {
        fixture.state = fixture.state.withLocal(LocalStatus.TAKENDOWN);
        Step step = fixture.from(FoldFixture.HOST, account(true, null));
        assertAccepted(step);
        assertEquals(new EffectiveStatus(false, "takendown"), toldStatus(step));
        assertEquals(UpstreamStatus.ACTIVE, fixture.state.upstream());
    }

    @Test
    void aThrottledHostsAccountIsShownAsThrottled() {
        fixture.state = fixture.state.withLocal(LocalStatus.HOST_THROTTLED);
        assertEquals(
                new EffectiveStatus(false, "throttled"),
                toldStatus(fixture.from(FoldFixture.HOST, account(true, null))));
    }

    @Test
    void unknownFieldsOutliveAChangedStatus() {
        fixture.state = fixture.state.withLocal(LocalStatus.SUSPENDED);
        CborFields fields = new CborFields()
                .putText("did", FoldFixture.DID.value())
                .putInteger("seq", 3)
                .putText("time", "2026-01-01T00:00:00.000Z")
                .putBoolean("active", true)
                .putText("surplus", "kept");
        Step step = fixture.from(FoldFixture.HOST, TestCommit.frame("#account", fields));
        byte[] expected =
                TestCommit.frame("#account", fields.putBoolean("active", false).putText("status", "suspended"));
        assertArrayEquals(expected, FoldFixture.only(step.events()).frame());
    }

    @Test
    void anotherHostsWordIsNotTaken() {
        fixture.tried = new Input.Tried(true, false);
        assertDropped(Reason.HOST_MISMATCH, fixture.from(FoldFixture.OTHER_HOST, account(false, "deleted")));
        assertEquals(UpstreamStatus.ACTIVE, fixture.state.upstream());
    }

    @Test
    void anAnswerOfAHostThatTheAccountHasLeftIsNotTaken() {
        HostStatusAnswer answer = new HostStatusAnswer.Stated(false, "deleted");
        Step step = fixture.apply(
                new Input.HostStatusAnswered(FoldFixture.OTHER_HOST, answer, fixture.now, 7, Admission.ADMITTED));
        assertEquals(List.of(), step.events());
        assertEquals(UpstreamStatus.ACTIVE, fixture.state.upstream());
        assertEquals(1, fixture.answer(answer).events().size());
    }

    @Test
    void noKeyIsNeededToStateAStatus() {
        fixture.state = fixture.state.withIdentity(
                FoldFixture.resolved(null, FoldFixture.HOST, fixture.now - FoldFixture.SECOND));
        assertAccepted(fixture.from(FoldFixture.HOST, account(true, null)));
    }

    @Test
    void aStatusBeyondAllWordsIsDropped() {
        assertAccepted(fixture.from(FoldFixture.HOST, account(false, "x".repeat(AccountSteps.STATUS_LENGTH_MAX))));
        assertDropped(
                Reason.OVER_LIMIT,
                fixture.from(FoldFixture.HOST, account(false, "x".repeat(AccountSteps.STATUS_LENGTH_MAX + 1))));
    }

    @Test
    void aCommitOfAnInactiveAccountAsksTheHostAndIsDroppedIfThatStands() {
        fixture.from(FoldFixture.HOST, account(false, "deactivated"));
        RawFrame raw = fixture.rawFrom(
                FoldFixture.HOST, fixture.repo.put("3aaa", "one").commitFrame(1));
        assertEquals(
                FoldFixture.HOST, assertWaitsForHostStatus(fixture.take(raw)).host());
        assertTrue(fixture.answer(new HostStatusAnswer.Stated(false, "deactivated"))
                .events()
                .isEmpty());
        fixture.tried = new Input.Tried(false, true);
        assertDropped(Reason.UPSTREAM_INACTIVE, fixture.take(raw));
        for (HostStatusAnswer nothing :
                new HostStatusAnswer[] {new HostStatusAnswer.Failed(), new HostStatusAnswer.NotFound()}) {
            assertTrue(fixture.answer(nothing).events().isEmpty());
            assertEquals(new UpstreamStatus(false, "deactivated"), fixture.state.upstream());
        }
    }

    @Test
    void consumersHearThatTheAccountIsActiveBeforeTheCommitThatSaysSo() {
        fixture.from(FoldFixture.HOST, account(false, "deactivated"));
        RawFrame raw = fixture.rawFrom(
                FoldFixture.HOST, fixture.repo.put("3aaa", "one").commitFrame(1));
        assertWaitsForHostStatus(fixture.take(raw));
        Step answered = fixture.answer(new HostStatusAnswer.Stated(true, null));
        assertEquals(new EffectiveStatus(true, null), toldStatus(answered));
        fixture.tried = new Input.Tried(false, true);
        assertAccepted(fixture.take(raw));
    }

    @Test
    void aTombstoneIsADeletionToldOnceAndTakenBackByTheHost() {
        fixture.now += FoldFixture.SECOND;
        Step dead = fixture.answer(new IdentityAnswer.Tombstoned(fixture.now));
        assertEquals(new EffectiveStatus(false, "deleted"), toldStatus(dead));
        assertDropped(Reason.DID_TOMBSTONED, fixture.commit(fixture.repo.put("3aaa", "one")));
        assertTrue(fixture.answer(new IdentityAnswer.Tombstoned(fixture.now + 1))
                .events()
                .isEmpty());

        fixture.answer(new IdentityAnswer.Resolved(TestKey.DID_KEY, FoldFixture.HOST, fixture.now + 2));
        Step back = fixture.from(FoldFixture.HOST, account(true, null));
        assertEquals(new EffectiveStatus(true, null), toldStatus(back));
        assertAccepted(fixture.commit(fixture.repo.put("3bbb", "two")));
    }

    @Test
    void aTombstoneOfAnAccountNobodySpokeForIsNoNews() {
        FoldFixture stranger = new FoldFixture();
        assertTrue(stranger.answer(new IdentityAnswer.Tombstoned(stranger.now))
                .events()
                .isEmpty());
        assertEquals(
                IdentityRecord.Kind.TOMBSTONED,
                Objects.requireNonNull(stranger.state.identity()).kind());
    }

    @Test
    void aTakedownIsToldAtOnceAndSoIsItsEnd() {
        Step down = fixture.apply(takedown(true));
        assertEquals(new EffectiveStatus(false, "takendown"), toldStatus(down));
        assertTrue(fixture.apply(takedown(true)).events().isEmpty(), "told once");
        Step up = fixture.apply(takedown(false));
        assertEquals(new EffectiveStatus(true, null), toldStatus(up));
        assertTrue(fixture.apply(takedown(false)).events().isEmpty(), "told once");
    }

    @Test
    void aWeakerRestrictionNeverTakesAStrongersPlace() {
        fixture.apply(ruling(LocalStatus.SUSPENDED, true));
        assertTrue(fixture.apply(ruling(LocalStatus.THROTTLED, true)).events().isEmpty());
        assertEquals(LocalStatus.SUSPENDED, fixture.state.local());
        assertEquals(new EffectiveStatus(false, "takendown"), toldStatus(fixture.apply(takedown(true))));
        assertTrue(fixture.apply(ruling(LocalStatus.SUSPENDED, false)).events().isEmpty(), "another one");
        assertEquals(LocalStatus.TAKENDOWN, fixture.state.local());
    }

    @Test
    void aSoftThrottleIsNotTold() {
        assertTrue(fixture.apply(ruling(LocalStatus.THROTTLED, true)).events().isEmpty());
        assertEquals(LocalStatus.THROTTLED, fixture.state.local());
        assertAccepted(fixture.commit(fixture.repo.put("3aaa", "one")));
    }

    @Test
    void anAccountNeverHeardOfCanBeTakenDown() {
        FoldFixture stranger = new FoldFixture();
        Step down = stranger.apply(takedown(true));
        assertEquals(new EffectiveStatus(false, "takendown"), toldStatus(down));
        assertTrue(AccountFold.isKept(stranger.state));
        stranger.answer(new IdentityAnswer.Resolved(TestKey.DID_KEY, FoldFixture.HOST, stranger.now));
        assertDropped(Reason.LOCALLY_INACTIVE, stranger.commit(stranger.repo.put("3aaa", "one")));
        assertEquals(FoldFixture.HOST, stranger.state.host());
    }

    @Test
    void onlyAnOperatorsRestrictionIsARuling() {
        assertThrows(IllegalArgumentException.class, () -> ruling(LocalStatus.ACTIVE, true));
        assertThrows(IllegalArgumentException.class, () -> ruling(LocalStatus.HOST_THROTTLED, true));
    }

    private Input takedown(boolean holds) {
        return ruling(LocalStatus.TAKENDOWN, holds);
    }

    private Input ruling(LocalStatus restriction, boolean holds) {
        return new Input.Ruling(restriction, holds, fixture.now, 7);
    }

    @Test
    void everyPairOfStatusesHasItsEffect() {
        UpstreamStatus deactivated = new UpstreamStatus(false, "deactivated");
        UpstreamStatus wordless = new UpstreamStatus(false, null);
        assertEquals(new EffectiveStatus(false, "deactivated"), EffectiveStatus.of(LocalStatus.ACTIVE, deactivated));
        assertEquals(new EffectiveStatus(false, null), EffectiveStatus.of(LocalStatus.ACTIVE, wordless));
        assertEquals(new EffectiveStatus(true, null), EffectiveStatus.of(LocalStatus.THROTTLED, UpstreamStatus.ACTIVE));
        assertEquals(new EffectiveStatus(false, "takendown"), EffectiveStatus.of(LocalStatus.TAKENDOWN, deactivated));
        assertEquals(
                new EffectiveStatus(false, "suspended"),
                EffectiveStatus.of(LocalStatus.SUSPENDED, UpstreamStatus.ACTIVE));
    }
}
