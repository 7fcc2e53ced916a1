package net.atrelay.sim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import net.atrelay.sim.Ledger.Due;
import net.atrelay.sim.host.SimHost;
import net.atrelay.sim.repo.Frames;
import net.atrelay.sim.repo.Write;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SimNetworkTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final SimNetwork network = SimNetwork.start(WorldConfig.small(5, 3, 12));
    private final Account account = network.accounts().getFirst();
    private final SimHost host = account.host();
    private final SimConsumer.Recorder recorder = new SimConsumer.Recorder();

    @AfterEach
    void close() {
        network.close();
    }

    @Test
    void newAccountIsAnnouncedAsReferenceHostsDo() {
        Account created = network.createAccount(host);
        assertEquals(List.of("#identity", "#account", "#commit", "#sync"), types(created));
    }

    @Test
    void keyRotationIsAnnouncedWithoutACommitAndTheDirectoryHasTheNewKey() {
        String before = account.repo.key().multikey();
        String rev = account.head().rev();
        network.rotateKey(account, true);
        assertEquals(List.of("#identity", "#sync"), types(account));
        assertNotEquals(before, account.repo.key().multikey());
        assertEquals(rev, account.head().since());
    }

    @Test
    void reactivatedAccountIsAnnouncedWithItsHead() {
        network.deactivate(account);
        network.activate(account);
        assertEquals(List.of("#account", "#account", "#identity", "#sync"), types(account));
    }

    @Test
    void migrationIsAnnouncedByTheNewHostAndTheOldHostsLeaveIsInDoubt() {
        SimHost to = network.hosts().stream()
                .filter(other -> other != host)
                .findFirst()
                .orElseThrow();
        network.post(account);
        network.migrate(account, to);
        List<Ledger.Entry> entries = network.ledger().entries(account.did());
        assertEquals(List.of("#commit", "#account", "#identity", "#sync", "#account"), types(account));
        assertEquals(to.hostname(), entries.get(1).host());
        assertEquals(host.hostname(), entries.get(4).host());
        assertEquals(List.of(Due.MAY, Due.MUST, Due.MUST, Due.MUST, Due.MAY), dues(entries));
    }

    @Test
    void consumerOfAHostGetsWhatItAnnouncesAfterConnecting() throws InterruptedException {
        network.post(account);
        SimConsumer consumer = consume(null);
        network.post(account);
        network.update(account);
        network.delete(account);
        assertTrue(recorder.await(3, PATIENCE));
        List<Ledger.Entry> entries = network.ledger().entries(account.did());
        for (int i = 0; i < 3; i++) {
            assertArrayEquals(
                    entries.get(i + 1).frame(), recorder.frames().get(i).frame());
        }
        consumer.close();
    }

    @Test
    void cursorReplaysWhatCameAfterIt() throws InterruptedException {
        network.post(account);
        network.post(account);
        long first = network.ledger().entries().getFirst().hostSeq();
        consume(first);
        assertTrue(recorder.await(1, PATIENCE));
        assertEquals(
                network.ledger().entries().get(1).hostSeq(),
                recorder.frames().getFirst().seq());
    }

    @Test
    void cursorAheadOfTheHostIsAnError() throws InterruptedException {
        network.post(account);
        consume(host.publishedSeq() + 1);
        assertTrue(recorder.await(1, PATIENCE));
        assertTrue(text(0).contains("FutureCursor"), text(0));
    }

    @Test
    void cursorBeforeTheBacklogIsSaidToBeOutdated() throws InterruptedException {
        network.post(account);
        network.post(account);
        network.post(account);
        host.forgetAllBut(1);
        consume(1L);
        assertTrue(recorder.await(2, PATIENCE));
        assertTrue(text(0).contains("OutdatedCursor"), text(0));
        assertEquals(host.publishedSeq(), recorder.frames().get(1).seq());
    }

    @Test
    void consumerComesBackWithItsCursorAfterACut() throws InterruptedException {
        consume(null);
        network.post(account);
        assertTrue(recorder.await(1, PATIENCE));
        assertTrue(network.inject(Fault.DISCONNECT, account));
        network.post(account);
        assertTrue(recorder.await(2, PATIENCE));
        assertEquals(
                network.ledger().entries().stream().map(Ledger.Entry::hostSeq).toList(),
                recorder.frames().stream().map(SimConsumer.Received::seq).toList());
    }

    @Test
    void intrusionComesAfterWhatWasPublishedBeforeItThoughTheHostIsBehind() throws InterruptedException {
        consume(null);
        host.stall(true);
        network.post(account);
        assertEquals(1, host.intrude(Frames.info("Intrusion"), false));
        network.post(account);
        host.stall(false);
        assertTrue(recorder.await(3, PATIENCE));
        List<Ledger.Entry> entries = network.ledger().entries();
        assertArrayEquals(entries.get(0).frame(), recorder.frames().get(0).frame());
        assertTrue(text(1).contains("Intrusion"), text(1));
        assertArrayEquals(entries.get(1).frame(), recorder.frames().get(2).frame());
    }

    @Test
    void consumerThatIsClosedWhileItConnectsIsGone() throws InterruptedException {
        network.consume(URI.create("ws://" + host.hostname()), null, recorder).close();
        consume(null);
        assertTrue(await(() -> host.connections() == 1));
        network.post(account);
        assertTrue(recorder.await(1, PATIENCE));
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void everyFaultReallyHappensAndIsCounted(Fault fault) throws InterruptedException {
        consume(null);
        network.post(account);
        long before = network.ledger().due();
        assertTrue(network.inject(fault, account));
        assertEquals(1, network.injected(fault));
        long added = network.ledger().due() - before;
        boolean isOfWhole = fault == Fault.COMMIT_WHILE_INACTIVE || fault == Fault.COMMIT_AFTER_TOMBSTONE;
        assertEquals(isOfWhole ? 1 : 0, added);
    }

    @Test
    void faultOfTheStreamDoesNotCountWithoutAConnection() {
        assertEquals(false, network.inject(Fault.GARBAGE, account));
        assertEquals(0, network.injected(Fault.GARBAGE));
    }

    @Test
    void soundCommitAfterFaultyOnesFollowsOnTheLastSoundOne() {
        network.post(account);
        String rev = account.head().rev();
        network.inject(Fault.BAD_SIGNATURE, account);
        network.inject(Fault.BROKEN_PROOF, account);
        assertEquals(rev, network.post(account).since());
    }

    @Test
    void swallowedCommitLeavesAGapInTheChain() {
        network.post(account);
        String rev = account.head().rev();
        network.inject(Fault.SWALLOW, account);
        assertNotEquals(rev, network.post(account).since());
    }

    @Test
    void oneSeedGivesOneWorld() {
        WorldConfig config = WorldConfig.small(99, 2, 5);
        assertEquals(trace(config), trace(config));
        assertNotEquals(trace(config), trace(WorldConfig.small(98, 2, 5)));
    }

    private static List<String> trace(WorldConfig config) {
        try (SimNetwork other = new SimNetwork(config, new SimClock.Virtual(1_700_000_000_000_000L))) {
            Activity activity = new Activity(other, Mix.everyday().withFaults(50));
            for (int i = 0; i < 100; i++) {
                activity.step();
            }
            List<String> trace = new ArrayList<>();
            other.ledger()
                    .entries()
                    .forEach(entry -> trace.add(entry.did() + entry.hostSeq() + entry.due() + entry.why()));
            other.accounts().forEach(each -> trace.add(each.head().cid().toString()));
            return trace;
        }
    }

    @Test
    void recordedFramesGoOutInTheirOrderWhenReleased() throws InterruptedException {
        Recording.Recorded recorded = Recording.of(WorldConfig.small(3, 1, 5), Mix.commitsOnly(), 50, 1_000);
        try (SimNetwork world = recorded.network()) {
            assertEquals(50, recorded.recording().frames());
            SimHost only = world.hosts().getFirst();
            SimConsumer consumer = world.consume(URI.create("ws://" + only.hostname()), null, recorder);
            assertTrue(await(() -> consumer.isConnected() && only.connects() > 0));
            assertEquals(20, recorded.recording().release(20));
            assertTrue(recorder.await(20, PATIENCE));
            assertEquals(30, recorded.recording().release(1_000));
            assertTrue(recorder.await(50, PATIENCE));
            assertEquals(
                    world.ledger().entries().stream().map(Ledger.Entry::hostSeq).toList(),
                    recorder.frames().stream().map(SimConsumer.Received::seq).toList());
        }
    }

    @Test
    void writesOfATestAreAnnouncedAsGiven() {
        network.commit(account, List.of());
        network.commit(account, List.of(new Write.Create("com.example.note/a", new byte[] {(byte) 0xa0})));
        assertEquals("com.example.note/a", account.head().ops().getFirst().path());
        assertEquals(List.of("#commit", "#commit"), types(account));
    }

    private SimConsumer consume(@Nullable Long cursor) throws InterruptedException {
        SimConsumer consumer = network.consume(URI.create("ws://" + host.hostname()), cursor, recorder);
        assertTrue(await(() -> (consumer.connects() > 0 && host.connects() > 0)
                || !recorder.frames().isEmpty()));
        return consumer;
    }

    private static boolean await(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        return condition.getAsBoolean();
    }

    private String text(int frame) {
        return new String(recorder.frames().get(frame).frame(), StandardCharsets.ISO_8859_1);
    }

    private List<@Nullable String> types(Account of) {
        List<@Nullable String> types = new ArrayList<>();
        network.ledger()
                .entries(of.did())
                .forEach(entry -> types.add(FrameParts.of(entry.frame()).type()));
        return types;
    }

    private static List<Due> dues(List<Ledger.Entry> entries) {
        return entries.stream().map(Ledger.Entry::due).toList();
    }
}
