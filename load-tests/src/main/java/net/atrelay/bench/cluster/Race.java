package net.atrelay.bench.cluster;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Processes that settle the same records of `raw`, one at a time: all others are stopped meanwhile, and none
/// knows. They take turns in rounds, in the one order and then in the other, so that all see the machine in the
/// same mood. Used by one thread.
final class Race {
    private final Bus bus;
    private final List<Long> brokers;
    private final List<Runner> runners = new ArrayList<>();
    private final Map<String, Stretch> stretches = new LinkedHashMap<>();
    private long settled;

    /// @param group whose settled records are its own
    record Runner(String name, String group, long pid) {}

    /// @param brokers ids of their processes, where they are known
    Race(Bus bus, List<Long> brokers) {
        this.bus = bus;
        this.brokers = brokers;
    }

    /// Waits until a process has settled the first records, then stops it.
    void add(Runner runner, long records) throws IOException, InterruptedException {
        bus.awaitSettled(runner.group(), records);
        signal("STOP", runner);
        runners.add(runner);
        settled = records;
        stretches.put(runner.name(), Stretch.none());
    }

    /// Lets each settle all records up to this number.
    void run(long records) throws IOException, InterruptedException {
        for (Runner runner : List.copyOf(runners)) {
            signal("CONT", runner);
            stretches.merge(runner.name(), measure(runner, records), Stretch::plus);
            signal("STOP", runner);
        }
        settled = records;
        runners.add(runners.removeFirst());
    }

    /// Lets all of them go on; tells what each has done.
    Map<String, Stretch> end() throws IOException, InterruptedException {
        for (Runner runner : runners) {
            signal("CONT", runner);
        }
        return stretches;
    }

    /// From the first records settled on, so that waking up is left out; unless these are all.
    private Stretch measure(Runner runner, long records) throws InterruptedException {
        Watch whole = new Watch(processes(runner));
        long begun = bus.awaitSettled(runner.group(), settled + 1);
        if (begun >= records) {
            return whole.stop(records - settled);
        }
        Watch watch = new Watch(processes(runner));
        bus.awaitSettled(runner.group(), records);
        return watch.stop(records - begun);
    }

    private Map<String, List<Long>> processes(Runner runner) {
        Map<String, List<Long>> processes = new LinkedHashMap<>();
        processes.put(runner.name(), List.of(runner.pid()));
        if (!brokers.isEmpty()) {
            processes.put("brokers", brokers);
        }
        return processes;
    }

    private static void signal(String name, Runner runner) throws IOException, InterruptedException {
        int exit = new ProcessBuilder("kill", "-" + name, Long.toString(runner.pid()))
                .inheritIO()
                .start()
                .waitFor();
        if (exit != 0) {
            throw new IOException("kill -" + name + " " + runner.pid() + ": " + exit + " (expected: 0)");
        }
    }
}
