package net.atrelay.verify.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import net.atrelay.store.account.AccountState;
import net.atrelay.store.account.UpstreamStatus;
import org.junit.jupiter.api.Test;

class AccountEntriesTest {
    private static final int CACHED_MAX = 1;
    /// Enough for one that was not looked at since to fall out of the cache.
    private static final int OTHERS = 50;

    private final MemoryStore table = new MemoryStore();
    private final AccountEntries entries = new AccountEntries(table, CACHED_MAX);

    /// The appender commits a large outcome after small ones that came later.
    @Test
    void aStateThatIsOvertakenOnItsWayToTheDiskIsKept() {
        AccountEntry large = entries.entry(PoolFixture.did(1));
        large.state = large.state.withUpstream(UpstreamStatus.DELETED);
        Runnable largeDurable = entries.pinUntilDurable(large);
        AccountEntry small = entries.entry(PoolFixture.did(2));
        Runnable smallDurable = entries.pinUntilDurable(small);

        smallDurable.run();
        entries.sweep();
        entries.unpin(large);
        pushOut();
        assertSame(large, entries.entry(PoolFixture.did(1)), "its state is nowhere else");

        table.put(large.state);
        largeDurable.run();
        entries.sweep();
        assertEquals(0, entries.pinnedCount());
        pushOut();
        assertEquals(large.state, entries.entry(PoolFixture.did(1)).state);
    }

    @Test
    void onlyTheNewestStateOfAnAccountLetsItGo() {
        AccountEntry entry = entries.entry(PoolFixture.did(1));
        Runnable first = entries.pinUntilDurable(entry);
        Runnable second = entries.pinUntilDurable(entry);
        first.run();
        entries.sweep();
        assertEquals(1, entries.pinnedCount());
        second.run();
        entries.sweep();
        assertEquals(0, entries.pinnedCount());
    }

    private void pushOut() {
        for (int i = 0; i < OTHERS; i++) {
            AccountState other = entries.entry(PoolFixture.did(100 + i)).state;
            assertEquals(AccountState.unknown(PoolFixture.did(100 + i)), other);
        }
    }
}
