package net.atrelay.whole;

import static org.junit.jupiter.api.Assertions.fail;

import net.atrelay.process.Until;
import net.atrelay.sim.Activity;
import net.atrelay.sim.Mix;
import net.atrelay.sim.Pace;
import org.jspecify.annotations.Nullable;

/// The accounts of a world acting at an even rate, on a thread of its own, until it is closed.
///
/// They do everything, faults included, while the relay keeps up, and only commit while it is away or behind: what an
/// old key has signed must have been read before the directory knows the new one. They pause when it is far behind.
final class Load implements AutoCloseable {
    /// Frames under way at which the relay counts as behind.
    private static final int BEHIND = 100;

    private static final int FAR_BEHIND = 1_000;

    private final World world;
    private final Witness witness;
    private final Activity everything;
    private final Activity commits;
    private final Thread thread;
    private volatile long wanted;
    private volatile boolean isResting;
    private volatile int changes;
    private volatile @Nullable Throwable failure;

    /// Begins.
    ///
    /// @param witness shows how far the relay is
    Load(World world, Witness witness, double stepsPerSecond, Mix mix) {
        this.world = world;
        this.witness = witness;
        everything = new Activity(world.network(), mix);
        commits = new Activity(world.network(), Mix.commitsOnly());
        thread = Thread.ofPlatform().name("load").start(() -> run(stepsPerSecond));
    }

    /// Waits until so many more frames were announced.
    void awaitMore(long frames) {
        long until = world.ledger().announced() + frames;
        wanted = until;
        Until.holds("frames are announced", () -> {
            check();
            return world.ledger().announced() >= until;
        });
    }

    /// Lets the accounts rest until the relay keeps up.
    void awaitCaughtUp() {
        isResting = true;
        Until.holds(() -> "the relay catches up: " + behind() + " frames are missing", () -> !isBehind());
        isResting = false;
    }

    /// How often accounts did something that need not be a commit.
    int changes() {
        return changes;
    }

    private void run(double stepsPerSecond) {
        try {
            Pace.run(stepsPerSecond, Long.MAX_VALUE, portion -> {
                for (int i = 0; i < portion; i++) {
                    step();
                }
            });
        } catch (RuntimeException | Error e) {
            failure = e;
        }
    }

    private void step() {
        if (!isBehind()) {
            everything.step();
            changes++;
        } else if (world.ledger().announced() < wanted || (!isResting && behind() < FAR_BEHIND)) {
            commits.step();
        }
    }

    private boolean isBehind() {
        return behind() >= BEHIND || !witness.consumer().isConnected();
    }

    private long behind() {
        return world.ledger().due() - witness.frames();
    }

    private void check() {
        Throwable fault = failure;
        if (fault != null) {
            fail(fault);
        }
    }

    /// Ends it; fails if it had ended by itself.
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        check();
    }
}
