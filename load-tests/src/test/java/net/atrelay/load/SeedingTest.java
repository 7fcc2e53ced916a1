package net.atrelay.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.store.StoreConfig;
import net.atrelay.store.StoreMetrics;
import net.atrelay.store.account.AccountState;
import net.atrelay.store.host.HostRecord;
import net.atrelay.store.rocks.RocksStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A relay finds in a seeded directory what it would have written itself.
class SeedingTest {
    private static final int ACCOUNTS = 1_000;
    private static final int EVENTS = 2_500;
    private static final List<String> HOSTS = List.of("localhost:6000", "localhost:6001", "localhost:6002");

    private final Population population =
            new Population(new Realm(3, HOSTS.size(), ACCOUNTS, 6_000, 20, EVENTS), HOSTS);

    @TempDir
    private Path directory;

    @Test
    void everyAccountIsThereAndCountedAtItsHost() {
        new Seeding(population).fill(directory, _ -> {});
        StoreMetrics metrics = new StoreMetrics(new SimpleMeterRegistry());
        try (RocksStore store = RocksStore.open(directory, StoreConfig.defaults(), metrics, (what, cause) -> {
            throw new AssertionError(what, cause);
        })) {
            List<AccountState> accounts = store.accounts().list(null, ACCOUNTS + 1);
            assertEquals(ACCOUNTS, accounts.size());
            for (int number = 0; number < ACCOUNTS; number++) {
                AccountState account = accounts.get(number);
                assertEquals(new Did(population.did(number)), account.did());
                assertEquals(population.hostname(population.hostOf(number)), account.host());
            }
            assertEquals(EVENTS, store.log().tip() - store.log().firstSeq() + 1);
            for (int i = 0; i < HOSTS.size(); i++) {
                String name = HOSTS.get(i);
                HostRecord host = Objects.requireNonNull(store.hosts().find(name), name);
                assertEquals(Population.seqReached(i), host.cursor());
                long known = accounts.stream()
                        .filter(account -> name.equals(account.host()))
                        .count();
                assertEquals(known, store.hosts().accountCount(name));
            }
        }
    }

    @Test
    void someAccountsAreSilent() {
        long speak = 0;
        for (long number = 0; number < ACCOUNTS; number++) {
            speak += Seeding.speaks(population, number) ? 1 : 0;
        }
        assertTrue(speak > ACCOUNTS * 0.9 && speak < ACCOUNTS, "speak: " + speak);
    }
}
