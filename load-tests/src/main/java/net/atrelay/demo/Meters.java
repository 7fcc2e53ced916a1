package net.atrelay.demo;

import java.util.HashMap;
import java.util.Map;
import java.util.Map.Entry;
import java.util.TreeMap;

/// The relay's meters at one moment, read from their text (Prometheus exposition format).
///
/// @param atNanos when, on the clock of [System#nanoTime]
/// @param series values by name and labels, as `name{label="value"}`
public record Meters(long atNanos, Map<String, Double> series) {
    /// The meters of such a text.
    public static Meters read(String text, long atNanos) {
        Map<String, Double> series = new HashMap<>();
        text.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            int end = line.lastIndexOf(' ');
            if (end > 0) {
                series.put(line.substring(0, end), Double.parseDouble(line.substring(end + 1)));
            }
        });
        return new Meters(atNanos, series);
    }

    /// The sum of all series of this name whose labels contain a part, such as `verdict="accepted"`.
    public double sum(String name, String labels) {
        double sum = 0;
        for (Entry<String, Double> each : series.entrySet()) {
            if (isOf(each.getKey(), name) && each.getKey().contains(labels)) {
                sum += each.getValue();
            }
        }
        return sum;
    }

    /// The sum of all series of this name.
    public double sum(String name) {
        return sum(name, "");
    }

    /// The values of all series of this name whose labels contain a part, summed by one of their labels.
    Map<String, Double> by(String name, String labels, String label) {
        Map<String, Double> sums = new TreeMap<>();
        for (Entry<String, Double> each : series.entrySet()) {
            if (isOf(each.getKey(), name) && each.getKey().contains(labels)) {
                sums.merge(labelOf(each.getKey(), label), each.getValue(), Double::sum);
            }
        }
        return sums;
    }

    private static boolean isOf(String key, String name) {
        return key.startsWith(name) && (key.length() == name.length() || key.charAt(name.length()) == '{');
    }

    private static String labelOf(String key, String label) {
        int at = key.indexOf(label + "=\"");
        if (at < 0) {
            return "";
        }
        int from = at + label.length() + 2;
        return key.substring(from, key.indexOf('"', from));
    }
}
