package net.atrelay.hostile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;

/// What was measured.
///
/// @param undisturbed windows of the good host alone, one before each encounter
record HostileResult(HostilePlan plan, List<Window> undisturbed, List<Encounter> encounters) {
    private static final String ROW = "  %-24s %9s %9s %9s %7s %9s %8s";
    private static final double MILLI = 1_000;

    /// The middle of the undisturbed windows' values.
    private double middle(ToLongFunction<Window> value) {
        long[] sorted = undisturbed.stream().mapToLong(value).sorted().toArray();
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2.0;
    }

    double p99Micros() {
        return middle(Window::p99Micros);
    }

    /// How many times the undisturbed 99th percentile.
    double ratio(Window window) {
        return window.p99Micros() / p99Micros();
    }

    /// A table for people.
    List<String> table() {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%d commits a second of %d accounts, windows of %d s; %d hostile hosts of each kind; ms from due to"
                        + " heard",
                plan.perSecond(),
                plan.accounts(),
                plan.seconds(),
                plan.hostsOfKind()));
        lines.add("");
        lines.add(String.format(Locale.ROOT, ROW, "", "p50", "p99", "max", "ratio", "injected", "missing"));
        lines.add(String.format(
                Locale.ROOT,
                ROW,
                "undisturbed, middle",
                millis(middle(Window::p50Micros)),
                millis(p99Micros()),
                millis(middle(Window::maxMicros)),
                "1.00",
                "",
                missing(undisturbed)));
        long best = undisturbed.stream().mapToLong(Window::p99Micros).min().orElse(0);
        long worst = undisturbed.stream().mapToLong(Window::p99Micros).max().orElse(0);
        lines.add(
                String.format(Locale.ROOT, "  undisturbed windows: p99 from %s to %s ms", millis(best), millis(worst)));
        for (Encounter encounter : encounters) {
            lines.add(row(encounter));
        }
        return lines;
    }

    private String row(Encounter encounter) {
        Window window = encounter.window();
        return String.format(
                Locale.ROOT,
                ROW,
                encounter.kind(),
                millis(window.p50Micros()),
                millis(window.p99Micros()),
                millis(window.maxMicros()),
                String.format(Locale.ROOT, "%.2f", ratio(window)),
                encounter.injected(),
                window.missing());
    }

    private static long missing(List<Window> windows) {
        return windows.stream().mapToLong(Window::missing).sum();
    }

    private static String millis(double micros) {
        return String.format(Locale.ROOT, "%.1f", micros / MILLI);
    }

    /// For machines: all numbers, by names that stay.
    Map<String, Object> values() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("plan", plan);
        values.put("undisturbed", undisturbed);
        values.put("undisturbedP50Micros", middle(Window::p50Micros));
        values.put("undisturbedP99Micros", p99Micros());
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Encounter encounter : encounters) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("kind", encounter.kind());
            row.put("injected", encounter.injected());
            row.put("ratio", ratio(encounter.window()));
            row.put("window", encounter.window());
            rows.add(row);
        }
        values.put("encounters", rows);
        return values;
    }
}
