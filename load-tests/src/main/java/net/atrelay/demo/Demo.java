package net.atrelay.demo;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.BooleanSupplier;
import net.atrelay.app.EmbeddedRelay;
import net.atrelay.app.ExitCode;
import net.atrelay.sim.Activity;
import net.atrelay.sim.LedgerCheck;
import net.atrelay.sim.Pace;
import net.atrelay.sim.SimConsumer;
import net.atrelay.sim.SimNetwork;

/// One demonstration, from its first line to its verdict: lets a network act, watches as a consumer what its relay
/// makes of that, and compares the two in the end. Owned by the thread that runs it; the network acts on another.
final class Demo {
    /// Exit code when what came out is not what had to.
    static final int UNCLEAN = 1;

    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Duration GLANCE = Duration.ofMillis(100);
    /// For a machine that does much else.
    private static final Duration CONNECTING = Duration.ofMinutes(1);
    /// Rates and latency are those of so many ticks.
    private static final int TICKS_TOGETHER = 5;
    /// What a host keeps for a relay that comes back: a demonstration may run for days.
    private static final int HOST_BACKLOG_FRAMES = 10_000;

    private final DemoPlan plan;
    private final SimNetwork network;
    private final EmbeddedRelay relay;
    private final Failure failure;
    private final View view;
    private final Watch watch = new Watch();
    private final Deque<Picture.Reading> readings = new ArrayDeque<>();

    /// @param relay crawls the hosts of the network
    /// @param failure is told when the relay cannot go on
    Demo(DemoPlan plan, SimNetwork network, EmbeddedRelay relay, Failure failure, View view) {
        this.plan = plan;
        this.network = network;
        this.relay = relay;
        this.failure = failure;
        this.view = view;
    }

    /// Runs it until it is stopped or its time is over; returns the exit code.
    int run(Stop stop) throws InterruptedException {
        Invitation invitation =
                new Invitation(plan.hosts(), plan.accounts(), relay.publicAddress(), relay.operatorAddress());
        view.begin(invitation);
        network.ledger().forgetFrames();
        try (SimConsumer consumer = network.consume(invitation.stream(), null, watch)) {
            if (!comesTrue(() -> isUp(consumer), CONNECTING)) {
                view.say(List.of("The relay and its hosts have not found each other in time."));
                return ExitCode.FAULT;
            }
            act(stop);
            view.say(List.of("", "The network is silent now; waiting for its last events."));
            comesTrue(() -> failure.words() != null || watch.isComplete(network.ledger()), plan.settling());
        }
        return judge();
    }

    private boolean isUp(SimConsumer consumer) {
        return consumer.isConnected() && network.hosts().stream().allMatch(host -> host.connections() > 0);
    }

    private static boolean comesTrue(BooleanSupplier condition, Duration atMost) throws InterruptedException {
        long deadlineNanos = System.nanoTime() + atMost.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadlineNanos > 0) {
                return false;
            }
            Thread.sleep(GLANCE);
        }
        return true;
    }

    private void act(Stop stop) throws InterruptedException {
        Activity activity = new Activity(network, plan.mix());
        Thread actor = Thread.ofPlatform()
                .name("demo-network")
                .start(() -> Pace.run(plan.perSecond(), Long.MAX_VALUE, steps -> {
                    for (int i = 0; i < steps; i++) {
                        activity.step();
                    }
                }));
        try {
            watchUntil(stop);
        } finally {
            actor.interrupt();
            actor.join();
        }
    }

    private void watchUntil(Stop stop) throws InterruptedException {
        long beganNanos = System.nanoTime();
        long endNanos =
                plan.lasting().isZero() ? Long.MAX_VALUE : plan.lasting().toNanos();
        long ranNanos = 0;
        readings.add(reading());
        while (failure.words() == null && ranNanos < endNanos) {
            boolean isStopped = stop.await(Duration.ofNanos(Math.min(TICK.toNanos(), endNanos - ranNanos)));
            ranNanos = System.nanoTime() - beganNanos;
            show(Duration.ofNanos(ranNanos));
            if (isStopped) {
                return;
            }
        }
    }

    private void show(Duration ran) {
        readings.addLast(reading());
        if (readings.size() > TICKS_TOGETHER + 1) {
            readings.removeFirst();
        }
        List<EventLine> newest = watch.newest().stream()
                .map(frame -> EventLine.of(frame, this::accountOf))
                .toList();
        view.show(Picture.of(ran, readings.getFirst(), readings.getLast(), newest));
        network.hosts().forEach(host -> host.forgetAllBut(HOST_BACKLOG_FRAMES));
    }

    private Picture.Reading reading() {
        return new Picture.Reading(Meters.read(relay.scrape(), System.nanoTime()), watch.frames());
    }

    private EventLine.Who accountOf(String did) {
        return network.accounts().stream()
                .filter(account -> account.did().equals(did))
                .findFirst()
                .map(account -> new EventLine.Who(account.host().hostname(), account.handle()))
                .orElse(new EventLine.Who("", did));
    }

    private int judge() {
        String failed = failure.words();
        if (failed != null) {
            view.say(List.of("The relay has ended itself: " + failed));
            return ExitCode.FAULT;
        }
        LedgerCheck.Report report = watch.judge(network.ledger());
        view.say(VerdictWords.of(report, network.ledger().announced()));
        return report.isClean() ? ExitCode.OK : UNCLEAN;
    }
}
