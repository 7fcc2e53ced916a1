package net.atrelay.verify.identity.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// A clock that stands still until it is moved; what falls due then runs on the thread that moves it.
public final class ManualClock implements RequestClock {
    /// Wall clock when the steady clock was 0.
    private static final long EPOCH_MICROS = 1_700_000_000_000_000L;

    private final List<Alarm> alarms = new ArrayList<>();
    private long now = 1_000_000_000L;

    private record Alarm(long at, Runnable task) {}

    @Override
    public synchronized long nanos() {
        return now;
    }

    @Override
    public synchronized long micros() {
        return EPOCH_MICROS + now / 1_000;
    }

    @Override
    public synchronized Runnable schedule(long delayNanos, Runnable task) {
        Alarm alarm = new Alarm(now + delayNanos, task);
        alarms.add(alarm);
        return () -> cancel(alarm);
    }

    @Override
    public void close() {}

    /// Alarms that are set.
    public synchronized int alarms() {
        return alarms.size();
    }

    public void advance(Duration by) {
        due(by).forEach(alarm -> alarm.task().run());
    }

    private synchronized List<Alarm> due(Duration by) {
        now += by.toNanos();
        List<Alarm> due = new ArrayList<>(
                alarms.stream().filter(alarm -> alarm.at() <= now).toList());
        due.sort(Comparator.comparingLong(Alarm::at));
        alarms.removeAll(due);
        return due;
    }

    private synchronized void cancel(Alarm alarm) {
        alarms.remove(alarm);
    }
}
