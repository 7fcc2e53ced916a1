package net.atrelay.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeedsTest {
    private static final long NOW_MICROS = 1_748_736_000_000_000L;
    private static final int ACCOUNTS = 20;

    private final SimNetwork network = world();

    @AfterEach
    void close() {
        network.close();
    }

    private static SimNetwork world() {
        return new SimNetwork(
                new WorldConfig(3, 2, ACCOUNTS, 10, 60, 1, false, 0, 0), new SimClock.Virtual(NOW_MICROS));
    }

    @Test
    void eachDeedOfAnActiveAccountIsAnnouncedAndComesOut() {
        Deeds deeds = new Deeds(network, new SplittableRandom(1));
        for (Deed deed : Deed.values()) {
            Account account = network.accounts().get(deed.ordinal());
            long before = network.ledger().due();
            assertEquals(deed != Deed.ACTIVATE, deeds.perform(deed, account), deed.name());
            boolean isSilent = deed == Deed.ACTIVATE || deed == Deed.ROTATE_SILENTLY;
            assertEquals(!isSilent, network.ledger().due() > before, deed.name());
        }
    }

    @Test
    void anInactiveAccountCanOnlyComeBack() {
        Deeds deeds = new Deeds(network, new SplittableRandom(1));
        Account account = network.accounts().getFirst();
        assertTrue(deeds.perform(Deed.TAKE_DOWN, account));
        assertFalse(deeds.perform(Deed.CREATE, account));
        assertTrue(deeds.perform(Deed.ACTIVATE, account));
        assertTrue(deeds.perform(Deed.DELETE_ACCOUNT, account));
        assertFalse(deeds.perform(Deed.ACTIVATE, account));
    }

    @Test
    void theLargeAccountsHaveTheMostRecords() {
        assertEquals(60, network.accounts().getFirst().records());
        assertTrue(network.accounts().stream().allMatch(account -> account.records() <= 60));
    }

    @Test
    void theSameDeedsGiveTheSameLedger() {
        try (SimNetwork again = world()) {
            assertEquals(digestOfAll(network), digestOfAll(again));
            again.post(again.accounts().getFirst());
            assertNotEquals(network.ledger().digest(), again.ledger().digest());
        }
    }

    private static String digestOfAll(SimNetwork world) {
        Deeds deeds = new Deeds(world, new SplittableRandom(1));
        for (Deed deed : Deed.values()) {
            var _ = deeds.perform(deed, world.accounts().get(deed.ordinal()));
            var _ = world.inject(Fault.BAD_SIGNATURE, world.accounts().get(deed.ordinal()));
        }
        return world.ledger().digest();
    }
}
