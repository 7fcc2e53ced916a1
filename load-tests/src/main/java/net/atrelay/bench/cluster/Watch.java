package net.atrelay.bench.cluster;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.atrelay.bench.CpuTimes;

/// Takes the time of a stretch, and the processor time of processes in it. Used by one thread.
final class Watch {
    private static final double SECOND_NANOS = 1e9;

    private final Map<String, List<Long>> processes;
    private final Map<String, List<CpuTimes>> before;
    private final long beganNanos = System.nanoTime();

    /// Begins.
    ///
    /// @param processes ids by name; those of one name count together
    Watch(Map<String, List<Long>> processes) {
        this.processes = processes;
        before = times(processes);
    }

    /// Ends.
    Stretch stop(long events) {
        double seconds = (System.nanoTime() - beganNanos) / SECOND_NANOS;
        Map<String, List<CpuTimes>> after = times(processes);
        Map<String, Stretch.Cpu> cpu = new LinkedHashMap<>();
        after.forEach((name, times) -> {
            List<CpuTimes> earlier = before.getOrDefault(name, List.of());
            long nanos = 0;
            long withoutCompiler = 0;
            for (int i = 0; i < times.size(); i++) {
                CpuTimes used = times.get(i).minus(earlier.get(i));
                nanos += used.allNanos();
                withoutCompiler += used.withoutCompilerNanos();
            }
            cpu.put(name, Stretch.Cpu.of(nanos, withoutCompiler, events));
        });
        return new Stretch(events, seconds, cpu);
    }

    private static Map<String, List<CpuTimes>> times(Map<String, List<Long>> processes) {
        Map<String, List<CpuTimes>> times = new LinkedHashMap<>();
        processes.forEach(
                (name, pids) -> times.put(name, pids.stream().map(CpuTimes::of).toList()));
        return times;
    }
}
