package net.atrelay.determ;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.atrelay.verify.core.Reason;
import org.jspecify.annotations.Nullable;

/// One seed: a world, a relay with its crashes, and consumers; one thing happens at a time, chosen by the seed. In the
/// end the world keeps still, everything is answered, and what has come out is held against what was said.
final class Simulation {
    private static final int STEPS_MIN = 100;
    private static final int STEPS_MAX = 400;
    private static final int READERS = 3;
    private static final int ROUNDS_MAX = 400;
    private static final long MILLISECOND = 1_000;
    private static final long SECOND = 1_000_000;
    private static final long HOUR = 3_600 * SECOND;
    private static final long DAY = 24 * HOUR;
    /// Rounds of the end in which time goes slowly.
    private static final int SLOW_ROUNDS = 60;

    private final SplittableRandom random;
    private final Tally tally = new Tally();
    private final Trace trace;
    private final Setting setting;
    private final World world;
    private final VirtualClock clock = new VirtualClock();
    private final Disk disk;
    private final List<Reader> readers = new ArrayList<>();
    private Relay relay;

    /// What became of one seed.
    ///
    /// @param failure the rule that did not hold; null when all did
    /// @param text what happened, line by line; empty unless asked for
    record Result(
            long seed,
            long traceHash,
            Tally tally,
            @Nullable Throwable failure,
            String text) {}

    private Simulation(long seed, Planted planted, boolean isTraceKept) {
        random = new SplittableRandom(seed);
        trace = new Trace(isTraceKept);
        setting = Setting.of(random, planted);
        world = new World(Shared.POOL, random.split(), tally, trace);
        disk = new Disk(new LogOracle(world, tally), tally, trace);
        relay = newRelay();
        boolean isFromStart = random.nextInt(4) != 0;
        for (SimHost host : world.hosts) {
            if (isFromStart) {
                relay.addFromStart(host);
            }
            relay.dial(host);
        }
        for (int i = 0; i < READERS; i++) {
            readers.add(new Reader("c" + i, disk, tally, trace));
        }
    }

    static Result run(long seed, Planted planted, boolean isTraceKept) {
        Simulation simulation = new Simulation(seed, planted, isTraceKept);
        Throwable failure = null;
        try {
            simulation.live();
            simulation.calmDown();
            simulation.judge();
        } catch (RuntimeException e) {
            simulation.trace.note("failed: " + e);
            failure = e;
        }
        return new Result(seed, simulation.trace.hash(), simulation.tally, failure, simulation.trace.text());
    }

    private Relay newRelay() {
        Directory directory = new Directory(world, clock, random.split(), tally, trace);
        return new Relay(world, disk, clock, setting, directory, tally, trace);
    }

    private void live() {
        int steps = STEPS_MIN + random.nextInt(STEPS_MAX - STEPS_MIN);
        for (int i = 0; i < steps; i++) {
            try {
                step();
            } catch (Crash crash) {
                restart(String.valueOf(crash.getMessage()));
            }
        }
    }

    /// No two things happen in the same microsecond.
    private void step() {
        clock.move(1 + random.nextLong(MILLISECOND));
        int dice = random.nextInt(1_000);
        if (dice < 220) {
            world.act();
        } else if (dice < 420) {
            receiveSome(randomHost());
        } else if (dice < 640) {
            stepShard(1 + random.nextInt(4));
        } else if (dice < 780) {
            relay.appender.step();
        } else if (dice < 850) {
            relay.directory.step();
        } else if (dice < 890) {
            pass(random.nextLong(random.nextBoolean() ? 50 * MILLISECOND : 20 * SECOND));
        } else if (dice < 930) {
            onReader(readers.get(random.nextInt(READERS)));
        } else {
            disturb(random.nextInt(70));
        }
    }

    /// What comes seldom.
    private void disturb(int dice) {
        if (dice < 20) {
            relay.dial(randomHost());
        } else if (dice < 23) {
            relay.hangUp(randomHost());
        } else if (dice < 28) {
            relay.stutter(randomHost());
        } else if (dice < 38) {
            cutLog();
        } else if (dice < 44) {
            takeDown();
        } else if (dice < 48) {
            tally.count(Happening.CRASH_BETWEEN_STEPS);
            restart("between steps");
        } else if (dice < 54) {
            disk.arm(Crash.Point.values()[random.nextInt(Crash.Point.values().length)]);
        } else if (dice < 57 && setting.clockSteps()) {
            setClock();
        }
    }

    private void receiveSome(SimHost host) {
        for (int i = random.nextInt(5); i >= 0; i--) {
            relay.receive(host);
        }
    }

    private void stepShard(int mails) {
        int shard = random.nextInt(relay.shards.count());
        for (int i = 0; i < mails; i++) {
            relay.shards.step(shard, random.nextLong(MILLISECOND * 1_000));
        }
    }

    private void pass(long micros) {
        clock.move(micros);
        relay.shards.tick();
    }

    private void onReader(Reader reader) {
        if (!reader.isAway() && random.nextInt(4) != 0) {
            reader.read(relay, 1 + random.nextInt(20));
        } else if (!reader.isAway()) {
            reader.leave();
        } else if (random.nextInt(4) == 0) {
            reader.connectAnew(relay, random.nextBoolean());
        } else {
            reader.resume(relay);
        }
    }

    private void cutLog() {
        long window = disk.nextSeq() - disk.firstSeq();
        if (window > 1) {
            tally.count(Happening.RETENTION_CUT);
            disk.cut(disk.firstSeq() + random.nextLong(window));
        }
    }

    private void takeDown() {
        SimAccount account = world.accounts.get(random.nextInt(world.accounts.size()));
        account.isTakenDown = !account.isTakenDown;
        account.excuseAll(Reason.LOCALLY_INACTIVE);
        account.wasTakenDown = true;
        tally.count(Happening.TAKEN_DOWN);
        trace.note("takedown " + account.did() + " " + account.isTakenDown);
        relay.shards.takedown(account.did(), account.isTakenDown);
    }

    private void setClock() {
        boolean isBack = random.nextBoolean();
        tally.count(isBack ? Happening.CLOCK_WENT_BACK : Happening.CLOCK_WENT_FORWARD);
        trace.note("clock " + (isBack ? "back" : "forward"));
        clock.move(isBack ? -HOUR : DAY);
    }

    private void restart(String where) {
        trace.note("crash " + where);
        Crash.Point point = disk.armed();
        if (point != null && !where.equals("between steps")) {
            tally.count(
                    switch (point) {
                        case BEFORE_WRITE -> Happening.CRASH_BEFORE_WRITE;
                        case AFTER_WRITE -> Happening.CRASH_AFTER_WRITE;
                        case AFTER_PUBLISH -> Happening.CRASH_AFTER_PUBLISH;
                    });
        }
        disk.crashed();
        readers.forEach(Reader::leave);
        relay = newRelay();
    }

    /// Nothing new happens, and nothing fails: what was said comes in, what was asked is answered.
    private void calmDown() {
        disk.arm(null);
        relay.directory.calm();
        for (int round = 0; round < ROUNDS_MAX; round++) {
            world.hosts.forEach(relay::dial);
            drain();
            if (isQuiet()) {
                return;
            }
            pass(round < SLOW_ROUNDS ? 2 * SECOND : 60 * SECOND);
        }
        throw new SeedFailed("it never came to rest: " + relay.shards.waitingFrames() + " frames wait");
    }

    private void drain() {
        boolean isBusy = true;
        while (isBusy) {
            isBusy = false;
            for (SimHost host : world.hosts) {
                isBusy |= relay.receive(host);
            }
            for (int shard = 0; shard < relay.shards.count(); shard++) {
                isBusy |= relay.shards.step(shard, MILLISECOND);
            }
            isBusy |= relay.appender.step();
            relay.directory.stepAll();
        }
    }

    private boolean isQuiet() {
        return relay.directory.isIdle()
                && relay.shards.waitingFrames() == 0
                && world.hosts.stream().allMatch(relay::isCaughtUp);
    }

    private void judge() {
        SeedFailed.unless(disk.waitingFrames() == 0, "waiting on disk: " + disk.waitingFrames() + " (expected: none)");
        for (SimAccount account : world.accounts) {
            disk.checkState(account.did());
            for (Made made : account.made) {
                excuseByCircumstance(account, made);
                tally.count(Happening.COMMIT_REQUIRED, made.isRequired() ? 1 : 0);
                SeedFailed.unless(!made.isLost(), "a commit is lost: " + account.did() + " " + made);
            }
        }
        for (Reader reader : readers) {
            reader.leave();
            reader.resume(relay);
            while (reader.read(relay, Integer.MAX_VALUE) > 0) {
                // on to the tip
            }
            SeedFailed.unless(reader.isAtTip(relay) || reader.isAway(), "a consumer does not come to the tip");
        }
    }

    /// What an account or an operator must expect to lose where look-ups are refused or room is short.
    private void excuseByCircumstance(SimAccount account, Made made) {
        if (account.isLimited || setting.clockSteps()) {
            made.excuse(Reason.HOST_MISMATCH);
            made.excuse(Reason.SIGNATURE_INVALID);
        }
        if (account.isUntold && account.isRefreshedForHost) {
            made.excuse(Reason.HOST_MISMATCH);
        }
        if (made.isOutdated() && account.isAsked
                || account.isUnanswered
                || account.isStatusUntold
                || setting.clockSteps()) {
            made.excuse(Reason.UPSTREAM_INACTIVE);
        }
        if (account.wasTakenDown) {
            made.excuse(Reason.LOCALLY_INACTIVE);
        }
        if (setting.isCrowded() && account.isLookedUpInVain) {
            made.excuse(Reason.WAITING_LINE_FULL);
        }
        if (setting.clockSteps()) {
            made.excuse(Reason.WAIT_EXPIRED);
        }
    }

    private SimHost randomHost() {
        return world.hosts.get(random.nextInt(world.hosts.size()));
    }
}
