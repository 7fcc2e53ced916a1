package net.atrelay.store.rocks;

import static net.atrelay.store.rocks.StoreFixture.appendDurably;
import static net.atrelay.store.rocks.StoreFixture.did;
import static net.atrelay.store.rocks.StoreFixture.outcome;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import net.atrelay.atproto.repo.CollectionSet;
import net.atrelay.atproto.syntax.Did;
import net.atrelay.atproto.syntax.Nsid;
import net.atrelay.store.account.AccountState;
import net.atrelay.store.account.CountedStatus;
import net.atrelay.store.account.EffectiveStatus;
import net.atrelay.store.account.HostAccountCounts;
import net.atrelay.store.account.LocalStatus;
import net.atrelay.store.account.UpstreamStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/// Counts, indexes and takedowns against a plain recount of all account states.
class AccountIndexStageTest {
    private static final String[] HOSTS = {"a.test", "b.test", "b.test:2583", "bb.test"};
    private static final String[] WORDS = {null, "deactivated", "suspended", "takendown", "deleted", "deleted", "other"
    };
    /// One begins with another, and one stands before another only without the slash behind it.
    private static final String[] COLLECTIONS = {"com.example.note", "com.example.notes", "com.example.note.draft"};

    private static final int ACCOUNTS = 60;
    private static final int ALL = 1_000;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    @TempDir
    Path directory;

    @Test
    void countsAndIndexAreThoseOfARecountWhateverHappens() {
        for (int life = 0; life < 3; life++) {
            try (RocksStore store = StoreFixture.open(directory)) {
                assertRecounted(store);
                for (int round = 0; round < 20; round++) {
                    for (int i = random.nextInt(30); i > 0; i--) {
                        AccountState state = state();
                        store.outcomes().append(outcome(state.did(), List.of(), state));
                    }
                    AccountState last = state();
                    appendDurably(store, outcome(last.did(), List.of(), last));
                    assertRecounted(store);
                }
            }
        }
    }

    @Test
    void aStoreThatHasOnlyOldRecordsIsCountedWhenItIsOpened() throws RocksDBException {
        List<AccountState> states = new ArrayList<>();
        try (RocksStore store = StoreFixture.open(directory)) {
            for (int i = 0; i < 200; i++) {
                AccountState state = state();
                states.removeIf(other -> other.did().equals(state.did()));
                states.add(state);
            }
            makeOld(store.database(), states);
        }
        try (RocksStore store = StoreFixture.open(directory)) {
            assertEquals(states.size(), store.accounts().list(null, ALL).size());
            assertRecounted(store);
            AccountState more = state();
            appendDurably(store, outcome(more.did(), List.of(), more));
            assertRecounted(store);
        }
    }

    @Test
    void indexesOfAnotherLayoutAreMadeAnew() throws RocksDBException {
        try (RocksStore store = StoreFixture.open(directory)) {
            for (int i = 0; i < 200; i++) {
                AccountState state = state();
                store.outcomes().append(outcome(state.did(), List.of(), state));
            }
            appendDurably(store, outcome(did(1), List.of(), state()));
            try (WriteBatch batch = new WriteBatch()) {
                batch.delete(store.database().handle(Family.META), Keys.INDEX_LAYOUT);
                batch.put(
                        store.database().handle(Family.COLLECTIONS),
                        Keys.listed(COLLECTIONS[0], did(ACCOUNTS)),
                        new byte[0]);
                store.database().write(batch);
            }
        }
        try (RocksStore store = StoreFixture.open(directory)) {
            assertRecounted(store);
        }
    }

    @Test
    void aDeletedAccountLosesItsCollectionsAndAnInactiveOneGetsThemBack() {
        CollectionSet collections = CollectionSet.of(List.of(COLLECTIONS));
        AccountState account = with(collections, did(1));
        try (RocksStore store = StoreFixture.open(directory)) {
            appendDurably(store, outcome(did(1), List.of(), account));
            assertEquals(List.of(did(1)), listed(store, COLLECTIONS[1]));
            appendDurably(store, outcome(did(1), List.of(), account.withLocal(LocalStatus.TAKENDOWN)));
            assertEquals(List.of(), listed(store, COLLECTIONS[1]));
        }
        try (RocksStore store = StoreFixture.open(directory)) {
            AccountState takenDown = store.accounts().find(did(1));
            assertNotNull(takenDown);
            assertEquals(collections, takenDown.collections());
            appendDurably(store, outcome(did(1), List.of(), takenDown.withLocal(LocalStatus.ACTIVE)));
            assertEquals(List.of(did(1)), listed(store, COLLECTIONS[1]));
            AccountState deleted = account.withUpstream(UpstreamStatus.DELETED);
            appendDurably(store, outcome(did(1), List.of(), deleted));
            appendDurably(store, outcome(did(1), List.of(), deleted.withUpstream(UpstreamStatus.ACTIVE)));
            assertEquals(List.of(), listed(store, COLLECTIONS[1]));
        }
    }

    /// Whoever has the collection all along comes once, whatever is written between two pages.
    @Test
    void pagesOfACollectionAreStableUnderWrites() {
        CollectionSet some = CollectionSet.of(List.of(COLLECTIONS[0]));
        Set<Did> always = new HashSet<>();
        List<Did> met = new ArrayList<>();
        try (RocksStore store = StoreFixture.open(directory)) {
            for (int i = 0; i < ACCOUNTS; i += 2) {
                always.add(did(i));
                appendDurably(store, outcome(did(i), List.of(), with(some, did(i))));
            }
            List<Did> page = store.collections().accounts(new Nsid(COLLECTIONS[0]), null, 1);
            while (!page.isEmpty()) {
                met.addAll(page);
                for (int i = 0; i < 3; i++) {
                    Did other = did(1 + 2 * random.nextInt(ACCOUNTS / 2));
                    CollectionSet its = random.nextBoolean() ? some : CollectionSet.NONE;
                    store.outcomes().append(outcome(other, List.of(), with(its, other)));
                }
                Did last = page.getLast();
                appendDurably(store, outcome(last, List.of(), with(some, last)));
                page = store.collections().accounts(new Nsid(COLLECTIONS[0]), last, 1);
            }
        }
        assertEquals(met.stream().distinct().sorted().toList(), met, "seed " + seed);
        assertTrue(met.containsAll(always), "seed " + seed);
    }

    @Test
    void aTakedownHoldsForReadersOnceItIsDurableAndAfterARestart() {
        try (RocksStore store = StoreFixture.open(directory)) {
            appendDurably(store, outcome(did(1), List.of(), local(1, LocalStatus.TAKENDOWN)));
            appendDurably(store, outcome(did(2), List.of(), local(2, LocalStatus.SUSPENDED)));
            appendDurably(store, outcome(did(3), List.of(), local(3, LocalStatus.TAKENDOWN)));
            appendDurably(store, outcome(did(3), List.of(), local(3, LocalStatus.ACTIVE)));
            assertHidden(store);
        }
        try (RocksStore store = StoreFixture.open(directory)) {
            assertHidden(store);
        }
    }

    @Test
    void eachRulingIsCountedBeforeItIsAcknowledgedAndNothingElseIs() {
        try (RocksStore store = StoreFixture.open(directory)) {
            appendDurably(store, outcome(did(1), List.of(), at("a.test", 1, LocalStatus.ACTIVE)));
            appendDurably(store, outcome(did(1), List.of(), at("a.test", 1, LocalStatus.THROTTLED)));
            assertEquals(0, store.takedowns().changes());
            appendDurably(store, outcome(did(1), List.of(), local(1, LocalStatus.TAKENDOWN)));
            assertEquals(1, store.takedowns().changes());
            appendDurably(store, outcome(did(1), List.of(), local(1, LocalStatus.SUSPENDED)));
            assertEquals(2, store.takedowns().changes());
            appendDurably(store, outcome(did(1), List.of(), local(1, LocalStatus.SUSPENDED)));
            assertEquals(2, store.takedowns().changes());
            appendDurably(store, outcome(did(1), List.of(), local(1, LocalStatus.ACTIVE)));
            assertEquals(3, store.takedowns().changes());
        }
    }

    @Test
    void whoBeganToNeedRoomOnADayIsCountedForThatDay() {
        try (RocksStore store = StoreFixture.open(directory)) {
            long today = System.currentTimeMillis() / 86_400_000;
            appendDurably(store, outcome(did(1), List.of(), at("a.test", 1, LocalStatus.ACTIVE)));
            appendDurably(store, outcome(did(2), List.of(), at("a.test", 2, LocalStatus.HOST_THROTTLED)));
            appendDurably(store, outcome(did(3), List.of(), at("a.test", 3, LocalStatus.HOST_THROTTLED)));
            appendDurably(store, outcome(did(2), List.of(), at("a.test", 2, LocalStatus.ACTIVE)));
            appendDurably(store, outcome(did(1), List.of(), at("b.test", 1, LocalStatus.ACTIVE)));
            long counted = store.accountCounts().admittedOn("a.test", today)
                    + store.accountCounts().admittedOn("a.test", today + 1);
            assertTrue(counted == 2 || counted == 1, "one less where midnight passed in between");
            assertEquals(0, store.accountCounts().admittedOn("c.test", today));
            assertEquals(List.of(did(3)), store.accountIndex().waiting("a.test", ALL));
        }
    }

    private static void assertHidden(RocksStore store) {
        assertEquals(new EffectiveStatus(false, "takendown"), store.takedowns().hiddenAs(did(1)));
        assertEquals(new EffectiveStatus(false, "suspended"), store.takedowns().hiddenAs(did(2)));
        assertTrue(store.takedowns().isHidden(did(2)));
        assertFalse(store.takedowns().isHidden(did(3)));
    }

    private void assertRecounted(RocksStore store) {
        List<AccountState> all = store.accounts().list(null, ALL);
        HostAccountCounts sum = HostAccountCounts.NONE;
        for (String host : HOSTS) {
            HostAccountCounts counts = store.accountCounts().counts(host);
            sum = sum.plus(counts);
            List<AccountState> there =
                    all.stream().filter(state -> host.equals(state.host())).toList();
            for (CountedStatus status : CountedStatus.values()) {
                long expected = there.stream()
                        .filter(state -> CountedStatus.of(state) == status)
                        .count();
                assertEquals(expected, counts.of(status), host + " " + status + " seed " + seed);
            }
            assertEquals(there.size(), counts.total(), "seed " + seed);
            assertEquals(there.size(), store.hosts().accountCount(host), "seed " + seed);
            assertEquals(waiting(there), store.accountIndex().waiting(host, ALL), "seed " + seed);
        }
        assertEquals(sum, store.accountCounts().totals(), "seed " + seed);
        assertListed(store, all);
    }

    private void assertListed(RocksStore store, List<AccountState> all) {
        TreeSet<String> hosts = new TreeSet<>();
        List<Did> inactive = new ArrayList<>();
        for (AccountState state : all) {
            if (!waiting(List.of(state)).isEmpty()) {
                hosts.add(String.valueOf(state.host()));
            }
            String word = String.valueOf(state.upstream().status());
            if (state.host() != null && !state.upstream().active() && !word.equals("deleted")) {
                inactive.add(state.did());
            }
            boolean hidden = state.local() == LocalStatus.TAKENDOWN || state.local() == LocalStatus.SUSPENDED;
            assertEquals(hidden, store.takedowns().isHidden(state.did()), "seed " + seed);
        }
        assertEquals(List.copyOf(hosts), store.accountIndex().hostsWithWaiting(null, ALL), "seed " + seed);
        assertEquals(inactive, store.accountIndex().inactive(null, ALL), "seed " + seed);
        for (String collection : COLLECTIONS) {
            List<Did> expected = all.stream()
                    .filter(state -> EffectiveStatus.of(state).active())
                    .filter(state -> state.collections().names().contains(collection))
                    .map(AccountState::did)
                    .toList();
            assertEquals(expected, listed(store, collection), "seed " + seed);
        }
        if (inactive.size() > 2) {
            assertEquals(inactive.subList(1, 3), store.accountIndex().inactive(inactive.getFirst(), 2));
        }
        if (hosts.size() > 1) {
            assertEquals(
                    List.copyOf(hosts).subList(1, hosts.size()),
                    store.accountIndex().hostsWithWaiting(hosts.first(), ALL));
        }
    }

    private static List<Did> waiting(List<AccountState> states) {
        return states.stream()
                .filter(state -> state.host() != null && CountedStatus.of(state) == CountedStatus.THROTTLED)
                .sorted(Comparator.comparingLong(AccountState::enteredAtMicros).thenComparing(AccountState::did))
                .map(AccountState::did)
                .toList();
    }

    private AccountState state() {
        AccountState state = AccountState.unknown(did(random.nextInt(ACCOUNTS)))
                .withLocal(LocalStatus.values()[random.nextInt(LocalStatus.values().length)])
                .withUpstream(new UpstreamStatus(random.nextInt(3) > 0, WORDS[random.nextInt(WORDS.length)]));
        if (random.nextBoolean()) {
            List<String> some =
                    Stream.of(COLLECTIONS).filter(_ -> random.nextBoolean()).toList();
            state = state.withCollections(CollectionSet.of(some));
        }
        return random.nextInt(8) == 0
                ? state
                : state.entered(HOSTS[random.nextInt(HOSTS.length)], state.local(), random.nextInt(5));
    }

    private static List<Did> listed(RocksStore store, String collection) {
        return store.collections().accounts(new Nsid(collection), null, ALL);
    }

    private static AccountState with(CollectionSet collections, Did did) {
        return AccountState.unknown(did).withCollections(collections);
    }

    private static AccountState local(int account, LocalStatus local) {
        return AccountState.unknown(did(account)).withLocal(local);
    }

    private static AccountState at(String host, int account, LocalStatus local) {
        return AccountState.unknown(did(account)).entered(host, local, account);
    }

    /// Puts the account states as the first layout had them, and removes what it had not.
    private static void makeOld(Database database, List<AccountState> states) throws RocksDBException {
        try (WriteBatch batch = new WriteBatch()) {
            batch.delete(database.handle(Family.META), Keys.INDEX_LAYOUT);
            for (AccountState state : states) {
                batch.put(database.handle(Family.ACCOUNTS), Keys.did(state.did()), OldLayout.of(1, state));
            }
            for (String host : HOSTS) {
                batch.put(database.handle(Family.HOSTS), Keys.host(Keys.HOST_ACCOUNTS, host), Keys.number(7));
            }
            database.write(batch);
        }
    }
}
