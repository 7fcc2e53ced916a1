package net.atrelay.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Numbers as people read them.
final class Words {
    private static final long KILO = 1_000;
    private static final double FINE_BELOW = 10;
    private static final String MORE = ", more";

    private Words() {}

    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    static String rate(double perSecond) {
        return String.format(Locale.ROOT, "%,.0f/s", perSecond);
    }

    static String bytes(long bytes) {
        if (bytes < KILO * KILO) {
            return String.format(Locale.ROOT, "%,.0f KB", (double) bytes / KILO);
        }
        return String.format(Locale.ROOT, "%,.1f MB", (double) bytes / (KILO * KILO));
    }

    static String time(Duration duration) {
        return String.format(
                Locale.ROOT, "%d:%02d:%02d", duration.toHours(), duration.toMinutesPart(), duration.toSecondsPart());
    }

    static String millis(double millis) {
        return String.format(Locale.ROOT, millis < FINE_BELOW ? "%.1f ms" : "%,.0f ms", millis);
    }

    static String latency(@Nullable Latency latency) {
        return latency == null
                ? "no events"
                : "p50 " + millis(latency.p50Millis()) + "  p99 " + millis(latency.p99Millis());
    }

    static String consumers(int consumers) {
        return consumers == 1 ? "to one consumer, this view" : "to each of " + consumers + " consumers";
    }

    /// Reasons with their numbers, laid out on exactly so many lines; those that do not fit are told as `more`.
    static List<String> reasons(List<Picture.Refused> refused, int lines, int charsMax) {
        List<StringBuilder> texts = new ArrayList<>();
        texts.add(new StringBuilder());
        for (Picture.Refused each : refused) {
            String text = each.reason() + " " + count(each.frames());
            if (texts.getLast().length() + text.length() + MORE.length() > charsMax) {
                if (texts.size() == lines) {
                    texts.getLast().append(MORE);
                    break;
                }
                texts.add(new StringBuilder());
            }
            texts.getLast().append(texts.getLast().isEmpty() ? "" : ", ").append(text);
        }
        while (texts.size() < lines) {
            texts.add(new StringBuilder());
        }
        return texts.stream().map(StringBuilder::toString).toList();
    }
}
