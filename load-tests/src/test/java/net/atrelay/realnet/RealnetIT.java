package net.atrelay.realnet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import net.atrelay.process.Until;
import net.atrelay.realnet.RealNetwork.Act;
import net.atrelay.sim.LedgerCheck.Report;
import net.atrelay.sim.SimConsumer;
import org.junit.jupiter.api.Test;

/// Two real PDSs and ten accounts do everything that accounts and hosts do, and some of what they must not; what comes
/// out of the relay is held against what each PDS announced, event by event and byte by byte.
class RealnetIT {
    private static final int HOSTS = 2;
    private static final int ACCOUNTS = 10;
    private static final Duration REPLAYS_WITHIN = Duration.ofSeconds(60);

    /// A rule that ScenariosIT is about.
    private static final Set<Rule> ELSEWHERE = Set.of(Rule.FOREIGN_COMMIT);

    /// The number of the first account: the scene has one of its own on each host.
    private static final int FIRST = HOSTS;

    @Test
    void relayPassesOnWhatRealHostsAnnounceAndNothingElse() throws InterruptedException {
        try (Scene scene = Scene.open("realnet-relay", HOSTS)) {
            everybodyComesAndWrites(scene);
            statusChanges(scene);
            String misstated = hostTakesItsWordBack(scene);
            keysChange(scene);
            accountMoves(scene);
            hostsAnnounceOddly(scene);
            hostsGoAway(scene);
            directoryGoesAway(scene);
            String tombstoned = didBecomesATombstone(scene);
            relayDiesAndReturns(scene);
            accountIsDeleted(scene);
            scene.catchUp();

            Report report = scene.truth().compare(scene.frames());
            assertTrue(report.isClean(), report.toString());
            assertEquals(ELSEWHERE, scene.truth().unfired());
            assertEquals(List.of("active", "deleted"), scene.statements(tombstoned));
            assertEquals(List.of("active", "suspended", "active", "deleted"), scene.statements(misstated));
            replayGivesTheSame(scene);
        }
    }

    private static void everybodyComesAndWrites(Scene scene) {
        for (int i = 0; i < ACCOUNTS; i++) {
            scene.does("create-account", Map.of("host", i % HOSTS));
        }
        for (int account : accounts()) {
            for (String act : List.of("post", "reply", "like", "follow", "profile", "profile", "batch", "delete")) {
                scene.does(act, account);
            }
        }
        scene.does("batch", Map.of("account", account(0), "size", 198, "characters", 300));
        scene.does("blob", account(1));
        scene.does("handle", account(1));
        scene.does("post", account(1));
        scene.does("load", Map.of("acts", 100, "accounts", accounts()));
        scene.catchUp();
    }

    /// The `identity` acts show that the relay has dealt with what came before for the account: it asks a host for an
    /// account's status, and must get the answer of that moment.
    private static void statusChanges(Scene scene) {
        scene.does("deactivate", account(2));
        scene.falls(Rule.DEACTIVATED_COMMIT, "direct-write", account(2));
        scene.awaits(scene.does("identity", account(2)));
        scene.does("activate", account(2));
        scene.does("post", account(2));

        scene.does("takedown", account(3));
        scene.falls(Rule.TAKEN_DOWN_COMMIT, "direct-write", account(3));
        scene.awaits(scene.does("identity", account(3)));
        scene.does("untakedown", account(3));
        scene.does("post", account(3));
    }

    /// The relay asks the host about a commit of an account that is said to be inactive, and tells what it has learnt
    /// before it passes the commit on (protocol reference §8.2, case F).
    private static String hostTakesItsWordBack(Scene scene) {
        String did = scene.does("misstate", account(8)).did();
        scene.truth().ownAccount(did);
        scene.does("post", account(8));
        scene.catchUp();
        return did;
    }

    private static void keysChange(Scene scene) {
        scene.does("rotate-key", account(4));
        scene.does("post", account(4));
        scene.catchUp();
        scene.does("change-key-silently", account(4));
        scene.does("post", account(4));

        scene.does("swap-key", account(5));
        scene.falls(Rule.FALSE_SIGNATURE, "post", account(5));
        scene.does("restore-key", account(5));
        scene.does("post", account(5));
        scene.catchUp();
    }

    private static void accountMoves(Scene scene) {
        int moving = account(0);
        scene.doesExcept(Rule.IMPORTED_SYNC, "migrate", Map.of("account", moving, "to", 1));
        scene.catchUp();
        scene.falls(Rule.OLD_HOST_ACCOUNT, "leave", moving);
        scene.does("post", moving);
        scene.catchUp();
        scene.falls(Rule.OLD_HOST_COMMIT, "zombie-write", moving);
        scene.falls(Rule.OLD_HOST_ACCOUNT, "zombie-account", moving);
        scene.falls(Rule.FOREIGN_IDENTITY, "foreign-identity", Map.of("account", moving, "host", 0));
        scene.catchUp();
        scene.does("post", moving);
    }

    private static void hostsAnnounceOddly(Scene scene) {
        int slandered = account(1);
        scene.catchUp();
        scene.falls(Rule.FOREIGN_ACCOUNT, "foreign-account", Map.of("account", slandered, "host", 0));
        scene.falls(Rule.FOREIGN_IDENTITY, "foreign-identity", Map.of("account", slandered, "host", 0));
        scene.catchUp();
        scene.does("post", slandered);

        scene.does("silent-write", account(6));
        scene.does("post", account(6));
        scene.does("sync", account(6));
        scene.does("post", account(6));
    }

    private static void hostsGoAway(Scene scene) {
        scene.does("host-stop", Map.of("host", 0));
        scene.does("post", account(7));
        scene.does("host-start", Map.of("host", 0));
        scene.does("post", account(6));
        scene.does("host-kill", Map.of("host", 1));
        scene.does("host-start", Map.of("host", 1));
        scene.does("post", account(7));
        scene.catchUp();
    }

    /// Who needs the directory waits for it; who does not is not held up.
    private static void directoryGoesAway(Scene scene) {
        scene.does("plc-stop", Map.of());
        scene.does("identity", account(7));
        Act waiting = scene.does("post", account(7));
        scene.awaits(scene.does("post", account(5)));
        assertFalse(scene.hasCome(waiting), "the directory was not asked for the account's key");
        scene.does("plc-start", Map.of());
        scene.catchUp();
    }

    private static String didBecomesATombstone(Scene scene) {
        int dying = account(9);
        String did = scene.does("plc-tombstone", dying).did();
        scene.truth().ownAccount(did);
        scene.does("identity", dying);
        scene.falls(Rule.TOMBSTONED_COMMIT, "post", dying);
        scene.falls(Rule.TOMBSTONED_IDENTITY, "identity", dying);
        scene.catchUp();
        return did;
    }

    private static void relayDiesAndReturns(Scene scene) {
        List<Integer> busy = accounts().subList(1, 9);
        scene.relay().kill();
        scene.does("load", Map.of("acts", 40, "accounts", busy));
        scene.relay().start();
        scene.catchUp();

        int before = scene.frames().size();
        CompletableFuture<Void> load = scene.doesMeanwhile("load", Map.of("acts", 200, "accounts", busy));
        Until.holds("the load has begun to come out", () -> scene.frames().size() > before + 20);
        scene.relay().kill();
        load.join();
        scene.relay().start();
        scene.catchUp();
    }

    /// Its host forgets what the account said before, so the relay must have read it.
    private static void accountIsDeleted(Scene scene) {
        scene.does("delete-account", account(8));
    }

    /// The relay says again what it said, with the same numbers, after a stop in good order.
    private static void replayGivesTheSame(Scene scene) throws InterruptedException {
        scene.relay().stop();
        scene.relay().start();
        List<byte[]> first = scene.frames();
        SimConsumer.Recorder recorder = new SimConsumer.Recorder();
        try (SimConsumer _ = new SimConsumer(scene.loops(), scene.relay().uri(), 0L, recorder)) {
            assertTrue(recorder.await(first.size(), REPLAYS_WITHIN));
            for (int i = 0; i < first.size(); i++) {
                assertArrayEquals(first.get(i), recorder.frames().get(i).frame());
            }
        }
    }

    private static List<Integer> accounts() {
        return IntStream.range(FIRST, FIRST + ACCOUNTS).boxed().toList();
    }

    private static int account(int place) {
        return FIRST + place;
    }
}
