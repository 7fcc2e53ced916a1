package net.atrelay.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;
import net.atrelay.app.EmbeddedRelay;
import net.atrelay.app.ExitCode;
import net.atrelay.store.FatalHandler;
import org.rocksdb.RocksDBException;

/// One measurement: brings a relay up in this process and all else in another, warms both up, and measures in rounds.
/// A round lets the hosts say a number of frames and ends when the consumer has them all; then the same frames give the
/// floor, so that both see the machine in the same mood. Used by one thread.
final class BenchRun {
    private static final double NANOS = 1e9;
    /// The part of its throughput at which a relay's latency is told.
    private static final double STEADY_LOAD = 0.3;

    private final BenchPlan plan;
    private final Map<String, String> settings;
    private final Path folder;
    private final Consumer<String> progress;
    private CpuTimes relay = CpuTimes.none();
    private Floor.Cost floor = Floor.Cost.NONE;
    private Floor.Cost crowdedFloor = Floor.Cost.NONE;
    private long nanos;
    private long writtenBytes;

    /// @param settings of the relay, where they differ from the defaults
    /// @param folder for the relay's data and for the profile
    /// @param progress is told what happens
    BenchRun(BenchPlan plan, Map<String, String> settings, Path folder, Consumer<String> progress) {
        this.plan = plan;
        this.settings = settings;
        this.folder = folder;
        this.progress = progress;
    }

    /// Where a run in this folder leaves its flight recording.
    static Path profile(Path folder) {
        return folder.resolve("profile.jfr");
    }

    /// Where it leaves the stacks that were sampled.
    static Path folded(Path folder) {
        return folder.resolve("stacks.txt");
    }

    BenchResult run() throws IOException {
        Machine machine = Machine.here();
        progress.accept("making " + plan.allEvents() + " frames");
        Path data = folder.resolve("data");
        try (PeersProcess peers = PeersProcess.start(plan)) {
            AtWork atWork;
            try (EmbeddedRelay embedded =
                    EmbeddedRelay.start(BenchPlan.relay(data, peers.plcUrl(), peers.hosts(), settings), fatal())) {
                atWork = measure(peers, embedded.publicAddress().getPort());
            }
            progress.accept("replaying without the relay");
            try (EventTables tables = EventTables.leftBehind(data)) {
                CatchUp catchUp = CatchUp.of(peers, tables, plan.allEvents(), atWork.replayNanos());
                return result(machine, atWork, catchUp, tables.use());
            }
        } catch (RocksDBException e) {
            throw new IOException("the relay's database cannot be read", e);
        }
    }

    private AtWork measure(PeersProcess peers, int port) throws IOException {
        peers.listen(port);
        progress.accept("warming up");
        peers.send(plan.warmUpEvents());
        peers.floor();
        peers.crowdedFloor();
        Map<Stage, Double> shares = rounds(peers);
        Course course = steady(peers);
        progress.accept("replaying");
        return new AtWork(shares, course, CatchUp.relay(peers, port, plan.allEvents()));
    }

    private BenchResult result(Machine machine, AtWork atWork, CatchUp catchUp, DiskUse use) {
        return new BenchResult(
                plan,
                machine,
                nanos / NANOS,
                relay,
                atWork.shares(),
                floor,
                crowdedFloor,
                atWork.course(),
                catchUp,
                writtenBytes,
                use);
    }

    private Course steady(PeersProcess peers) throws IOException {
        double perSecond = STEADY_LOAD * plan.rounds() * plan.roundEvents() * NANOS / nanos;
        progress.accept("at a part of that speed");
        peers.steady(perSecond, plan.steadyEvents());
        return peers.steadied();
    }

    private Map<Stage, Double> rounds(PeersProcess peers) throws IOException {
        try (Profile profile = new Profile()) {
            for (int i = 1; i <= plan.rounds(); i++) {
                progress.accept("round " + i + " of " + plan.rounds());
                Instant from = Instant.now();
                CpuTimes before = CpuTimes.now();
                long writtenBefore = DiskWrites.bytes();
                long beganNanos = System.nanoTime();
                peers.send(plan.roundEvents());
                nanos += System.nanoTime() - beganNanos;
                writtenBytes += DiskWrites.bytes() - writtenBefore;
                relay = relay.plus(CpuTimes.now().minus(before));
                profile.addRound(from, Instant.now());
                floor = floor.plus(peers.floor());
                crowdedFloor = crowdedFloor.plus(peers.crowdedFloor());
            }
            return profile.finish(profile(folder), folded(folder));
        }
    }

    private static FatalHandler fatal() {
        return (what, cause) -> {
            System.err.println("the relay cannot go on: " + what + ": " + cause);
            Runtime.getRuntime().halt(ExitCode.FAULT);
        };
    }

    /// What the relay was seen to do, beside the sums.
    ///
    /// @param shares of processor time by stage
    /// @param course at a part of its throughput
    /// @param replayNanos of the rounds in which it replayed
    private record AtWork(Map<Stage, Double> shares, Course course, long replayNanos) {}
}
