package net.atrelay.verify.core;

import static net.atrelay.verify.core.FoldFixture.HOST;
import static net.atrelay.verify.core.FoldFixture.OTHER_HOST;
import static net.atrelay.verify.core.FoldFixture.SECOND;
import static net.atrelay.verify.core.FoldFixture.account;
import static net.atrelay.verify.core.FoldFixture.identity;
import static net.atrelay.verify.core.FoldFixture.toldStatus;
import static net.atrelay.verify.core.Verdicts.assertAccepted;
import static net.atrelay.verify.core.Verdicts.assertDropped;
import static net.atrelay.verify.core.Verdicts.assertIgnored;
import static net.atrelay.verify.core.Verdicts.assertWaitsForHostStatus;
import static net.atrelay.verify.core.Verdicts.assertWaitsForIdentity;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import net.atrelay.store.account.EffectiveStatus;
import net.atrelay.store.account.UpstreamStatus;
import net.atrelay.store.bus.RawFrame;
import org.junit.jupiter.api.Test;

/// The orders in which the frames of a migration arrive (protocol reference §8.2, by their letters). The account
/// moves from `OTHER_HOST` with another key to `HOST` with the key that [TestRepo] signs with.
class MigrationTest {
    private static final EffectiveStatus ACTIVE = new EffectiveStatus(true, null);

    private final FoldFixture account = new FoldFixture();

    MigrationTest() {
        account.state = account.state
                .withHost(OTHER_HOST)
                .withIdentity(FoldFixture.resolved(TestKey.OTHER_DID_KEY, OTHER_HOST, account.now - 3_600 * SECOND));
    }

    @Test
    void aIdentityThenAccountThenSyncFromTheNewHost() {
        assertAccepted(account.from(HOST, identity(null)));
        RawFrame active = account.rawFrom(HOST, account(true, null));
        assertWaitsForIdentity(account.take(active));
        documentChanges();
        assertAccepted(account.take(active));
        assertAccepted(account.sync(account.repo.commit()));
        assertEquals(HOST, account.state.host());
        assertOldHostIsSilent();
    }

    @Test
    void bTheOldHostDeactivatesFirst() {
        Step before = account.from(OTHER_HOST, account(false, "deactivated"));
        assertEquals(new EffectiveStatus(false, "deactivated"), toldStatus(before));
        RawFrame active = account.rawFrom(HOST, account(true, null));
        assertWaitsForIdentity(account.take(active));
        documentChanges();
        assertEquals(ACTIVE, toldStatus(account.take(active)));
        assertAccepted(account.commit(account.repo.put("3aaa", "one")));
        assertOldHostIsSilent();
    }

    @Test
    void cTheNewHostsCommitComesFirst() {
        movesByTheNewHostsCommit();
    }

    private void movesByTheNewHostsCommit() {
        RawFrame commit = account.rawFrom(HOST, account.repo.put("3aaa", "one").commitFrame(1));
        assertWaitsForIdentity(account.take(commit));
        documentChanges();
        assertAccepted(account.take(commit));
        assertEquals(HOST, account.state.host());
    }

    @Test
    void dTheOldHostCommitsAfterTheChange() {
        movesByTheNewHostsCommit();
        assertOldHostIsSilent();
        account.now += 40 * SECOND;
        RawFrame late =
                account.rawFrom(OTHER_HOST, account.repo.put("3ccc", "late").commitFrame(1));
        assertWaitsForIdentity(account.take(late));
        account.answer(new IdentityAnswer.Resolved(TestKey.DID_KEY, HOST, account.now));
        account.tried = new Input.Tried(true, false);
        assertDropped(Reason.HOST_MISMATCH, account.take(late));
    }

    @Test
    void eTheNewHostSpeaksBeforeTheChangeAndIsHealedByItsSync() {
        RawFrame early = account.rawFrom(HOST, account.repo.put("3aaa", "early").commitFrame(1));
        assertWaitsForIdentity(account.take(early));
        account.answer(new IdentityAnswer.Resolved(TestKey.OTHER_DID_KEY, OTHER_HOST, account.now));
        assertDropped(Reason.HOST_MISMATCH, account.take(early));
        account.now += 10 * SECOND;
        assertAccepted(account.from(HOST, identity(null)));
        RawFrame sync = account.rawFrom(HOST, account.repo.commit().syncFrame(1));
        assertWaitsForIdentity(account.take(sync));
        documentChanges();
        assertAccepted(account.take(sync));
    }

    @Test
    void fTheNewHostNeverSaysThatTheAccountIsActive() {
        account.from(OTHER_HOST, account(false, "deactivated"));
        RawFrame commit = account.rawFrom(HOST, account.repo.put("3aaa", "one").commitFrame(1));
        assertWaitsForIdentity(account.take(commit));
        documentChanges();
        account.tried = new Input.Tried(true, false);
        assertEquals(HOST, assertWaitsForHostStatus(account.take(commit)).host());
        assertEquals(ACTIVE, toldStatus(account.answer(new HostStatusAnswer.Stated(true, null))));
        account.tried = new Input.Tried(true, true);
        assertAccepted(account.take(commit));
        assertEquals(UpstreamStatus.ACTIVE, account.state.upstream());
    }

    @Test
    void gNoOrderOfArrivalMatters() {
        List<byte[]> fromNew = List.of(
                identity(null), account(true, null), account.repo.commit().syncFrame(1));
        for (List<byte[]> order : orders(fromNew)) {
            for (int lateAt = 0; lateAt <= order.size(); lateAt++) {
                assertNewHostWins(order, lateAt);
            }
        }
    }

    /// The document has changed already; the old host's last word comes before the frame at `lateAt`. It is believed
    /// only while nothing has cast doubt on what is known.
    private void assertNewHostWins(List<byte[]> order, int lateAt) {
        FoldFixture each = new FoldFixture();
        each.state = account.state;
        for (int i = 0; i <= order.size(); i++) {
            if (i == lateAt) {
                Step late = settled(each, OTHER_HOST, account(false, "deactivated"));
                assertEquals(i == 0, late.verdict() instanceof Verdict.Accepted);
            }
            if (i < order.size()) {
                assertAccepted(settled(each, HOST, order.get(i)));
            }
        }
        assertEquals(HOST, each.state.host());
        assertEquals(UpstreamStatus.ACTIVE, each.state.upstream());
        assertEquals(account.repo.rev, Objects.requireNonNull(each.state.head()).rev());
    }

    @Test
    void hTheOldHostIsDead() {
        assertAccepted(settled(account, HOST, account(true, null)));
        assertAccepted(settled(account, HOST, account.repo.commit().syncFrame(1)));
        assertEquals(HOST, account.state.host());
    }

    @Test
    void hTheOldHostDeletesOutOfSpiteAndTheNewOneTakesItBack() {
        Step deleted = account.from(OTHER_HOST, account(false, "deleted"));
        assertEquals(new EffectiveStatus(false, "deleted"), toldStatus(deleted));
        assertEquals(ACTIVE, toldStatus(settled(account, HOST, account(true, null))));
        assertAccepted(account.commit(account.repo.put("3aaa", "one")));
        assertOldHostIsSilent();
    }

    @Test
    void iRecoveryFlipsTheAccountBack() {
        movesByTheNewHostsCommit();
        account.now += 3_600 * SECOND;
        assertAccepted(account.from(OTHER_HOST, identity(null)));
        RawFrame active = account.rawFrom(OTHER_HOST, account(true, null));
        assertWaitsForIdentity(account.take(active));
        account.answer(new IdentityAnswer.Resolved(TestKey.DID_KEY, OTHER_HOST, account.now));
        assertAccepted(account.take(active));
        assertEquals(OTHER_HOST, account.state.host());
        TestRepo behind = new TestRepo(FoldFixture.DID.value(), account.now - 7_200 * SECOND);
        assertIgnored(
                Reason.REV_NOT_NEWER,
                account.from(OTHER_HOST, behind.put("3bbb", "from before").commitFrame(1)));
        assertAccepted(
                account.from(OTHER_HOST, account.repo.put("3ccc", "newer").commitFrame(1)));
        account.tried = new Input.Tried(true, false);
        assertDropped(
                Reason.HOST_MISMATCH, account.from(HOST, account.repo.commit().commitFrame(1)));
    }

    @Test
    void aHostThatChangesItsNameMovesItsAccountsOneByOne() {
        RawFrame commit = account.rawFrom(HOST, account.repo.put("3aaa", "one").commitFrame(1));
        Request.ResolveIdentity asked = assertWaitsForIdentity(account.take(commit));
        assertEquals(HOST, asked.causedByHost(), "the new name pays for it");
        account.answer(new IdentityAnswer.Resolved(TestKey.DID_KEY, HOST, account.now));
        account.admission = Admission.UNASKED;
        assertEquals(new Verdict.NeedsRoom(HOST), account.take(commit).verdict());
        account.admission = Admission.ADMITTED;
        assertAccepted(account.take(commit));
        assertOldHostIsSilent();
    }

    @Test
    void theOldNameOfAHostIsDroppedWhileBothAreRead() {
        byte[] commit = account.repo.put("3aaa", "one").commitFrame(1);
        assertAccepted(settled(account, HOST, commit));
        assertDropped(Reason.HOST_MISMATCH, settled(account, OTHER_HOST, commit));
    }

    @Test
    void aZombieCausesOneLookUpInHalfAMinuteAndNothingElse() {
        movesByTheNewHostsCommit();
        int lookUps = 0;
        for (int i = 0; i < 120; i++) {
            account.now += SECOND;
            Step step = account.from(OTHER_HOST, account(i % 2 == 0, "deactivated"));
            if (step.verdict() instanceof Verdict.Deferred(Request.ResolveIdentity lookUp)) {
                lookUps++;
                account.now = Math.max(account.now, lookUp.notBeforeMicros());
                documentChanges();
            } else {
                assertDropped(Reason.HOST_MISMATCH, step);
            }
        }
        assertEquals(4, lookUps);
        assertEquals(UpstreamStatus.ACTIVE, account.state.upstream());
        assertEquals(HOST, account.state.host());
    }

    @Test
    void aHostThatNeverHadTheAccountGetsNothingThroughButAnIdentityWithoutHandle() {
        movesByTheNewHostsCommit();
        String stranger = "stranger.example.com";
        account.now += 60 * SECOND;
        for (byte[] frame : List.of(
                account(false, "deleted"),
                account.repo.commit().commitFrame(1),
                account.repo.commit().syncFrame(1))) {
            assertDropped(Reason.HOST_MISMATCH, settled(account, stranger, frame));
        }
        assertAccepted(account.from(stranger, identity("mallory.example.com")), Reason.HANDLE_REMOVED);
        assertEquals(HOST, account.state.host());
    }

    /// The frame's step once all that it asks for has been answered: the document names `HOST`, where the account is
    /// active.
    private static Step settled(FoldFixture each, String host, byte[] frame) {
        RawFrame raw = each.rawFrom(host, frame);
        Step step = each.take(raw);
        for (int i = 0; step.verdict() instanceof Verdict.Deferred; i++) {
            assertTrue(i < 3, "asked again and again");
            if (step.requests().getFirst() instanceof Request.AskHostStatus) {
                each.answer(new HostStatusAnswer.Stated(true, null));
            } else {
                each.answer(new IdentityAnswer.Resolved(TestKey.DID_KEY, HOST, each.now));
            }
            each.tried = new Input.Tried(true, false);
            step = each.take(raw);
        }
        each.tried = Input.Tried.NOTHING;
        return step;
    }

    private static <T> List<List<T>> orders(List<T> elements) {
        if (elements.isEmpty()) {
            return List.of(List.of());
        }
        List<List<T>> orders = new ArrayList<>();
        for (int i = 0; i < elements.size(); i++) {
            List<T> rest = new ArrayList<>(elements);
            T first = rest.remove(i);
            for (List<T> order : orders(rest)) {
                List<T> whole = new ArrayList<>(List.of(first));
                whole.addAll(order);
                orders.add(whole);
            }
        }
        return orders;
    }

    @Test
    void theRevGoesOnAcrossHosts() {
        movesByTheNewHostsCommit();
        String rev = Objects.requireNonNull(account.state.head()).rev();
        TestRepo behind = new TestRepo(FoldFixture.DID.value(), account.now - 3_600 * SECOND);
        assertIgnored(Reason.REV_NOT_NEWER, account.commit(behind.put("3bbb", "old")));
        assertEquals(rev, Objects.requireNonNull(account.state.head()).rev());
    }

    private void documentChanges() {
        account.answer(new IdentityAnswer.Resolved(TestKey.DID_KEY, HOST, account.now));
    }

    private void assertOldHostIsSilent() {
        account.tried = new Input.Tried(true, false);
        assertDropped(Reason.HOST_MISMATCH, account.from(OTHER_HOST, account(false, "deactivated")));
        assertDropped(
                Reason.HOST_MISMATCH,
                account.from(OTHER_HOST, account.repo.commit().commitFrame(1)));
        assertEquals(UpstreamStatus.ACTIVE, account.state.upstream());
        account.tried = Input.Tried.NOTHING;
    }
}
