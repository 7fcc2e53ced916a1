package net.atrelay.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Latency as time goes by, as bars of text: up to the median, on to the 99th percentile, on to the longest. The scale
/// is logarithmic, since what matters lies orders of magnitude apart.
final class LatencyChart {
    private static final int WIDTH = 60;
    private static final double MILLI = 1e3;
    private static final double MICROS_MIN = 100;
    private static final int DECADE = 10;

    private LatencyChart() {}

    /// One line for each part, below a scale.
    static List<String> of(List<Part> parts) {
        double max = parts.stream().mapToDouble(part -> part.news().maxMicros()).reduce(MICROS_MIN * DECADE, Math::max);
        List<String> lines = new ArrayList<>();
        lines.add("latency   " + scale(max) + " ms: # to p50, + to p99, . to the longest");
        for (Part part : parts) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%-9s |%s",
                    String.format(Locale.ROOT, "%.0f s", part.end().seconds()),
                    bar(
                            part.news().p50Micros(),
                            part.news().p99Micros(),
                            part.news().maxMicros(),
                            max)));
        }
        return lines;
    }

    static String bar(double p50Micros, double p99Micros, double longestMicros, double maxMicros) {
        int median = column(p50Micros, maxMicros);
        int high = Math.max(median, column(p99Micros, maxMicros));
        int end = Math.max(high, column(longestMicros, maxMicros));
        return "#".repeat(median) + "+".repeat(high - median) + ".".repeat(end - high);
    }

    /// A mark at each power of ten, with its number of milliseconds behind it.
    private static String scale(double maxMicros) {
        StringBuilder line = new StringBuilder();
        for (double micros = MICROS_MIN; micros <= maxMicros; micros *= DECADE) {
            while (line.length() < column(micros, maxMicros)) {
                line.append(' ');
            }
            line.append('|').append(number(micros / MILLI));
        }
        return line.toString();
    }

    private static String number(double millis) {
        return millis < 1 ? String.format(Locale.ROOT, "%.1f", millis) : String.format(Locale.ROOT, "%.0f", millis);
    }

    private static int column(double micros, double maxMicros) {
        double share = Math.log(Math.max(micros, MICROS_MIN) / MICROS_MIN) / Math.log(maxMicros / MICROS_MIN);
        return (int) Math.round(share * WIDTH);
    }
}
