package net.atrelay.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/// Processor time of a process up to a moment, as the kernel counts it: in all, and by groups of threads, native
/// ones among them. What a thread used that has ended since is in the whole alone.
///
/// @param allNanos of all threads
/// @param nanos of each group
public record CpuTimes(long allNanos, Map<Workers, Long> nanos) {
    private static final CpuTimes NONE = new CpuTimes(0, Map.of());

    static CpuTimes none() {
        return NONE;
    }

    /// Of this process.
    static CpuTimes now() {
        var process = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return new CpuTimes(process.getProcessCpuTime(), byThreads("self"));
    }

    /// Of another process, in all to a hundredth of a second.
    public static CpuTimes of(long pid) {
        Duration all = ProcessHandle.of(pid)
                .flatMap(process -> process.info().totalCpuDuration())
                .orElseThrow(() -> new IllegalStateException("process " + pid + ": gone (expected: one that runs)"));
        return new CpuTimes(all.toNanos(), byThreads(Long.toString(pid)));
    }

    private static Map<Workers, Long> byThreads(String process) {
        Path folder = Path.of("/proc", process, "task");
        Map<Workers, Long> nanos = new EnumMap<>(Workers.class);
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(folder)) {
            for (Path task : tasks) {
                add(task, nanos);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("no thread times in " + folder, e);
        }
        return nanos;
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

    /// All but the JIT compiler, whose work ends once it has compiled what is hot.
    public long withoutCompilerNanos() {
        return allNanos - of(Workers.COMPILER);
    }

    public CpuTimes minus(CpuTimes before) {
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
