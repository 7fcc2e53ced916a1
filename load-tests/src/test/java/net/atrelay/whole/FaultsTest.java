package net.atrelay.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import net.atrelay.process.Until;
import net.atrelay.sim.Account;
import net.atrelay.sim.Fault;
import net.atrelay.sim.host.SimHost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every fault of the simulator, one after the other, on one host: each is counted under its reason, nothing comes out
/// that must not, and the host beside it notices nothing.
class FaultsTest {
    private static final int ACCOUNTS = 80;
    private static final String FRAMES = "relay_verify_frames_total";
    private static final String SKIPPED = "relay_ingest_frames_skipped_total";
    private static final String CLOSED = "relay_ingest_sockets_closed_total";
    private static final String NOTICES = "relay_verify_notices_total";

    private final long seed = Seed.of(FaultsTest.class);

    @TempDir
    private Path directory;

    /// The meter that tells of a fault, and its reason there.
    private record Counted(String meter, String reason) {
        double in(Meters meters) {
            return meters.sum(meter, "reason=\"" + reason + "\"");
        }
    }

    @Test
    void everyFaultIsCountedUnderItsReasonAndHarmsNobodyElse() {
        try (World world = new World(seed, 2, ACCOUNTS);
                RelayHere relay = new RelayHere(directory, world.settings());
                Witness all = new Witness(world, relay.uri(), 0L)) {
            world.awaitListener();
            SimHost bad = world.host(0);
            SimHost good = world.host(1);
            List<Account> victims = world.accountsOf(bad);
            assertTrue(victims.size() >= Fault.values().length, "accounts: " + victims.size());
            world.everybodyPosts();
            all.awaitDue();
            for (Fault fault : Fault.values()) {
                makeHappen(world, relay, fault, victims.get(fault.ordinal()));
                world.accountsOf(good).forEach(world.network()::post);
            }
            all.assertClean("seed " + seed);
            for (Fault fault : Fault.values()) {
                assertEquals(1, world.network().injected(fault), fault.name());
            }
            assertEquals(1, good.connects(), "the other host's socket stayed");
        }
    }

    private void makeHappen(World world, RelayHere relay, Fault fault, Account victim) {
        Until.holds("the host is read", () -> victim.host().connections() == 1);
        Meters before = relay.meters();
        assertTrue(world.network().inject(fault, victim), fault.name());
        if (victim.status() == null) {
            world.network().post(victim);
        }
        for (Counted counted : countedAs(fault)) {
            Until.holds(
                    () -> "seed " + seed + ": " + fault + " is counted as " + counted + "; "
                            + relay.meters().differences(before),
                    () -> counted.in(relay.meters()) > counted.in(before));
        }
    }

    /// A stall is no fault of the host's as long as it answers pings.
    private static List<Counted> countedAs(Fault fault) {
        return switch (fault) {
            case DUPLICATE -> List.of(new Counted(FRAMES, "rev_not_newer"));
            case SEQ_REGRESS -> List.of(new Counted(SKIPPED, "SEQ_NOT_INCREASING"));
            case SWALLOW -> List.of(new Counted(NOTICES, "chain_broken"), new Counted(NOTICES, "since_differs"));
            case GARBAGE -> List.of(new Counted(CLOSED, "FRAME_UNDECODABLE"));
            case TEXT -> List.of(new Counted(CLOSED, "TEXT_FRAME"));
            case OVERSIZE -> List.of(new Counted(CLOSED, "FRAME_TOO_LARGE"));
            case WRONG_HOST -> List.of(new Counted(FRAMES, "host_mismatch"));
            case BAD_SIGNATURE, HIGH_S -> List.of(new Counted(FRAMES, "signature_invalid"));
            case WRONG_PREV_DATA, LYING_OPS, BROKEN_PROOF -> List.of(new Counted(FRAMES, "inversion_failed"));
            case MISSING_RECORD -> List.of(new Counted(FRAMES, "record_invalid"));
            case UNSORTED_KEYS, LONG_INTEGER -> List.of(new Counted(NOTICES, "not_canonical"));
            case UNKNOWN_TYPE -> List.of(new Counted(SKIPPED, "UNKNOWN_TYPE"));
            case COMMIT_WHILE_INACTIVE -> List.of(new Counted(FRAMES, "upstream_inactive"));
            case COMMIT_AFTER_TOMBSTONE -> List.of(new Counted(FRAMES, "did_tombstoned"));
            case DISCONNECT -> List.of(new Counted(CLOSED, "PEER_CLOSED"));
            case STALL -> List.of();
        };
    }
}
