package net.atrelay.demo;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Map.Entry;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What is to be seen at one moment.
///
/// @param running time since the network began to act
/// @param rates per second, over the last few
/// @param verified events in all that passed every check
/// @param refused frames in all that did not, by reason, most first
/// @param latency null while nothing comes out
/// @param hostsConnected hosts whose stream is open
/// @param consumers all of the relay's, this view among them
/// @param logBytes bytes of events made durable
/// @param newest events, newest first
record Picture(
        Duration running,
        Rates rates,
        long verified,
        List<Refused> refused,
        @Nullable Latency latency,
        int hostsConnected,
        int consumers,
        long logBytes,
        List<EventLine> newest) {
    private static final String JUDGED = "relay_verify_frames_total";
    private static final String SKIPPED = "relay_ingest_frames_skipped_total";
    private static final double NANOS = 1e9;

    /// @param in frames from hosts
    /// @param verified events that passed every check
    /// @param out events to the consumer of this view
    record Rates(double in, double verified, double out) {}

    record Refused(String reason, long frames) {}

    static Picture of(Duration running, Reading before, Reading now, List<EventLine> newest) {
        Meters meters = now.meters();
        return new Picture(
                running,
                rates(before, now),
                (long) accepted(meters),
                refused(meters),
                Latency.between(before.meters(), meters),
                (int) meters.sum("relay_ingest_connected_hosts"),
                (int) meters.sum("relay_fanout_consumers"),
                (long) meters.sum("relay_store_events_written_bytes_total"),
                newest);
    }

    /// The meters, and how many events the consumer of this view had by then.
    record Reading(Meters meters, long consumed) {}

    long refusedFrames() {
        return refused.stream().mapToLong(Refused::frames).sum();
    }

    private static Rates rates(Reading before, Reading now) {
        double seconds = Math.max(1, now.meters().atNanos() - before.meters().atNanos()) / NANOS;
        return new Rates(
                (now.meters().sum("relay_ingest_frames_total") - before.meters().sum("relay_ingest_frames_total"))
                        / seconds,
                (accepted(now.meters()) - accepted(before.meters())) / seconds,
                (now.consumed() - before.consumed()) / seconds);
    }

    private static double accepted(Meters meters) {
        return meters.sum(JUDGED, "verdict=\"accepted\"");
    }

    private static List<Refused> refused(Meters meters) {
        Map<String, Double> all = new TreeMap<>();
        for (Map<String, Double> some : List.of(
                meters.by(JUDGED, "verdict=\"dropped\"", "reason"),
                meters.by(JUDGED, "verdict=\"ignored\"", "reason"),
                meters.by(SKIPPED, "", "reason"))) {
            some.forEach((reason, frames) -> all.merge(words(reason), frames, Double::sum));
        }
        return all.entrySet().stream()
                .filter(each -> each.getValue() > 0)
                .sorted(Entry.<String, Double>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Entry.comparingByKey()))
                .map(each -> new Refused(each.getKey(), each.getValue().longValue()))
                .toList();
    }

    private static String words(String label) {
        return label.toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
