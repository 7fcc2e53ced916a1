package net.atrelay.bench;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import net.atrelay.app.EmbeddedRelay;
import net.atrelay.app.ExitCode;
import net.atrelay.store.FatalHandler;

/// One measurement: brings a relay up in this process and all else in another, warms both up, and measures in rounds.
/// A round lets the hosts say a number of frames and ends when the consumer has them all; then the same frames give the
/// floor, so that both see the machine in the same mood. Used by one thread.
final class BenchRun {
    /// So many of a round's frames give the floor.
    private static final int FLOOR_FRAMES_MAX = 5_000;

    private static final double NANOS = 1e9;

    private final BenchPlan plan;
    private final Path folder;
    private final Consumer<String> progress;
    private final Floor floor = new Floor();
    private CpuTimes relay = CpuTimes.none();
    private Floor.Cost floorCost = Floor.Cost.NONE;
    private long nanos;
    private long frameBytes;

    /// @param folder for the relay's data and for the frames
    /// @param progress is told what happens
    BenchRun(BenchPlan plan, Path folder, Consumer<String> progress) {
        this.plan = plan;
        this.folder = folder;
        this.progress = progress;
    }

    /// Where a run in this folder leaves its flight recording.
    static Path profile(Path folder) {
        return folder.resolve("profile.jfr");
    }

    BenchResult run() throws IOException {
        Machine machine = Machine.here();
        Path frames = folder.resolve("frames");
        progress.accept("making " + plan.allEvents() + " frames");
        try (PeersProcess peers = PeersProcess.start(plan, frames);
                DataInputStream in = FrameFile.open(frames);
                EmbeddedRelay embedded = EmbeddedRelay.start(
                        BenchPlan.relay(folder.resolve("data"), peers.plcUrl(), peers.hosts()), fatal())) {
            peers.listen(embedded.publicAddress().getPort());
            progress.accept("warming up");
            peers.send(plan.warmUpEvents());
            measureFloor(in, plan.warmUpEvents());
            floorCost = Floor.Cost.NONE;
            frameBytes = 0;
            Map<Stage, Double> shares = measure(peers, in);
            return new BenchResult(
                    plan, machine, frameBytes / floorCost.frames(), nanos / NANOS, relay, shares, floorCost);
        }
    }

    private Map<Stage, Double> measure(PeersProcess peers, DataInputStream frames) throws IOException {
        try (Profile profile = new Profile()) {
            for (int i = 1; i <= plan.rounds(); i++) {
                progress.accept("round " + i + " of " + plan.rounds());
                Instant from = Instant.now();
                CpuTimes before = CpuTimes.now();
                long beganNanos = System.nanoTime();
                peers.send(plan.roundEvents());
                nanos += System.nanoTime() - beganNanos;
                relay = relay.plus(CpuTimes.now().minus(before));
                profile.addRound(from, Instant.now());
                measureFloor(frames, plan.roundEvents());
            }
            return profile.finish(profile(folder));
        }
    }

    private void measureFloor(DataInputStream frames, int count) throws IOException {
        int used = Math.min(count, FLOOR_FRAMES_MAX);
        List<SignedFrame> some = FrameFile.read(frames, used);
        FrameFile.read(frames, count - used);
        floorCost = floorCost.plus(floor.measure(some));
        frameBytes += some.stream().mapToLong(frame -> frame.bytes().length).sum();
    }

    private static FatalHandler fatal() {
        return (what, cause) -> {
            System.err.println("the relay cannot go on: " + what + ": " + cause);
            Runtime.getRuntime().halt(ExitCode.FAULT);
        };
    }
}
