package net.atrelay.verify.identity.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import net.atrelay.verify.HttpLane;
import net.atrelay.verify.Share;
import net.atrelay.verify.VerifyMetrics;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What is configured is held by all processes of a cluster together, whoever owns which partitions.
class SharedLanesTest {
    private static final int PARTITIONS = 12;
    private static final int PER_SECOND = 10;
    private static final int JOBS = 1_000;
    private static final LaneLimits ROOMY = new LaneLimits(JOBS, JOBS, JOBS, JOBS);

    private final ManualClock clock = new ManualClock();
    private final List<Semaphore> stuck = new ArrayList<>();
    private final List<Lanes> processes = new ArrayList<>();
    private final List<MeterRegistry> meters = new ArrayList<>();

    @AfterEach
    void close() {
        stuck.forEach(process -> process.release(JOBS));
        processes.forEach(Lanes::close);
    }

    @Test
    void allTogetherKeepToOnePace() {
        for (int i = 0; i < 3; i++) {
            start(ROOMY, new Pace(PER_SECOND, clock.nanos()));
        }
        own(0, 0, 0);
        processes.forEach(this::offerMany);
        assertEquals(List.of(0, 0, 0), begunIn(12));
        for (int[] owned : new int[][] {{12, 0, 0}, {7, 5, 0}, {3, 4, 5}, {0, 12, 0}, {0, 1, 11}}) {
            own(owned);
            List<Integer> begun = begunIn(12);
            for (int i = 0; i < owned.length; i++) {
                int due = 12 * PER_SECOND * owned[i] / PARTITIONS;
                assertTrue(Math.abs(begun.get(i) - due) <= (owned[i] == 0 ? 0 : 1), () -> begun + " of " + due);
            }
        }
    }

    @Test
    void whoGetsMoreDoesNotWaitForTheAlarmThatWasSet() {
        start(ROOMY, new Pace(1, clock.nanos()));
        own(1);
        offerMany(processes.getFirst());
        assertEquals(List.of(1), begunIn(PARTITIONS));
        assertEquals(List.of(0), begunIn(1));
        assertEquals(1, clock.alarms());
        own(PARTITIONS);
        assertEquals(List.of(1), begunIn(1));
        assertEquals(1, clock.alarms());
    }

    @Test
    void allTogetherHaveNoMoreUnderWayThanOneAlone() {
        LaneLimits limits = new LaneLimits(12, 6, JOBS, JOBS);
        for (int i = 0; i < 3; i++) {
            start(limits, null);
        }
        own(7, 5, 0);
        offerStuck("one server", 20);
        assertEquals(List.of(3, 2, 0), underWay());
        for (int i = 0; i < 20; i++) {
            offerStuck("server " + i, 1);
        }
        assertEquals(List.of(7, 5, 0), underWay());
        own(0, 1, 11);
        assertEquals(List.of(7, 5, 11), underWay(), "what is under way goes on");
        stuck.get(0).release(7);
        stuck.get(1).release(5);
        Until.holds("it ends, and no more begins", () -> underWay().equals(List.of(0, 1, 11)));
        own(0, 0, 0);
        stuck.forEach(process -> process.release(12));
        Until.holds("of nothing nothing begins", () -> underWay().equals(List.of(0, 0, 0)));
    }

    private void start(LaneLimits limits, @Nullable Pace pace) {
        Lanes made = new Lanes("test", limits, pace, clock);
        MeterRegistry registry = new SimpleMeterRegistry();
        made.watchedBy(new VerifyMetrics(registry), HttpLane.DIRECTORY);
        processes.add(made);
        meters.add(registry);
        stuck.add(new Semaphore(0));
    }

    private void own(int... partitions) {
        for (int i = 0; i < partitions.length; i++) {
            processes.get(i).shareIs(new Share(partitions[i], PARTITIONS));
        }
    }

    private void offerMany(Lanes process) {
        for (int i = 0; i < JOBS; i++) {
            process.offer("", () -> {}, () -> {});
        }
    }

    /// Offers each process what goes on until the test releases it.
    private void offerStuck(String target, int jobs) {
        for (int i = 0; i < processes.size(); i++) {
            Semaphore end = stuck.get(i);
            for (int j = 0; j < jobs; j++) {
                processes.get(i).offer(target, end::acquireUninterruptibly, () -> {});
            }
        }
    }

    /// What each process begins in so many seconds. Jobs run on threads, of which the clock knows nothing: each step
    /// waits
    /// until they are done.
    private List<Integer> begunIn(int seconds) {
        List<Integer> before = gauges("relay.verify.http.queued");
        for (int i = 0; i < seconds * 50; i++) {
            Until.holds("all are done", () -> underWay().stream().allMatch(jobs -> jobs == 0));
            clock.advance(Duration.ofMillis(20));
        }
        List<Integer> after = gauges("relay.verify.http.queued");
        List<Integer> begun = new ArrayList<>();
        for (int i = 0; i < before.size(); i++) {
            begun.add(before.get(i) - after.get(i));
        }
        return begun;
    }

    private List<Integer> underWay() {
        return gauges("relay.verify.http.in.flight");
    }

    private List<Integer> gauges(String name) {
        return meters.stream()
                .map(registry -> (int) registry.get(name).gauge().value())
                .toList();
    }
}
