package net.atrelay.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import net.atrelay.process.Until;
import net.atrelay.sim.Account;
import net.atrelay.sim.Fault;
import net.atrelay.sim.plc.SimPlc.Outage;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/// The directory fails in each way it can: what needs it waits, in each account's order, what does not need it goes on,
/// and nothing comes out whose signature was not checked.
class DirectoryOutageTest {
    private static final int STRANGERS = 4;
    private static final int POSTS = 3;

    private final long seed = Seed.of(DirectoryOutageTest.class);

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource(value = Outage.class, mode = Mode.EXCLUDE, names = "NONE")
    void whoNeedsTheDirectoryWaitsAndNothingUnverifiedComesOut(Outage outage) {
        try (World world = new World(seed, 2, 12);
                RelayHere relay = new RelayHere(directory, impatient(world));
                Witness all = new Witness(world, relay.uri(), 0L)) {
            world.awaitListener();
            List<Account> accounts = world.network().accounts();
            List<Account> strangers = accounts.subList(0, STRANGERS);
            Account doubtful = accounts.get(STRANGERS);
            List<Account> known = accounts.subList(STRANGERS + 1, accounts.size());
            world.network().post(doubtful);
            known.forEach(world.network()::post);
            all.awaitDue();

            world.plc().outage(outage);
            strangers.forEach(account -> speakAndBeForged(world, account));
            world.network().announceIdentity(doubtful);
            world.network().post(doubtful);
            int waiting = STRANGERS * (POSTS + 1) + 1;
            int before = all.frames();
            known.forEach(world.network()::post);
            // The news of an identity goes out at once; what is signed after it waits.
            Until.holds("who is known is not held up", () -> all.frames() == before + known.size() + 1);
            Until.holds(
                    "what needs the directory waits",
                    () -> relay.meters().sum("relay_verify_waiting_frames") == waiting);
            known.forEach(world.network()::post);
            Until.holds("who is known goes on", () -> all.frames() == before + 2 * known.size() + 1);

            world.plc().outage(Outage.NONE);
            all.assertClean("seed " + seed);
            assertEquals(STRANGERS, world.network().injected(Fault.BAD_SIGNATURE));
            assertEquals(
                    STRANGERS,
                    relay.meters()
                            .sum("relay_verify_frames_total", "verdict=\"dropped\"", "reason=\"signature_invalid\""));
            assertTrue(world.plc().requests() > STRANGERS, "the directory was asked in vain");
        }
    }

    private static void speakAndBeForged(World world, Account account) {
        for (int i = 0; i < POSTS - 1; i++) {
            world.network().post(account);
        }
        assertTrue(world.network().inject(Fault.BAD_SIGNATURE, account));
        world.network().post(account);
    }

    private static Map<String, String> impatient(World world) {
        Map<String, String> settings = world.settings();
        settings.put("RELAY_IDENTITY_DOCUMENT_TIMEOUT", "500ms");
        settings.put("RELAY_IDENTITY_ANSWERS_FAILED_FIRST", "50ms");
        settings.put("RELAY_IDENTITY_ANSWERS_FAILED_LAST", "200ms");
        settings.put("RELAY_IDENTITY_DIRECTORY_PAUSE_FIRST", "100ms");
        settings.put("RELAY_IDENTITY_DIRECTORY_PAUSE_MAX", "200ms");
        settings.put("RELAY_VERIFY_RETRY_FIRST", "50ms");
        settings.put("RELAY_VERIFY_RETRY_MAX", "200ms");
        return settings;
    }
}
