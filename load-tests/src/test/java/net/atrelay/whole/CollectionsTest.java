package net.atrelay.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.atrelay.sim.Account;
import net.atrelay.sim.Mix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `listReposByCollection` against what the repos of a simulated network really hold, over a restart.
class CollectionsTest {
    private static final int OLD_ACCOUNTS = 10;
    private static final int NEW_ACCOUNTS = 15;
    private static final int FRAMES = 1_500;

    private final long seed = Seed.of(CollectionsTest.class);

    @TempDir
    private Path directory;

    @Test
    void accountsAreListedUnderWhatTheirReposHold() {
        try (World world = new World(seed, 2, OLD_ACCOUNTS);
                RelayHere relay = new RelayHere(directory, world.settings());
                Witness all = new Witness(world, relay.uri(), 0L)) {
            world.awaitListener();
            for (int i = 0; i < NEW_ACCOUNTS; i++) {
                world.network().createAccount(world.host(i % 2));
            }
            try (Load load = new Load(world, all, 400, Mix.everyday())) {
                load.awaitMore(FRAMES);
                relay.stop();
                relay.start();
                load.awaitMore(FRAMES);
                load.awaitCaughtUp();
            }
            all.assertClean("seed " + seed);
            assertListed(world, relay);
        }
    }

    /// Of accounts that were there before the relay it knows what their commits have shown; of others everything.
    private void assertListed(World world, RelayHere relay) {
        List<Account> accounts = world.network().accounts();
        Set<String> collections = new TreeSet<>();
        accounts.forEach(account -> collections.addAll(account.collections()));
        assertTrue(collections.size() >= 7, collections::toString);
        int listed = 0;
        int held = 0;
        for (String collection : collections) {
            List<String> found = pages(relay, collection, listed % 2 == 0 ? 1 : 7);
            assertEquals(List.copyOf(new TreeSet<>(found)), found, "in order and once");
            Set<String> there = new HashSet<>(found);
            for (int i = 0; i < accounts.size(); i++) {
                Account account = accounts.get(i);
                boolean holds =
                        account.status() == null && account.collections().contains(collection);
                boolean isListed = there.remove(account.did());
                boolean isAsItShould = i < OLD_ACCOUNTS ? holds || !isListed : holds == isListed;
                assertTrue(isAsItShould, collection + " of " + account.did() + ", seed " + seed);
                listed += isListed ? 1 : 0;
                held += holds ? 1 : 0;
            }
            assertEquals(Set.of(), there, collection);
        }
        assertTrue(listed > held * 3 / 4, "listed " + listed + " of " + held + ", seed " + seed);
    }

    private static List<String> pages(RelayHere relay, String collection, int limit) {
        List<String> found = new ArrayList<>();
        String cursor = "";
        while (cursor != null) {
            JsonNode page = relay.ask("com.atproto.sync.listReposByCollection?collection=" + collection + "&limit="
                    + limit + "&cursor=" + cursor);
            List<String> dids = page.get("repos").findValuesAsText("did");
            assertTrue(dids.size() <= limit, () -> "page: " + dids.size());
            found.addAll(dids);
            cursor = page.has("cursor") ? page.get("cursor").textValue() : null;
        }
        return found;
    }
}
