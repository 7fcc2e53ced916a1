package net.atrelay.realnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.atrelay.process.Until;
import net.atrelay.realnet.RealNetwork.Act;
import net.atrelay.sim.LedgerCheck.Report;
import net.atrelay.whole.Meters;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// One situation after the other on one real network: what consumers see of it, what the relay says when it is asked,
/// and what it counts. Each has accounts of its own and leaves every server running.
@TestInstance(Lifecycle.PER_CLASS)
class ScenariosIT {
    private static final int OLD = 0;
    private static final int NEW = 1;

    /// A directory or a host that was away is asked again soon.
    private static final Map<String, String> SETTINGS = Map.of(
            "RELAY_INGEST_RETRY_FIRST", "100ms",
            "RELAY_INGEST_RETRY_LONGEST", "1s",
            "RELAY_IDENTITY_ANSWERS_FAILED_FIRST", "50ms",
            "RELAY_IDENTITY_ANSWERS_FAILED_LAST", "200ms",
            "RELAY_IDENTITY_DIRECTORY_PAUSE_FIRST", "100ms",
            "RELAY_IDENTITY_DIRECTORY_PAUSE_MAX", "200ms",
            "RELAY_VERIFY_RETRY_FIRST", "50ms",
            "RELAY_VERIFY_RETRY_MAX", "200ms");

    private final Scene scene = Scene.open("scenarios-relay", 2, SETTINGS);
    private final RelayAnswers relay = new RelayAnswers(scene.relay());
    private Meters before = relay.meters();

    @BeforeEach
    void count() {
        before = relay.meters();
    }

    @AfterEach
    void everyFrameIsAccountedFor() {
        scene.catchUp();
        Report report = scene.truth().compare(scene.frames());
        assertTrue(report.isClean(), report.toString());
    }

    @AfterAll
    void close() {
        relay.close();
        scene.close();
    }

    @Test
    void aMoveThatEndsWithTheOldHostsDeactivationLeavesTheAccountActiveAtTheNewHost() {
        Act moving = comes(OLD);
        Accounts counted = new Accounts();
        prepares(moving);
        scene.doesExcept(Rule.IMPORTED_SYNC, "activate", about(moving));
        scene.catchUp();
        scene.falls(Rule.OLD_HOST_ACCOUNT, "leave", moving.account());
        assertLatest(moving, scene.does("post", moving.account()));
        counted.assertOneMoved();
        assertEquals(List.of("active", "active"), scene.statements(moving.did()));
        assertDropped("host_mismatch", 1);
        assertDropped("commit_invalid", 1);
    }

    @Test
    void aMoveThatBeginsWithTheOldHostsDeactivationLeavesTheAccountActiveAtTheNewHost() {
        Act moving = comes(OLD);
        Accounts counted = new Accounts();
        scene.does("copy", Map.of("account", moving.account(), "to", NEW));
        scene.does("deactivate", moving.account());
        scene.catchUp();
        assertEquals("deactivated", relay.status(moving.did()));
        assertEquals("RepoDeactivated", relay.latestRev(moving.did()));
        scene.does("point", moving.account());
        scene.doesExcept(Rule.IMPORTED_SYNC, "activate", about(moving));
        scene.catchUp();
        assertLatest(moving, scene.does("post", moving.account()));
        counted.assertOneMoved();
        assertEquals(List.of("active", "deactivated", "active"), scene.statements(moving.did()));
        assertDropped("commit_invalid", 1);
    }

    @Test
    void theNewHostsFirstCommitMayComeBeforeItsIdentity() {
        Act moving = comes(OLD);
        Accounts counted = new Accounts();
        prepares(moving);
        Act first = scene.does("direct-write", moving.account());
        assertEquals(List.of("#commit"), types(first));
        assertLatest(moving, first);
        counted.assertOneMoved();
        assertCounted(1, "relay_verify_identity_lookups_total", "mode=\"forced\"");
        assertEquals(List.of("#account", "#identity", "#sync"), types(scene.does("activate", moving.account())));
        assertLatest(moving, scene.does("post", moving.account()));
        assertEquals(0, counted("relay_verify_frames_total", "verdict=\"dropped\""));
    }

    @Test
    void anOldHostThatGoesOnWritingIsNotHeardAndHoldsNobodyUp() {
        Act moving = comes(OLD);
        Accounts counted = new Accounts();
        scene.doesExcept(Rule.IMPORTED_SYNC, "migrate", Map.of("account", moving.account(), "to", NEW));
        scene.catchUp();
        for (int i = 0; i < 3; i++) {
            scene.falls(Rule.OLD_HOST_COMMIT, "zombie-write", moving.account());
            assertLatest(moving, scene.does("post", moving.account()));
        }
        scene.falls(Rule.OLD_HOST_ACCOUNT, "zombie-account", moving.account());
        assertDropped("host_mismatch", 4);
        assertEquals("active", relay.status(moving.did()));
        counted.assertOneMoved();
    }

    @Test
    void aHostThatWritesForAnothersAccountDoesItNoHarm() {
        Act slandered = comes(NEW);
        Act liar = comes(OLD);
        Accounts counted = new Accounts();
        scene.falls(Rule.FOREIGN_COMMIT, "foreign-write", Map.of("account", slandered.account(), "by", liar.account()));
        assertDropped("host_mismatch", 1);
        assertLatest(slandered, scene.does("post", slandered.account()));
        counted.assertNoneMoved();
    }

    @Test
    void aKeyThatChangesWithAnIdentityNeedsNoForcedLookUp() {
        Act rotating = comes(OLD);
        Act told = scene.does("rotate-key", rotating.account());
        assertTrue(types(told).contains("#identity"), () -> types(told).toString());
        assertLatest(rotating, scene.does("post", rotating.account()));
        assertCounted(0, "relay_verify_identity_lookups_total", "mode=\"forced\"");
        assertEquals(0, counted("relay_verify_frames_total", "verdict=\"dropped\""));
    }

    @Test
    void aKeyThatChangesSilentlyIsFoundByAForcedLookUp() {
        Act rotating = comes(OLD);
        Act silent = scene.does("change-key-silently", rotating.account());
        assertEquals(List.of(), types(silent));
        assertLatest(rotating, scene.does("post", rotating.account()));
        assertCounted(1, "relay_verify_identity_lookups_total", "mode=\"forced\"");
        assertEquals(0, counted("relay_verify_frames_total", "verdict=\"dropped\""));
    }

    @Test
    void aTombstoneInTheDirectoryIsADeletion() {
        Act dying = comes(OLD);
        Accounts counted = new Accounts();
        scene.does("plc-tombstone", dying.account());
        scene.truth().ownAccount(dying.did());
        scene.does("identity", dying.account());
        scene.falls(Rule.TOMBSTONED_COMMIT, "post", dying.account());
        assertDropped("did_tombstoned", 1);
        assertEquals("deleted", relay.status(dying.did()));
        assertEquals("RepoNotFound", relay.latestRev(dying.did()));
        assertEquals(List.of("active", "deleted"), scene.statements(dying.did()));
        counted.assertNoneMoved();
    }

    @Test
    void aHostThatStopsAndIsKilledUnderLoadLosesNothing() {
        List<Integer> busy = List.of(
                comes(OLD).account(),
                comes(NEW).account(),
                comes(OLD).account(),
                comes(NEW).account());
        outage("host-stop", busy);
        Act load = outage("host-kill", busy);
        assertTrue(counted("relay_ingest_connects_total") >= 2, "the relay did not come back twice");
        assertEquals(0, counted("relay_ingest_gaps_total"));
        assertEquals(0, counted("relay_verify_frames_total", "verdict=\"dropped\""));
        String name = scene.network().hosts().get(OLD);
        long last = load.frames().stream()
                .filter(frame -> frame.host().equals(name))
                .mapToLong(frame -> Objects.requireNonNull(frame.parts().seq()))
                .max()
                .orElseThrow();
        Until.holds(
                () -> "its cursor comes to " + last + ": " + relay.host(name),
                () -> relay.host(name).path("seq").longValue() == last);
        assertEquals("active", relay.host(name).path("status").asText());
    }

    @Test
    void whileTheDirectoryIsAwayNothingUnverifiedGoesOutAndAfterwardsNothingIsMissing() {
        Act doubtful = comes(OLD);
        List<Integer> busy = List.of(
                doubtful.account(),
                comes(NEW).account(),
                comes(OLD).account(),
                comes(NEW).account());
        Act load = scene.does(
                "load",
                Map.of(
                        "acts",
                        80,
                        "accounts",
                        busy,
                        "meanwhile",
                        List.of(happens("plc-stop", Map.of()), happens("identity", about(doubtful)))));
        scene.does("swap-key", doubtful.account());
        scene.falls(Rule.FALSE_SIGNATURE, "post", doubtful.account());
        scene.does("restore-key", doubtful.account());
        List<Announced> waiting = afterIdentity(load, doubtful.did());
        assertFalse(waiting.isEmpty(), "nothing was written after the identity");
        Until.holds("who needs the directory waits", () -> waitingFrames() == waiting.size() + 1);
        Until.holds(
                "who does not goes on",
                () -> load.frames().stream()
                        .filter(frame -> !waiting.contains(frame))
                        .allMatch(scene::hasCome));
        assertEquals(List.of(), waiting.stream().filter(scene::hasCome).toList());
        assertEquals(0, counted("relay_verify_frames_total", "verdict=\"dropped\""));

        scene.does("load", Map.of("acts", 40, "accounts", busy, "meanwhile", List.of(happens("plc-start", Map.of()))));
        scene.catchUp();
        assertDropped("signature_invalid", 1);
        assertEquals(0, waitingFrames());
        assertTrue(counted("relay_verify_identity_answers_total", "class=\"failed\"") > 0, "nobody asked in vain");
    }

    /// How many accounts the relay counts at each host, from now on.
    private final class Accounts {
        private final long old = at(OLD);
        private final long other = at(NEW);

        void assertOneMoved() {
            assertAre(old - 1, other + 1);
        }

        void assertNoneMoved() {
            assertAre(old, other);
        }

        private void assertAre(long oldNow, long otherNow) {
            List<Long> wanted = List.of(oldNow, otherNow);
            Until.holds(
                    () -> "accounts at the hosts: " + List.of(at(OLD), at(NEW)) + " (expected: " + wanted + ")",
                    () -> wanted.equals(List.of(at(OLD), at(NEW))));
        }

        private long at(int host) {
            return relay.host(scene.network().hosts().get(host))
                    .path("accountCount")
                    .longValue();
        }
    }

    /// The old host ends and comes back in the middle of what its accounts do.
    private Act outage(String end, List<Integer> accounts) {
        Map<String, ?> host = Map.of("host", OLD);
        List<?> meanwhile = List.of(happens(end, host), happens("host-start", host));
        Act load = scene.does("load", Map.of("acts", 60, "accounts", accounts, "meanwhile", meanwhile));
        assertTrue(load.facts().path("retries").intValue() > 0, () -> "nobody missed the host: " + load.facts());
        scene.catchUp();
        return load;
    }

    /// An account of its own for a test, which the relay knows.
    private Act comes(int host) {
        Act account = scene.does("create-account", Map.of("host", host));
        scene.does("post", account.account());
        scene.catchUp();
        return account;
    }

    /// All of a move but the activation.
    private void prepares(Act moving) {
        Act copied = scene.does("copy", Map.of("account", moving.account(), "to", NEW));
        Act pointed = scene.does("point", moving.account());
        assertEquals(List.of(), types(copied));
        assertEquals(List.of(), types(pointed));
    }

    private static Map<String, ?> about(Act account) {
        return Map.of("account", account.account());
    }

    private static Map<String, Object> happens(String command, Map<String, ?> arguments) {
        Map<String, Object> all = new HashMap<>(arguments);
        all.put("do", command);
        return all;
    }

    private static List<String> types(Act act) {
        return act.frames().stream()
                .map(frame -> Objects.requireNonNull(frame.parts().type()))
                .toList();
    }

    /// The account's commits behind its last `#identity`.
    private static List<Announced> afterIdentity(Act load, String did) {
        List<Announced> own =
                load.frames().stream().filter(frame -> frame.did().equals(did)).toList();
        int identity = own.size() - 1;
        while (!"#identity".equals(own.get(identity).parts().type())) {
            identity--;
        }
        return own.subList(identity + 1, own.size());
    }

    /// The commit has come out, and queries say so.
    private void assertLatest(Act account, Act commit) {
        scene.catchUp();
        String rev = new Payload(commit.frames().getLast().frame()).text("rev");
        assertEquals("active", relay.status(account.did()));
        assertEquals(rev, relay.latestRev(account.did()));
        assertEquals("active " + rev, relay.listed(account.did()));
    }

    private void assertDropped(String reason, int frames) {
        assertCounted(frames, "relay_verify_frames_total", "verdict=\"dropped\"", "reason=\"" + reason + "\"");
    }

    /// Waits for a count, since it may come after what is sent, and fails if it goes beyond.
    private void assertCounted(int wanted, String meter, String... labels) {
        Until.holds(
                () -> meter + " " + List.of(labels) + ": " + counted(meter, labels) + " (expected: " + wanted + ")",
                () -> counted(meter, labels) >= wanted);
        assertEquals(wanted, counted(meter, labels));
    }

    /// How much a meter has grown in this test.
    private long counted(String meter, String... labels) {
        return (long) (relay.meters().sum(meter, labels) - before.sum(meter, labels));
    }

    private long waitingFrames() {
        return (long) relay.meters().sum("relay_verify_waiting_frames");
    }
}
