package net.atrelay.verify.embedded;

import static net.atrelay.verify.embedded.PoolFixture.HOST;
import static net.atrelay.verify.embedded.PoolFixture.account;
import static net.atrelay.verify.embedded.PoolFixture.did;
import static net.atrelay.verify.embedded.PoolFixture.resolved;
import static net.atrelay.verify.embedded.PoolFixture.told;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.store.account.EffectiveStatus;
import net.atrelay.store.log.Outcome;
import net.atrelay.verify.core.Reason;
import net.atrelay.verify.core.TestRepo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The account limit of a host, from the first account to the last that is let in.
class AccountLimitStageTest {
    private static final EffectiveStatus ACTIVE = new EffectiveStatus(true, null);
    private static final EffectiveStatus THROTTLED = new EffectiveStatus(false, "throttled");

    private final PoolFixture fixture = new PoolFixture();
    private final AtomicLong accountsMax = new AtomicLong(2);

    AccountLimitStageTest() {
        fixture.limits = host -> accountsMax.get();
        for (int i = 0; i < 10; i++) {
            fixture.store.put(resolved(did(i)));
        }
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void surplusAccountsAreThrottledAndLetInOldestFirst() throws InterruptedException {
        // Not in the order of their names.
        int[] order = {7, 3, 5, 1, 2};
        for (int i = 0; i < order.length; i++) {
            fixture.now.addAndGet(PoolFixture.SECOND);
            assertEquals(i < 2 ? ACTIVE : THROTTLED, comes(did(order[i])));
        }
        TestRepo repo = new TestRepo(did(5).value(), PoolFixture.START_MICROS - 60 * PoolFixture.SECOND);
        fixture.taken(did(5), repo.put("3aaa", "one").commitFrame(1));
        assertEquals(1, fixture.dropped(Reason.HOST_OVER_LIMIT));

        accountsMax.set(4);
        assertEquals(List.of(did(5), did(1)), letIn(2));
        assertEquals(THROTTLED, comes(did(8)), "it does not overtake the one that waits");

        assertEquals(
                new EffectiveStatus(false, "deleted"), told(fixture.taken(did(7), account(did(7), false, "deleted"))));
        assertEquals(List.of(did(2)), letIn(1));
        fixture.pool().tick();
        fixture.passBy();
        assertEquals(1, fixture.store.counts(HOST).throttled());
        assertEquals(4, fixture.store.counts(HOST).takingRoom());
        assertEquals(
                3, fixture.registry.counter("relay.verify.accounts.admitted").count());
    }

    @Test
    void aRestartForgetsNeitherTheCountNorWhoWaits() throws InterruptedException {
        for (int i = 0; i < 4; i++) {
            comes(did(i));
        }
        fixture.stop();
        assertEquals(THROTTLED, comes(did(4)));
        accountsMax.set(3);
        assertEquals(List.of(did(2)), letIn(1));
    }

    @Test
    void deletingAndComingBackGainsNoPlace() throws InterruptedException {
        comes(did(0));
        comes(did(1));
        fixture.taken(did(0), account(did(0), false, "deleted"));
        assertEquals(ACTIVE, comes(did(2)));
        assertEquals(THROTTLED, comes(did(0)));
        assertEquals(2, fixture.store.counts(HOST).takingRoom());
    }

    private EffectiveStatus comes(Did did) throws InterruptedException {
        return told(fixture.taken(did, account(did, true, null)));
    }

    /// The accounts that are told active next.
    private List<Did> letIn(int count) throws InterruptedException {
        fixture.pool().tick();
        List<Did> dids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Outcome outcome = fixture.durable();
            assertEquals(ACTIVE, told(outcome));
            dids.add(outcome.did());
        }
        fixture.passBy();
        assertTrue(fixture.store.isEmpty(), "nobody else");
        return dids;
    }
}
