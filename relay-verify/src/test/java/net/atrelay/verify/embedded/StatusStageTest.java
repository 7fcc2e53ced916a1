package net.atrelay.verify.embedded;

import static net.atrelay.verify.embedded.PoolFixture.HOST;
import static net.atrelay.verify.embedded.PoolFixture.account;
import static net.atrelay.verify.embedded.PoolFixture.did;
import static net.atrelay.verify.embedded.PoolFixture.identity;
import static net.atrelay.verify.embedded.PoolFixture.known;
import static net.atrelay.verify.embedded.PoolFixture.told;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import net.atrelay.atproto.cid.Cid;
import net.atrelay.atproto.syntax.Tid;
import net.atrelay.store.account.AccountState;
import net.atrelay.store.account.EffectiveStatus;
import net.atrelay.store.account.LocalStatus;
import net.atrelay.store.account.UpstreamStatus;
import net.atrelay.store.bus.RawFrame;
import net.atrelay.store.log.Outcome;
import net.atrelay.verify.PaceConfig;
import net.atrelay.verify.core.HostStatusAnswer;
import net.atrelay.verify.core.ListedRepo;
import net.atrelay.verify.core.ListedResult;
import net.atrelay.verify.core.Reason;
import net.atrelay.verify.core.TestCommit;
import net.atrelay.verify.core.TestRepo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// How an account's status comes right: by what contradicts it, by the sweep, by the operator; and how fast it may
/// change.
class StatusStageTest {
    private static final UpstreamStatus DEACTIVATED = new UpstreamStatus(false, "deactivated");
    private static final EffectiveStatus ACTIVE = new EffectiveStatus(true, null);
    private static final PaceConfig SLOW = new PaceConfig(3, 2, 2, 0);

    private final PoolFixture fixture = new PoolFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void consumersHearOfAnActiveAccountBeforeTheCommitThatProvedIt() throws InterruptedException {
        fixture.store.put(known(did(1)).withUpstream(DEACTIVATED));
        fixture.offer(did(1), commit(1));
        assertNotNull(fixture.store.next().defers());
        fixture.questions.nextStatus().answer().complete(new HostStatusAnswer.Stated(true, null));
        assertEquals(ACTIVE, told(fixture.store.next()));
        Outcome passed = fixture.store.next();
        assertEquals(0L, passed.released());
        assertEquals(1, passed.events().size());
        assertEquals(1, count("relay.verify.status.changes", "contradiction"));
    }

    @Test
    void aHostIsAskedOnlySoOftenHoweverManyAccountsContradictIt() throws InterruptedException {
        fixture.config = PoolFixture.config(16 << 20, SLOW);
        for (int i = 0; i < 5; i++) {
            fixture.store.put(known(did(i)).withUpstream(DEACTIVATED));
            fixture.offer(did(i), commit(i));
        }
        int waiting = 0;
        for (int i = 0; i < 5; i++) {
            waiting += fixture.store.next().defers() == null ? 0 : 1;
        }
        assertEquals(2, waiting);
        assertEquals(3, fixture.dropped(Reason.UPSTREAM_INACTIVE));
        assertEquals(2, count("relay.verify.status.asks", "contradiction"));
    }

    @Test
    void theSweepFindsWhoIsWronglyHeldInactive() throws InterruptedException {
        fixture.config = PoolFixture.config(16 << 20, new PaceConfig(60, 60, 60, 120));
        fixture.store.put(known(did(1)));
        fixture.store.put(known(did(2)).withUpstream(DEACTIVATED));
        fixture.store.put(known(did(3)).withUpstream(UpstreamStatus.DELETED));
        fixture.store.put(known(did(4)).withUpstream(new UpstreamStatus(false, "takendown")));
        fixture.pool().tick();
        var asked = List.of(fixture.questions.nextStatus(), fixture.questions.nextStatus());
        assertEquals(
                List.of(did(2), did(4)),
                asked.stream().map(Questions.Asked::did).sorted().toList());
        for (var each : asked) {
            assertEquals(HOST, each.host());
            each.answer().complete(new HostStatusAnswer.Stated(each.did().equals(did(2)), "takendown"));
        }
        Outcome healed = fixture.durable();
        assertEquals(did(2), healed.did());
        assertEquals(ACTIVE, told(healed));
        fixture.pool().tick();
        fixture.passBy();
        assertTrue(fixture.questions.nothingAsked(), "not again at once");
        assertEquals(2, count("relay.verify.status.asks", "sweep"));
        assertEquals(1, count("relay.verify.status.changes", "sweep"));
    }

    @Test
    void whatAHostListsMarksItsOwnAccountAndHasItsStatusAskedFor() throws Exception {
        TestCommit first =
                new TestRepo(did(1).value(), PoolFixture.START_MICROS - 60 * PoolFixture.SECOND).put("3aaa", "n");
        fixture.store.put(known(did(1)));
        assertEquals(1, fixture.taken(did(1), first.commitFrame(1)).events().size());
        ListedRepo listed = new ListedRepo(
                did(1), Tid.of(PoolFixture.START_MICROS, 1), Cid.ofDagCbor(new byte[] {(byte) 0xa0}), DEACTIVATED);
        assertEquals(ListedResult.FOREIGN, listed(PoolFixture.OTHER_HOST, listed));
        assertTrue(fixture.questions.nothingAsked());

        assertEquals(ListedResult.AHEAD, listed(HOST, listed));
        Outcome marked = fixture.durable();
        assertEquals(List.of(), marked.events());
        assertFalse(
                Objects.requireNonNull(Objects.requireNonNull(marked.state()).head())
                        .isInSync());
        fixture.questions.nextStatus().answer().complete(new HostStatusAnswer.Stated(false, "deactivated"));
        assertEquals(new EffectiveStatus(false, "deactivated"), told(fixture.durable()));
        await(() -> count("relay.verify.status.changes", "listing") == 1);
    }

    private ListedResult listed(String host, ListedRepo repo) throws Exception {
        return fixture.pool()
                .listed(host, repo, fixture.now.get())
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
    }

    @Test
    void aCommitJoinsAQuestionThatIsUnderWay() throws InterruptedException {
        fixture.config = PoolFixture.config(16 << 20, new PaceConfig(60, 60, 1, 60));
        fixture.store.put(known(did(1)).withUpstream(DEACTIVATED));
        fixture.pool().tick();
        fixture.pool().tick();
        var asked = fixture.questions.nextStatus();
        fixture.offer(did(1), commit(1));
        assertNotNull(fixture.durable().defers());
        assertTrue(fixture.questions.nothingAsked());
        asked.answer().complete(new HostStatusAnswer.Stated(true, null));
        assertEquals(ACTIVE, told(fixture.durable()));
        assertEquals(0L, fixture.durable().released());
    }

    @Test
    void anAnswerThatTheStreamHasOvertakenTeachesNothing() throws InterruptedException {
        fixture.config = PoolFixture.config(16 << 20, new PaceConfig(60, 60, 60, 60));
        fixture.store.put(known(did(1)).withUpstream(DEACTIVATED));
        fixture.pool().tick();
        var asked = fixture.questions.nextStatus();
        assertEquals(ACTIVE, told(fixture.taken(did(1), account(did(1), true, null))));
        asked.answer().complete(new HostStatusAnswer.Stated(false, "deactivated"));
        fixture.passBy();
        assertEquals(1, fixture.taken(did(1), commit(1)).events().size());
        assertEquals(0, count("relay.verify.status.changes", "sweep"));
    }

    @Test
    void anAnswerFromBetweenTwoChangesTeachesNothing() throws InterruptedException {
        fixture.config = PoolFixture.config(16 << 20, new PaceConfig(60, 60, 60, 60));
        fixture.store.put(known(did(1)).withUpstream(DEACTIVATED));
        fixture.pool().tick();
        var asked = fixture.questions.nextStatus();
        fixture.taken(did(1), account(did(1), false, "deactivated"));
        asked.answer().complete(new HostStatusAnswer.Stated(true, null));
        fixture.passBy();
        assertEquals(0, count("relay.verify.status.changes", "sweep"));
    }

    @Test
    void aTakedownCompletesWhenItIsDurableAndHoldsAtOnce() throws Exception {
        CompletableFuture<AccountState> done =
                fixture.pool().takedown(did(1), true).toCompletableFuture();
        assertEquals(new EffectiveStatus(false, "takendown"), told(fixture.store.next()));
        assertTrue(!done.isDone(), "not durable yet");
        fixture.store.sync();
        assertEquals(LocalStatus.TAKENDOWN, done.get(30, TimeUnit.SECONDS).local());

        CompletableFuture<AccountState> again =
                fixture.pool().takedown(did(1), true).toCompletableFuture();
        assertEquals(List.of(), fixture.durable().events());
        assertEquals(LocalStatus.TAKENDOWN, again.get(30, TimeUnit.SECONDS).local());

        CompletableFuture<AccountState> lifted =
                fixture.pool().takedown(did(1), false).toCompletableFuture();
        assertEquals(ACTIVE, told(fixture.durable()));
        assertEquals(LocalStatus.ACTIVE, lifted.get(30, TimeUnit.SECONDS).local());
        AccountState stored = fixture.store.find(did(1));
        assertNotNull(stored, "also of an account that no host has spoken for");
        assertEquals(LocalStatus.ACTIVE, stored.local());
    }

    @Test
    void aRulingThatCameByTheBusLeavesTheFlightInItsOwnStepEvenWhenItChangesNothing() throws InterruptedException {
        RawFrame first = new RawFrame("", 0, 0, 4, did(1), new byte[0], 0, 0);
        RawFrame second = new RawFrame("", 0, 0, 5, did(1), new byte[0], 0, 0);
        var _ = fixture.pool().rule(first, LocalStatus.TAKENDOWN, true);
        Outcome ruled = fixture.durable();
        assertEquals(first, ruled.settles());
        assertEquals(new EffectiveStatus(false, "takendown"), told(ruled));
        var _ = fixture.pool().rule(second, LocalStatus.TAKENDOWN, true);
        Outcome again = fixture.durable();
        assertEquals(second, again.settles());
        assertEquals(List.of(), again.events());
    }

    @Test
    void aCommitAfterASuspensionIsDroppedAndItsHostHearsOfIt() throws InterruptedException {
        fixture.store.put(known(did(1)));
        CompletionStage<AccountState> ruled = fixture.pool().rule(did(1), LocalStatus.SUSPENDED, true);
        assertEquals(new EffectiveStatus(false, "suspended"), told(fixture.durable()));
        Outcome dropped = fixture.taken(did(1), commit(1));
        assertEquals(List.of(), dropped.events());
        assertEquals(List.of("1 locally_inactive"), List.copyOf(fixture.refused));
        assertEquals(LocalStatus.SUSPENDED, ruled.toCompletableFuture().join().local());
    }

    @Test
    void anAccountThatFlapsIsThrottledAndWhatItComesToIsAskedForLater() throws InterruptedException {
        fixture.config = PoolFixture.config(16 << 20, SLOW);
        fixture.store.put(known(did(1)));
        for (int i = 0; i < 3; i++) {
            assertEquals(
                    1,
                    fixture.taken(did(1), account(did(1), i % 2 == 1, null))
                            .events()
                            .size());
        }
        assertEquals(
                List.of(), fixture.taken(did(1), account(did(1), true, null)).events());
        assertEquals(1, fixture.dropped(Reason.ACCOUNT_RATE));

        fixture.now.addAndGet(61 * PoolFixture.SECOND);
        fixture.pool().tick();
        fixture.questions.nextStatus().answer().complete(new HostStatusAnswer.Stated(true, null));
        assertEquals(ACTIVE, told(fixture.durable()));
        fixture.passBy();
        assertEquals(1, count("relay.verify.status.changes", "rate"));
    }

    @Test
    void aHostCannotFloodWithIdentitiesOfOthersAccounts() throws InterruptedException {
        fixture.config = PoolFixture.config(16 << 20, SLOW);
        for (int i = 0; i < 4; i++) {
            fixture.store.put(known(did(i)));
            fixture.offer(PoolFixture.OTHER_HOST, did(i), identity(did(i)));
            Outcome outcome = fixture.durable();
            assertEquals(i < 2 ? 1 : 0, outcome.events().size());
            assertEquals(i < 2, outcome.state() != null, "beyond the rate nothing is purged");
        }
        assertEquals(2, fixture.dropped(Reason.FOREIGN_IDENTITY_RATE));
        assertEquals(1, fixture.taken(did(3), identity(did(3))).events().size(), "its own host may");
        fixture.now.addAndGet(31 * PoolFixture.SECOND);
        fixture.offer(PoolFixture.OTHER_HOST, did(2), identity(did(2)));
        assertEquals(1, fixture.durable().events().size());
    }

    @Test
    void anAccountThatSendsMoreThanItsHostsTierLetsItLosesNothingAndItsHostIsToBeSlowed() throws InterruptedException {
        fixture.limits = new FramesPerHour(2);
        fixture.store.put(known(did(1)));
        TestRepo repo = new TestRepo(did(1).value(), PoolFixture.START_MICROS - 60 * PoolFixture.SECOND);
        for (int i = 0; i < 4; i++) {
            byte[] commit = repo.put("3aa" + (char) ('a' + i), "n").commitFrame(1);
            assertEquals(1, fixture.taken(did(1), commit).events().size());
        }
        String halfAnHour = PoolFixture.HOST + " " + 1_800 * PoolFixture.SECOND;
        assertEquals(List.of(halfAnHour, halfAnHour), List.copyOf(fixture.slowed), "no more than one frame is owed");

        fixture.now.addAndGet(3_601 * PoolFixture.SECOND);
        fixture.taken(did(1), repo.put("3bbb", "n").commitFrame(1));
        assertEquals(2, fixture.slowed.size(), "what was owed is paid");
        assertEquals(List.of(), List.copyOf(fixture.refused));
    }

    @Test
    void whatAnAccountOwesHoldsItsHostForAMinuteAtMost() throws InterruptedException {
        fixture.limits = new FramesPerHour(180);
        fixture.store.put(known(did(1)));
        for (int i = 0; i < 190; i++) {
            fixture.taken(did(1), identity(did(1)));
        }
        List<String> slowed = List.copyOf(fixture.slowed);
        assertEquals(10, slowed.size());
        assertEquals(PoolFixture.HOST + " " + 20 * PoolFixture.SECOND, slowed.getFirst());
        assertEquals(PoolFixture.HOST + " " + 60 * PoolFixture.SECOND, slowed.get(2));
        assertEquals(PoolFixture.HOST + " " + 60 * PoolFixture.SECOND, slowed.getLast());
    }

    @Test
    void framesOfOtherHostsDoNotCountForAnAccount() throws InterruptedException {
        fixture.limits = new FramesPerHour(1);
        fixture.store.put(known(did(1)));
        for (int i = 0; i < 3; i++) {
            fixture.offer(PoolFixture.OTHER_HOST, did(1), identity(did(1)));
            fixture.durable();
        }
        assertEquals(List.of(), List.copyOf(fixture.slowed));
    }

    @Test
    void aTierMayBeLenient() throws InterruptedException {
        fixture.limits = new FramesPerHour(1_000_000_000);
        fixture.store.put(known(did(1)));
        TestRepo repo = new TestRepo(did(1).value(), PoolFixture.START_MICROS - 60 * PoolFixture.SECOND);
        fixture.taken(did(1), repo.put("3aaa", "n").commitFrame(1));
        assertEquals(
                1,
                fixture.taken(did(1), repo.put("3bbb", "n").withoutPrevData().commitFrame(1))
                        .events()
                        .size());
    }

    private record FramesPerHour(long frames) implements HostLimits {
        @Override
        public long accountsMax(String host) {
            return Long.MAX_VALUE;
        }

        @Override
        public long accountFramesPerHourMax(String host) {
            return frames;
        }

        @Override
        public boolean lenient(String host) {
            return true;
        }
    }

    @Test
    void aReplayCostsNoRate() throws InterruptedException {
        fixture.config = PoolFixture.config(16 << 20, SLOW);
        fixture.store.put(known(did(1)));
        var raw = fixture.offer(did(1), identity(did(1)));
        fixture.durable();
        for (int i = 0; i < 5; i++) {
            fixture.pool().offer(raw);
            assertNull(fixture.durable().state());
        }
        assertEquals(1, fixture.taken(did(1), identity(did(1))).events().size());
        assertEquals(0, fixture.dropped(Reason.ACCOUNT_RATE));
    }

    private static byte[] commit(int number) {
        return new TestRepo(did(number).value(), PoolFixture.START_MICROS - 60 * PoolFixture.SECOND)
                .put("3aaa", "one")
                .commitFrame(1);
    }

    /// The shard counts behind the outcome that it gives away.
    private static void await(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, "not counted");
            Thread.sleep(1);
        }
    }

    private double count(String name, String cause) {
        return fixture.registry.counter(name, "cause", cause).count();
    }
}
