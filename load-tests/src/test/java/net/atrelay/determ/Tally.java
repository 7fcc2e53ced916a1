package net.atrelay.determ;

import java.util.ArrayList;
import java.util.List;

/// How often each happening happened.
final class Tally {
    private final long[] counts = new long[Happening.values().length];

    void count(Happening happening) {
        counts[happening.ordinal()]++;
    }

    void count(Happening happening, long times) {
        counts[happening.ordinal()] += times;
    }

    long of(Happening happening) {
        return counts[happening.ordinal()];
    }

    void add(Tally other) {
        for (int i = 0; i < counts.length; i++) {
            counts[i] += other.counts[i];
        }
    }

    /// What happened too seldom in so many seeds.
    List<String> missing(long seeds) {
        List<String> missing = new ArrayList<>();
        for (Happening happening : Happening.values()) {
            if (of(happening) < happening.floor(seeds)) {
                missing.add(happening + ": " + of(happening) + " (expected: at least " + happening.floor(seeds) + ")");
            }
        }
        return missing;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Happening happening : Happening.values()) {
            text.append(String.format("%-24s %10d%n", happening, of(happening)));
        }
        return text.toString();
    }
}
