package net.atrelay.whole;

import java.util.List;
import java.util.stream.Stream;

/// What a relay's meters said at one moment.
public record Meters(List<String> samples) {

    /// Reads Prometheus' exposition format.
    public static Meters of(String scrape) {
        return new Meters(scrape.lines().filter(line -> !line.startsWith("#")).toList());
    }

    /// The sum of a meter's samples.
    ///
    /// @param name whole name, such as `relay_verify_frames_total`
    /// @param labels those a sample must have, such as `reason="duplicate"`
    public double sum(String name, String... labels) {
        return samples.stream()
                .filter(sample -> sample.startsWith(name + "{") || sample.startsWith(name + " "))
                .filter(sample -> Stream.of(labels).allMatch(sample::contains))
                .mapToDouble(sample -> Double.parseDouble(sample.substring(sample.lastIndexOf(' ') + 1)))
                .sum();
    }

    /// The samples that are not in an earlier reading.
    List<String> differences(Meters before) {
        return samples.stream()
                .filter(sample -> sample.startsWith("relay_") && sample.contains("_total"))
                .filter(sample -> !before.samples.contains(sample))
                .toList();
    }
}
