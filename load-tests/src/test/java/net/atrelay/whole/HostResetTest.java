package net.atrelay.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import net.atrelay.process.Until;
import net.atrelay.sim.Account;
import net.atrelay.sim.host.HostedAccount;
import net.atrelay.sim.host.SimHost;
import net.atrelay.sim.repo.Commit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A host that has lost its log and counts from a low number again (protocol reference §5.9, §8.3).
class HostResetTest {
    private final long seed = Seed.of(HostResetTest.class);

    @TempDir
    private Path directory;

    @Test
    void afterAResetAllThatIsNewComesAndWhatWasMissedIsMarkedAndNothingOfOthers() {
        try (World world = new World(seed, 2, 12);
                RelayHere relay = new RelayHere(directory, settings(world));
                Witness all = new Witness(world, relay.uri(), 0L)) {
            world.awaitListener();
            world.everybodyPosts();
            all.awaitDue();
            SimHost reset = world.host(0);
            Account missed = world.accountsOf(reset).getFirst();
            Account foreign = world.accountsOf(world.host(1)).getFirst();
            relay.stop();

            world.network().commitUnheard(missed);
            reset.host(new Lie(foreign.did(), missed.head()));
            reset.loseLog(1);
            relay.start();

            Until.holds("all is compared", () -> compared(relay) == 1);
            assertEquals(1, listed(relay, "ahead"), "seed " + seed);
            assertEquals(1, listed(relay, "foreign"), "seed " + seed);
            assertEquals("desynchronized", relay.statusOf(missed.did()));
            for (Account other : world.network().accounts()) {
                if (other != missed) {
                    assertEquals("active", relay.statusOf(other.did()), () -> "seed " + seed + " " + other.did());
                }
            }
            all.assertClean("seed " + seed);
            assertTrue(relay.meters().sum("relay_ingest_gaps_total", "reason=\"FUTURE_CURSOR\"") >= 1);
        }
    }

    private static double compared(RelayHere relay) {
        return relay.meters().sum("relay_verify_listing_ends_total", "outcome=\"complete\"");
    }

    private static double listed(RelayHere relay, String result) {
        return relay.meters().sum("relay_verify_listing_repos_total", "result=\"" + result + "\"");
    }

    private static Map<String, String> settings(World world) {
        Map<String, String> settings = world.settings();
        settings.put("RELAY_INGEST_RETRY_IDLE_HOLD_OFF", "100ms");
        settings.put("RELAY_VERIFY_LISTING_PAGE_EVERY", "1ms");
        return settings;
    }

    /// An account that its host does not have.
    private record Lie(String did, Commit head) implements HostedAccount {
        @Override
        public @Nullable String status() {
            return null;
        }

        @Override
        public byte[] export() {
            return new byte[0];
        }
    }
}
