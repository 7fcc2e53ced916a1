package net.atrelay.bench.cluster;

import java.util.LinkedHashMap;
import java.util.Map;

/// What became of a number of events.
///
/// @param cpu processor time of each process for one event, by the process's name
record Stretch(long events, double seconds, Map<String, Cpu> cpu) {
    private static final double MICRO = 1_000;

    /// Processor time for one event, in microseconds.
    ///
    /// @param all user and system
    /// @param withoutCompiler the same but for the JIT compiler's
    record Cpu(double all, double withoutCompiler) {
        static Cpu of(long nanos, long withoutCompilerNanos, long events) {
            return new Cpu(nanos / MICRO / events, withoutCompilerNanos / MICRO / events);
        }

        /// @param share of this in both
        private Cpu mixed(double share, Cpu other) {
            return new Cpu(
                    share * all + (1 - share) * other.all,
                    share * withoutCompiler + (1 - share) * other.withoutCompiler);
        }
    }

    static Stretch none() {
        return new Stretch(0, 0, Map.of());
    }

    /// Both together.
    Stretch plus(Stretch other) {
        if (events == 0) {
            return other;
        }
        double share = (double) events / (events + other.events);
        Map<String, Cpu> both = new LinkedHashMap<>();
        cpu.forEach((name, used) -> both.put(name, used.mixed(share, other.cpu.getOrDefault(name, used))));
        return new Stretch(events + other.events, seconds + other.seconds, both);
    }

    double perSecond() {
        return events / seconds;
    }
}
