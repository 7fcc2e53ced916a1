package net.atrelay.bench.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import net.atrelay.bench.Course;

/// A result as tables for people.
final class ClusterTable {
    private static final double MILLI = 1_000;

    private ClusterTable() {}

    static List<String> of(ClusterResult result) {
        List<String> lines = new ArrayList<>(result.machine().lines());
        ClusterPlan plan = result.plan();
        lines.add(String.format(
                Locale.ROOT,
                "cluster   %s, %d partitions; %d accounts with up to %,d records on %d hosts, seed %d",
                plan.brokers() == 0 ? plan.servers() : plan.brokers() + " broker(s) on this machine",
                plan.partitions(),
                plan.accounts(),
                plan.records(),
                plan.hosts(),
                plan.seed()));
        addStretches(result, lines);
        addRatio("copy", "the same records, nothing proven", result, lines);
        addRatio("proof", "the same records, proven", result, lines);
        addRatio("streams", "the same records, proven, on Kafka Streams", result, lines);
        addCourses(result, lines);
        return lines;
    }

    private static void addStretches(ClusterResult result, List<String> lines) {
        if (result.stretches().isEmpty()) {
            return;
        }
        lines.add("");
        lines.add("throughput   events/s   us of processor time an event, without the JIT compiler (with it)");
        result.stretches()
                .forEach((name, stretch) -> lines.add(
                        String.format(Locale.ROOT, "  %-10s %9.0f   %s", name, stretch.perSecond(), cpu(stretch))));
    }

    private static String cpu(Stretch stretch) {
        return stretch.cpu().entrySet().stream()
                .map(entry -> String.format(
                        Locale.ROOT,
                        "%s %.1f (%.1f)",
                        entry.getKey(),
                        entry.getValue().withoutCompiler(),
                        entry.getValue().all()))
                .collect(Collectors.joining(", "));
    }

    private static void addRatio(String kind, String words, ClusterResult result, List<String> lines) {
        Double ratio = result.ratio(kind);
        if (ratio != null) {
            lines.add(String.format(
                    Locale.ROOT, "verify is %.2f of a bare consume-transform-produce of %s", ratio, words));
        }
    }

    private static void addCourses(ClusterResult result, List<String> lines) {
        if (result.steady().isEmpty() && result.changes().isEmpty()) {
            return;
        }
        lines.add("");
        lines.add(String.format(
                Locale.ROOT,
                "  %-24s %8s %8s %8s %8s %9s %9s",
                "ms from due to received",
                "events/s",
                "p50",
                "p90",
                "p99",
                "max",
                "silence"));
        result.steady().forEach(course -> lines.add(row("steady", course)));
        result.changes().forEach(change -> {
            lines.add(row(change.what(), change.course()));
            lines.add(String.format(
                    Locale.ROOT, "    after %,d ms; partitions moved: %d", change.millis(), change.moved()));
        });
    }

    private static String row(String what, Course course) {
        return String.format(
                Locale.ROOT,
                "  %-24s %8s %8.1f %8.1f %8.1f %9.1f %9.1f",
                what,
                String.format(Locale.ROOT, "%.0f", course.perSecond()),
                course.p50Micros() / MILLI,
                course.p90Micros() / MILLI,
                course.p99Micros() / MILLI,
                course.maxMicros() / MILLI,
                course.silenceMicros() / MILLI);
    }
}
