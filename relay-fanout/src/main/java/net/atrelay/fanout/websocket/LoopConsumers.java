package net.atrelay.fanout.websocket;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import net.atrelay.fanout.DisconnectReason;
import org.jspecify.annotations.Nullable;

/// The consumers of one event loop: woken together, looked after together.
///
/// Owned by the event loop; [#wake()], [#drain(Duration)] and [#closeAll()] post to it from any thread.
final class LoopConsumers {
    private static final StreamConsumer[] NONE = new StreamConsumer[0];

    private final StreamService service;
    private final EventLoop loop;
    private final Set<StreamConsumer> consumers = new LinkedHashSet<>();
    private final AtomicBoolean isWakePosted = new AtomicBoolean();
    /// The set as an array; null when the set has changed.
    private StreamConsumer @Nullable [] listed;
    private @Nullable Future<?> ticks;
    private long timedBelow;

    LoopConsumers(StreamService service, EventLoop loop) {
        this.service = service;
        this.loop = loop;
    }

    /// Lets each consumer look for more. Wakes that come before the loop gets to it are one.
    void wake() {
        if (isWakePosted.compareAndSet(false, true)) {
            post(this::onWake);
        }
    }

    /// Closes all consumers, one after the other over this time, so that they do not come to the next node
    /// at once.
    void drain(Duration spread) {
        post(() -> onDrain(spread));
    }

    /// Closes all consumers now.
    void closeAll() {
        post(() -> {
            for (StreamConsumer consumer : listed()) {
                consumer.endNow(DisconnectReason.DRAINED);
            }
        });
    }

    void add(StreamConsumer consumer) {
        consumers.add(consumer);
        listed = null;
        if (ticks == null) {
            ticks = loop.scheduleWithFixedDelay(
                    this::onTick, service.tickNanos(), service.tickNanos(), TimeUnit.NANOSECONDS);
        }
    }

    void remove(StreamConsumer consumer) {
        consumers.remove(consumer);
        listed = null;
        Future<?> running = ticks;
        if (consumers.isEmpty() && running != null) {
            running.cancel(false);
            ticks = null;
        }
    }

    private void onWake() {
        isWakePosted.set(false);
        FramedChunk[] chunks = service.cache().shown();
        for (StreamConsumer consumer : listed()) {
            consumer.pump();
        }
        time(chunks);
    }

    /// Each chunk is timed once, by the loop that is first through with its consumers.
    private void time(FramedChunk[] chunks) {
        if (consumers.isEmpty()) {
            return;
        }
        long now = System.nanoTime();
        for (int i = chunks.length - 1; i >= 0 && chunks[i].firstSeq() >= timedBelow; i--) {
            if (chunks[i].takeTiming()) {
                service.metrics().sentAfterReceipt(now - chunks[i].receivedNanos());
            }
        }
        timedBelow = chunks.length == 0 ? timedBelow : chunks[chunks.length - 1].lastSeq() + 1;
    }

    private void onTick() {
        for (StreamConsumer consumer : listed()) {
            consumer.tick();
        }
    }

    private void onDrain(Duration spread) {
        StreamConsumer[] leaving = listed();
        for (int i = 0; i < leaving.length; i++) {
            StreamConsumer consumer = leaving[i];
            long delayNanos = spread.toNanos() / leaving.length * i;
            var _ = loop.schedule(() -> consumer.end(DisconnectReason.DRAINED), delayNanos, TimeUnit.NANOSECONDS);
        }
    }

    private StreamConsumer[] listed() {
        StreamConsumer[] now = listed;
        if (now == null) {
            now = consumers.toArray(NONE);
            listed = now;
        }
        return now;
    }

    private void post(Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException e) {
            // The loop has ended, and with it every socket that it had.
        }
    }
}
