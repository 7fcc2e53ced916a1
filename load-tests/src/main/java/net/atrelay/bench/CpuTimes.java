package net.atrelay.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

/// Processor time of this process up to a moment, as the kernel counts it: in all, and by groups of threads, native
/// ones among them. What a thread used that has ended since is in the whole alone.
///
/// @param allNanos of all threads
/// @param nanos of each group
record CpuTimes(long allNanos, Map<Workers, Long> nanos) {
    private static final Path TASKS = Path.of("/proc/self/task");
    private static final CpuTimes NONE = new CpuTimes(0, Map.of());

    static CpuTimes none() {
        return NONE;
    }

    static CpuTimes now() {
        Map<Workers, Long> nanos = new EnumMap<>(Workers.class);
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(TASKS)) {
            for (Path task : tasks) {
                add(task, nanos);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("no thread times in " + TASKS, e);
        }
        var process = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return new CpuTimes(process.getProcessCpuTime(), nanos);
    }

    private static void add(Path task, Map<Workers, Long> nanos) throws IOException {
        String name;
        String times;
        try {
            name = Files.readString(task.resolve("comm"));
            times = Files.readString(task.resolve("schedstat"));
        } catch (IOException e) {
            if (Files.notExists(task)) {
                return; // the thread has just ended
            }
            throw e;
        }
        nanos.merge(Workers.of(name), Long.parseLong(times.substring(0, times.indexOf(' '))), Long::sum);
    }

    long of(Workers group) {
        return nanos.getOrDefault(group, 0L);
    }

    /// What the relay used: all but the profiler.
    long relayNanos() {
        return allNanos - of(Workers.PROFILER);
    }

    CpuTimes minus(CpuTimes before) {
        Map<Workers, Long> passed = new EnumMap<>(Workers.class);
        for (Workers group : Workers.values()) {
            passed.put(group, Math.max(0, of(group) - before.of(group)));
        }
        return new CpuTimes(allNanos - before.allNanos, passed);
    }

    CpuTimes plus(CpuTimes other) {
        Map<Workers, Long> sums = new EnumMap<>(Workers.class);
        for (Workers group : Workers.values()) {
            sums.put(group, of(group) + other.of(group));
        }
        return new CpuTimes(allNanos + other.allNanos, sums);
    }
}
