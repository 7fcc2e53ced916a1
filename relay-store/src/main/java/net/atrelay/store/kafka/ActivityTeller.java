package net.atrelay.store.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import net.atrelay.store.Repeating;
import net.atrelay.store.host.HostActivity;

/// Tells other nodes how the hosts stand that this one reads: soon when one is connected, held back or fails, and now
/// and then when nothing but its counts has changed. Owned by its timer's thread.
final class ActivityTeller implements AutoCloseable {
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final Duration COUNTS_EVERY = Duration.ofSeconds(30);

    private final Supplier<List<HostActivity>> hosts;
    private final Consumer<HostActivity> tell;
    private final LongSupplier nanos;
    private final Map<String, Told> told = new HashMap<>();
    private final Repeating timer = new Repeating("relay-host-activities");

    private record Told(HostActivity activity, long atNanos) {}

    /// @param hosts those that are read here now
    /// @param nanos a clock
    ActivityTeller(Supplier<List<HostActivity>> hosts, Consumer<HostActivity> tell, LongSupplier nanos) {
        this.hosts = hosts;
        this.tell = tell;
        this.nanos = nanos;
    }

    /// @param onFatal told of a fault that ends it
    void start(Consumer<Throwable> onFatal) {
        timer.start(LOOK_EVERY, this::look, onFatal);
    }

    /// Tells what is due. What is read elsewhere by now is forgotten.
    void look() {
        long now = nanos.getAsLong();
        Map<String, Told> kept = new HashMap<>();
        for (HostActivity activity : hosts.get()) {
            Told before = told.get(activity.hostname());
            if (before == null || isDue(before, activity, now)) {
                tell.accept(activity);
                before = new Told(activity, now);
            }
            kept.put(activity.hostname(), before);
        }
        told.clear();
        told.putAll(kept);
    }

    @Override
    public void close() {
        timer.close();
    }

    private static boolean isDue(Told before, HostActivity now, long nowNanos) {
        if (!now.isLike(before.activity())) {
            return true;
        }
        return nowNanos - before.atNanos() >= COUNTS_EVERY.toNanos() && !now.equals(before.activity());
    }
}
