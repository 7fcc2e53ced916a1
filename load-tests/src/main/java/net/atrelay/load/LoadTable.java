package net.atrelay.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A result as a table for people.
final class LoadTable {
    private static final double MIB = 1 << 20;
    private static final double MILLI = 1e3;
    private static final String HEADER = "    RSS   peak   heap: used committed    cache  buffers |  events/s"
            + "  us/event   p50 ms   p99 ms   max ms";

    private static final String STARTS = "  ended  serving  first event  all hosts  caught up   backlog  PLC requests"
            + "  look-ups (s, s, s, s, s)";

    private LoadTable() {}

    static List<String> of(LoadResult result) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "accounts  %,d known, on %,d hosts, seed %d; written in %.0f s, %.0f MiB on disk",
                result.realm().accounts(),
                result.realm().hosts(),
                result.realm().seed(),
                result.seedSeconds(),
                mib(result.seededBytes())));
        lines.add(String.format(
                Locale.ROOT,
                "load      %.0f events/s, %d%% by accounts that had not spoken, else by %,d of the day; %,d spoke in"
                        + " all",
                result.course().perSecond(),
                result.course().newcomersPercent(),
                result.course().speakers(),
                result.end().speakers()));
        lines.add("");
        lines.add("relay     " + HEADER);
        lines.add(memory("all hosts", result.settled()));
        lines.add(memory("warmed up", result.warm()));
        result.parts().forEach(part -> lines.add(row(part)));
        lines.add("");
        lines.addAll(LatencyChart.of(result.parts()));
        lines.add("");
        lines.add(String.format(
                Locale.ROOT,
                "RSS grew by %.1f MiB a minute in the second half; %.0f bytes on disk an event",
                mib(result.rssSlope()),
                result.diskBytesPerEvent()));
        lines.add("");
        lines.add("start     " + STARTS);
        lines.add(start("first", result.first()));
        result.restarts().forEach(restart -> lines.add(start("SIG" + restart.how(), restart)));
        lines.add("");
        lines.add(String.format(
                Locale.ROOT,
                "%,d events said, %,d came out; %d missing, %d surplus, %d out of order, %d holes in seqs",
                result.end().said(),
                result.end().heard(),
                result.end().outstanding(),
                result.end().surplus(),
                result.end().disordered(),
                result.end().holes()));
        return lines;
    }

    private static String memory(String what, Sample sample) {
        return String.format(
                Locale.ROOT,
                "%-9s %7.0f %6.0f %12.0f %9.0f %8.0f %8.0f",
                what,
                mib(sample.rss()),
                mib(sample.peak()),
                mib(sample.heapUsed()),
                mib(sample.heapCommitted()),
                mib(sample.blockCache()),
                mib(sample.writeBuffers()));
    }

    /// One part as a line.
    static String row(Part part) {
        return memory(String.format(Locale.ROOT, "%.0f s", part.end().seconds()), part.end())
                + String.format(
                        Locale.ROOT,
                        " | %9.0f %9.1f %8.1f %8.1f %8.1f",
                        part.perSecond(),
                        part.cpuMicrosPerEvent(),
                        part.news().p50Micros() / MILLI,
                        part.news().p99Micros() / MILLI,
                        part.news().maxMicros() / MILLI);
    }

    private static String start(String what, Restart start) {
        return String.format(
                Locale.ROOT,
                "%-9s %7s %8s %12s %10s %10s %9d %13d %9d",
                what,
                seconds(start.endMillis()),
                seconds(start.servingMillis()),
                seconds(start.firstEventMillis()),
                seconds(start.connectedMillis()),
                seconds(start.caughtUpMillis()),
                start.backlog(),
                start.plcRequests(),
                start.lookUps());
    }

    private static String seconds(long millis) {
        return millis < 0 ? "-" : String.format(Locale.ROOT, "%.2f", millis / MILLI);
    }

    private static double mib(double bytes) {
        return bytes / MIB;
    }
}
