package net.atrelay.verify.core;

import static net.atrelay.verify.core.FoldFixture.HOST;
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

import java.util.Objects;
import net.atrelay.atproto.stream.Strictness;
import net.atrelay.store.account.EffectiveStatus;
import net.atrelay.store.account.UpstreamStatus;
import net.atrelay.store.bus.RawFrame;
import org.junit.jupiter.api.Test;

/// Whole stories of an account at one host, from its first frame to its last (protocol reference §8.1).
class LifecycleTest {
    private static final EffectiveStatus ACTIVE = new EffectiveStatus(true, null);
    private static final EffectiveStatus DEACTIVATED = new EffectiveStatus(false, "deactivated");

    private final FoldFixture account = FoldFixture.known();

    @Test
    void anAccountIsBornWritesAndIsDeleted() {
        FoldFixture born = new FoldFixture();
        RawFrame first = born.rawFrom(HOST, identity("alice.example.com"));
        assertWaitsForIdentity(born.take(first));
        born.answer(new IdentityAnswer.Resolved(TestKey.DID_KEY, HOST, born.now));
        assertAccepted(born.take(first));
        assertEquals(ACTIVE, toldStatus(born.from(HOST, account(true, null))));
        TestCommit genesis = born.repo.commit();
        genesis.signed = genesis.signed();
        assertAccepted(born.commit(genesis));
        assertAccepted(born.sync(genesis));
        assertAccepted(born.commit(born.repo.put("3aaa", "hello")));
        assertEquals(new EffectiveStatus(false, "deleted"), toldStatus(born.from(HOST, account(false, "deleted"))));
        RawFrame late = born.rawFrom(HOST, born.repo.put("3bbb", "late").commitFrame(1));
        assertWaitsForHostStatus(born.take(late));
        born.tried = new Input.Tried(false, true);
        assertDropped(Reason.UPSTREAM_INACTIVE, born.take(late));
        assertTrue(AccountFold.isKept(born.state), "its row and rev stay");
        assertTrue(born.state.head() != null);
    }

    @Test
    void aPostIsWrittenChangedAndDeletedUnderBothPolicies() {
        for (Strictness policy : Strictness.values()) {
            FoldFixture each = FoldFixture.known();
            each.policy = policy;
            assertAccepted(each.commit(each.repo.put("3aaa", "one")));
            assertAccepted(each.commit(each.repo.put("3aaa", "two")));
            assertAccepted(each.commit(each.repo.put("3aaa", null)));
            assertEquals(false, Objects.requireNonNull(each.state.head()).desynchronized());
        }
    }

    @Test
    void withoutPrevDataAPostPassesLenientAndIsRefusedStrict() {
        assertAccepted(account.commit(account.repo.put("3aaa", "one")));
        assertDropped(
                Reason.PREVIOUS_MISSING,
                account.commit(account.repo.put("3aaa", "two").withoutPrevData()));

        FoldFixture old = FoldFixture.known();
        old.policy = Strictness.LENIENT;
        assertAccepted(old.commit(old.repo.put("3aaa", "one").withoutPrevData()));
        assertAccepted(old.commit(old.repo.put("3aaa", "two").withoutPrevData()), Reason.PREVIOUS_MISSING);
        assertAccepted(old.commit(old.repo.put("3aaa", null).withoutPrevData()), Reason.PREVIOUS_MISSING);
    }

    @Test
    void withoutPrevDataTheRevBeforeTellsWhetherTheChainIsWhole() {
        FoldFixture old = FoldFixture.known();
        old.policy = Strictness.LENIENT;
        assertAccepted(old.commit(old.repo.put("3aaa", "one").withoutPrevData()));
        old.repo.put("3aaa", "never sent");
        assertAccepted(
                old.commit(old.repo.put("3aaa", "three").withoutPrevData()),
                Reason.PREVIOUS_MISSING,
                Reason.SINCE_DIFFERS,
                Reason.CHAIN_BROKEN);
        assertEquals(true, Objects.requireNonNull(old.state.head()).desynchronized());
    }

    @Test
    void aRepoThatIsKnownDoesNotBeginAgainWithoutABefore() {
        assertAccepted(account.commit(account.repo.put("3aaa", "one")));
        TestCommit again = account.repo.put("3bbb", "two").withoutPrevData();
        again.since = null;
        assertDropped(Reason.PREVIOUS_MISSING, account.commit(again));
    }

    @Test
    void aCommitUnderAnotherKeyIsRefusedUnderBothPolicies() {
        for (Strictness policy : Strictness.values()) {
            FoldFixture each = FoldFixture.known();
            each.policy = policy;
            each.tried = new Input.Tried(true, false);
            each.state =
                    each.state.withIdentity(FoldFixture.resolved(TestKey.OTHER_DID_KEY, HOST, each.now - 60 * SECOND));
            assertDropped(Reason.SIGNATURE_INVALID, each.commit(each.repo.put("3aaa", "one")));
        }
    }

    @Test
    void whileDeactivatedNothingPassesAndAfterItTheChainGoesOn() {
        assertAccepted(account.commit(account.repo.put("3aaa", "one")));
        assertEquals(DEACTIVATED, toldStatus(account.from(HOST, account(false, "deactivated"))));
        account.tried = new Input.Tried(false, true);
        assertDropped(Reason.UPSTREAM_INACTIVE, account.commit(account.repo.commit()));
        assertDropped(Reason.UPSTREAM_INACTIVE, account.sync(account.repo.commit()));
        account.tried = Input.Tried.NOTHING;
        assertEquals(ACTIVE, toldStatus(account.from(HOST, account(true, null))));
        assertAccepted(account.sync(account.repo.commit()));
        assertAccepted(account.commit(account.repo.put("3bbb", "two")));
        assertEquals(false, Objects.requireNonNull(account.state.head()).desynchronized());
    }

    @Test
    void aRevThatIsLowerOrEqualIsIgnoredAlsoAcrossInactivity() {
        TestCommit first = account.repo.put("3aaa", "one");
        TestCommit second = account.repo.put("3bbb", "two");
        assertAccepted(account.commit(first));
        assertAccepted(account.commit(second));
        account.from(HOST, account(false, "deactivated"));
        account.from(HOST, account(true, null));
        assertIgnored(Reason.REV_NOT_NEWER, account.commit(second));
        assertIgnored(Reason.REV_NOT_NEWER, account.commit(first));
    }

    @Test
    void aRotatedKeyThatIsAnnouncedCostsOneLookUpAndNoBreak() {
        account.state = account.state.withIdentity(
                FoldFixture.resolved(TestKey.OTHER_DID_KEY, HOST, account.now - 60 * SECOND));
        assertAccepted(account.from(HOST, identity("alice.example.com")));
        RawFrame sync = account.rawFrom(HOST, account.repo.commit().syncFrame(1));
        assertEquals(false, assertWaitsForIdentity(account.take(sync)).forced());
        account.answer(new IdentityAnswer.Resolved(TestKey.DID_KEY, HOST, account.now));
        assertAccepted(account.take(sync));
        assertAccepted(account.commit(account.repo.put("3aaa", "one")));
    }

    @Test
    void aRotatedKeyThatIsNotAnnouncedIsFoundByTheFirstCommitUnderIt() {
        account.state = account.state.withIdentity(
                FoldFixture.resolved(TestKey.OTHER_DID_KEY, HOST, account.now - 60 * SECOND));
        RawFrame commit = account.rawFrom(HOST, account.repo.put("3aaa", "one").commitFrame(1));
        assertEquals(true, assertWaitsForIdentity(account.take(commit)).forced());
        account.answer(new IdentityAnswer.Resolved(TestKey.DID_KEY, HOST, account.now));
        assertAccepted(account.take(commit));
    }

    @Test
    void theOldKeySignsNothingAfterTheRotation() {
        account.answer(new IdentityAnswer.Resolved(TestKey.OTHER_DID_KEY, HOST, account.now));
        account.tried = new Input.Tried(true, false);
        assertDropped(Reason.SIGNATURE_INVALID, account.commit(account.repo.put("3aaa", "one")));
        assertDropped(Reason.SIGNATURE_INVALID, account.sync(account.repo.commit()));
    }

    @Test
    void aTombstoneThatIsUndoneIsFoundByTheNextCommit() {
        assertAccepted(account.commit(account.repo.put("3aaa", "one")));
        account.now += SECOND;
        assertEquals(
                new EffectiveStatus(false, "deleted"),
                toldStatus(account.answer(new IdentityAnswer.Tombstoned(account.now))));
        account.now += 3_601 * SECOND;
        RawFrame commit = account.rawFrom(HOST, account.repo.put("3bbb", "two").commitFrame(1));
        assertWaitsForIdentity(account.take(commit));
        account.answer(new IdentityAnswer.Resolved(TestKey.DID_KEY, HOST, account.now));
        assertWaitsForHostStatus(account.take(commit));
        assertEquals(ACTIVE, toldStatus(account.answer(new HostStatusAnswer.Stated(true, null))));
        account.tried = new Input.Tried(false, true);
        assertAccepted(account.take(commit));
        assertEquals(UpstreamStatus.ACTIVE, account.state.upstream());
    }
}
