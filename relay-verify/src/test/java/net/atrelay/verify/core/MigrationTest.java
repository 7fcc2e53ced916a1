package net.atrelay.verify.core;

import static net.atrelay.verify.core.FoldFixture.HOST;
import static net.atrelay.verify.core.FoldFixture.OTHER_HOST;
import static net.atrelay.verify.core.FoldFixture.SECOND;
import static net.atrelay.verify.core.FoldFixture.account;
import static net.atrelay.verify.core.FoldFixture.identity;
import static net.atrelay.verify.core.FoldFixture.toldStatus;
import static net.atrelay.verify.core.Verdicts.assertAccepted;
import static net.atrelay.verify.core.Verdicts.assertDropped;
import static net.atrelay.verify.core.Verdicts.assertWaitsForHostStatus;
import static net.atrelay.verify.core.Verdicts.assertWaitsForIdentity;
import static org.junit.jupiter.api.Assertions.assertEquals;

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
    void theRevGoesOnAcrossHosts() {
        movesByTheNewHostsCommit();
        String rev = Objects.requireNonNull(account.state.head()).rev();
        TestRepo behind = new TestRepo(FoldFixture.DID.value(), account.now - 3_600 * SECOND);
        Verdicts.assertIgnored(Reason.REV_NOT_NEWER, account.commit(behind.put("3bbb", "old")));
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
