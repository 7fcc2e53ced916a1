package net.atrelay.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A result as a table for people.
final class BenchTable {
    private static final double MILLI = 1_000;
    private static final String ROW = "  %-42s %9s %9s";

    private BenchTable() {}

    static List<String> of(BenchResult result) {
        List<String> lines = new ArrayList<>(result.machine().lines());
        lines.add(String.format(
                Locale.ROOT,
                "frames    %,d commits of %,d bytes on average, %d accounts with up to %,d records on %d hosts, seed"
                        + " %d",
                result.events(),
                result.frameBytes(),
                result.plan().accounts(),
                result.plan().records(),
                result.plan().hosts(),
                result.plan().seed()));
        lines.add("");
        lines.add(String.format(
                Locale.ROOT,
                "%,.0f verified events/s from the hosts' sockets to one consumer's",
                result.eventsPerSecond()));
        lines.add(String.format(
                Locale.ROOT,
                "%.1f us of processor time an event; the floor is %.1f us: %.2f times the floor, %.2f without the"
                        + " compiler",
                result.micros(),
                result.floorMicros(),
                result.ratio(),
                result.ratioWithoutCompiler()));
        lines.add(String.format(
                Locale.ROOT,
                "with all cores at it at once the floor is %.1f us: %.2f times that",
                result.crowdedFloorMicros(),
                result.micros() / result.crowdedFloorMicros()));
        lines.add("");
        lines.add(String.format(Locale.ROOT, ROW, "us an event, by stage", "relay", "floor"));
        addStages(result, lines);
        lines.add("");
        lines.add(String.format(Locale.ROOT, ROW, "us an event, by threads", "relay", ""));
        for (Workers group : Workers.values()) {
            lines.add(row(group.words(), result.micros(group), 0));
        }
        lines.add("");
        addCourse(result.course(), lines);
        addCatchUp(result.catchUp(), lines);
        addDisk(result, lines);
        return lines;
    }

    private static void addCourse(Course course, List<String> lines) {
        lines.add(String.format(
                Locale.ROOT,
                "latency   at %,.0f events/s, from due at the host to the consumer: p50 %.1f ms, p90 %.1f, p99 %.1f,"
                        + " most %.1f",
                course.perSecond(),
                course.p50Micros() / MILLI,
                course.p90Micros() / MILLI,
                course.p99Micros() / MILLI,
                course.maxMicros() / MILLI));
    }

    private static void addCatchUp(CatchUp catchUp, List<String> lines) {
        lines.add(String.format(
                Locale.ROOT,
                "catch-up  %,.0f events/s from cursor 0, %.2f times a bare read of the database to the same socket",
                catchUp.eventsPerSecond(),
                catchUp.ratio()));
    }

    private static void addDisk(BenchResult result, List<String> lines) {
        DiskUse use = result.use();
        lines.add(String.format(
                Locale.ROOT,
                "disk      %,d bytes an event in tables, %.3f times the compressed frames; %.2f bytes written for each"
                        + " byte of a frame",
                use.bytesPerEvent(),
                use.overhead(),
                result.writeAmplification()));
    }

    private static void addStages(BenchResult result, List<String> lines) {
        double told = 0;
        for (Stage stage : Stage.values()) {
            lines.add(row(stage.words(), result.micros(stage), result.floorMicros(stage)));
            told += result.micros(stage);
        }
        for (Workers group : Workers.values()) {
            if (!BenchResult.isSampled(group) && group != Workers.PROFILER && group != Workers.OTHERS) {
                lines.add(row(group.words(), result.micros(group), 0));
                told += result.micros(group);
            }
        }
        lines.add(row("everything else of the process", result.micros() - told, 0));
        lines.add(row("sum", result.micros(), result.floorMicros()));
    }

    private static String row(String words, double relay, double floor) {
        return String.format(
                Locale.ROOT,
                ROW,
                words,
                String.format(Locale.ROOT, "%.1f", relay),
                floor == 0 ? "" : String.format(Locale.ROOT, "%.1f", floor));
    }
}
