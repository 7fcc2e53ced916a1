package net.atrelay.verify.identity.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import net.atrelay.verify.HttpLane;
import net.atrelay.verify.VerifyMetrics;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LanesTest {
    private static final LaneLimits LIMITS = new LaneLimits(3, 1, 5, 2);

    private final ManualClock clock = new ManualClock();
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final List<String> done = new CopyOnWriteArrayList<>();
    private final List<String> refused = new CopyOnWriteArrayList<>();
    private final Semaphore stuck = new Semaphore(0);
    private Lanes lanes = lanes(null);

    @AfterEach
    void close() {
        stuck.release(1_000);
        lanes.close();
    }

    @Test
    void aSlowServerHoldsUpOnlyItsOwnWork() {
        offerStuck("slow");
        offer("slow", "slow again");
        offer("quick", "quick");
        Until.holds("the quick server was asked", () -> done.contains("quick"));
        assertEquals(List.of("quick"), done);
        stuck.release();
        Until.holds("the slow server was asked again", () -> done.contains("slow again"));
    }

    @Test
    void whatHasNoRoomIsRefused() {
        offerStuck("a");
        offer("a", "a1");
        offer("a", "a2");
        offer("a", "a3");
        assertEquals(List.of("a3"), refused, "queuedPerTargetMax");
        offerStuck("b");
        offerStuck("c");
        offer("d", "d1");
        offer("e", "e1");
        offer("f", "f1");
        offer("g", "g1");
        assertEquals(List.of("a3", "g1"), refused, "queuedMax");
    }

    @Test
    void serversTakeTurns() {
        lanes.close();
        lanes = new Lanes("test", new LaneLimits(1, 1, 10, 10), null, clock);
        offerStuck("a");
        offer("a", "a1");
        offer("a", "a2");
        offer("b", "b1");
        stuck.release();
        Until.holds("all are done", () -> done.size() == 3);
        assertTrue(done.indexOf("b1") < done.indexOf("a2"), done::toString);
    }

    @Test
    void workBeginsAtItsPace() {
        lanes.close();
        lanes = lanes(new Pace(1, clock.nanos()));
        offer("a", "first");
        offer("b", "second");
        Until.holds("the first is done", () -> done.size() == 1);
        clock.advance(Duration.ofMillis(900));
        assertEquals(List.of("first"), done);
        clock.advance(Duration.ofMillis(200));
        Until.holds("the second is done", () -> done.size() == 2);
    }

    @Test
    void nothingBeginsInAPause() {
        lanes.close();
        lanes = lanes(new Pace(1_000, clock.nanos()));
        lanes.pause(Duration.ofSeconds(60).toNanos());
        offer("a", "a1");
        clock.advance(Duration.ofSeconds(59));
        assertEquals(1, gauge("relay.verify.http.queued"));
        assertEquals(59, gauge("relay.verify.http.queued.oldest"));
        clock.advance(Duration.ofSeconds(2));
        Until.holds("the pause is over", () -> done.contains("a1"));
    }

    @Test
    void aFaultFreesItsPlace() {
        lanes.offer(
                "a",
                () -> {
                    throw new IllegalStateException("thrown by the test");
                },
                () -> {});
        offer("a", "a1");
        Until.holds("the next is done", () -> done.contains("a1"));
        Until.holds("nothing is under way", () -> gauge("relay.verify.http.in.flight") == 0);
    }

    @Test
    void closingRefusesWhatWaitsEvenWhenInterrupted() throws InterruptedException {
        offerStuck("a");
        offer("a", "a1");
        CountDownLatch kept = new CountDownLatch(1);
        Thread closer = new Thread(() -> {
            Thread.currentThread().interrupt();
            lanes.close();
            if (Thread.currentThread().isInterrupted()) {
                kept.countDown();
            }
        });
        closer.start();
        kept.await();
        assertEquals(List.of("a1"), refused);
        offer("b", "b1");
        assertEquals(List.of("a1", "b1"), refused);
    }

    private Lanes lanes(@Nullable Pace pace) {
        Lanes made = new Lanes("test", LIMITS, pace, clock);
        meters.clear();
        made.watchedBy(new VerifyMetrics(meters), HttpLane.DOMAINS);
        return made;
    }

    private double gauge(String name) {
        return meters.get(name).gauge().value();
    }

    private void offer(String target, String name) {
        lanes.offer(target, () -> done.add(name), () -> refused.add(name));
    }

    /// Work that has begun when this returns, and goes on until the test releases it.
    private void offerStuck(String target) {
        CountDownLatch begun = new CountDownLatch(1);
        lanes.offer(
                target,
                () -> {
                    begun.countDown();
                    stuck.acquireUninterruptibly();
                },
                begun::countDown);
        Until.holds("the work has begun", () -> begun.getCount() == 0);
    }
}
