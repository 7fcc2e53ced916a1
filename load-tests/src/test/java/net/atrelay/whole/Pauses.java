package net.atrelay.whole;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// How long nothing came out after something was killed or stopped, by kind. Used by one thread.
final class Pauses {
    private final Map<String, List<Long>> millis = new TreeMap<>();

    /// Takes note of a pause that ends now; returns words about it.
    ///
    /// @param beganNanos on the clock of [System#nanoTime]
    String add(String kind, long beganNanos) {
        long paused = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beganNanos);
        millis.merge(
                kind,
                List.of(paused),
                (before, now) ->
                        Stream.concat(before.stream(), now.stream()).sorted().toList());
        return kind + ", next event out after " + paused + " ms";
    }

    /// A line for each kind: how many, the median, the most, and each.
    List<String> lines() {
        return millis.entrySet().stream()
                .map(entry -> "%-24s %d, median %d ms, most %d ms: %s"
                        .formatted(
                                entry.getKey(),
                                entry.getValue().size(),
                                entry.getValue().get(entry.getValue().size() / 2),
                                entry.getValue().getLast(),
                                entry.getValue().stream().map(String::valueOf).collect(Collectors.joining(" "))))
                .toList();
    }
}
