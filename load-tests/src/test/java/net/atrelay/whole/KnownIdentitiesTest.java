package net.atrelay.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import net.atrelay.process.Until;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the directory has told once is known after a restart: it is asked about new accounts only.
class KnownIdentitiesTest {
    private static final int NEW_ACCOUNTS = 3;

    private final long seed = Seed.of(KnownIdentitiesTest.class);

    @TempDir
    private Path directory;

    @Test
    void restartAsksTheDirectoryNothingItKnew() {
        try (World world = new World(seed, 2, 30);
                RelayHere relay = new RelayHere(directory, world.settings());
                Witness all = new Witness(world, relay.uri(), 0L)) {
            world.awaitListener();
            world.everybodyPosts();
            all.awaitDue();
            long asked = world.plc().requests();
            assertEquals(30, asked, "once for each account");

            relay.stop();
            world.everybodyPosts();
            relay.start();
            Until.holds("the consumer is back", () -> all.consumer().connects() == 2);
            all.awaitDue();
            assertEquals(asked, world.plc().requests());

            for (int i = 0; i < NEW_ACCOUNTS; i++) {
                world.network().createAccount(world.host(0));
            }
            all.assertClean("seed " + seed);
            long more = world.plc().requests() - asked;
            assertTrue(more <= 2 * NEW_ACCOUNTS, "asked for new accounts: " + more);
        }
    }
}
